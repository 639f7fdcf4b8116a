// What is wrong with a value, to stand after "it". A class of its own: a caller's object that looks alike is none.

export class Fault {
  readonly fault: string;

  constructor(text: string) {
    this.fault = text;
  }
}

export function fault(text: string): Fault {
  return new Fault(text);
}

export function isFault(value: unknown): value is Fault {
  return value instanceof Fault;
}
