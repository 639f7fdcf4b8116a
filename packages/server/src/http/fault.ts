// What is wrong with a value, to stand after "it". A class of its own: a caller's object that looks alike is none.

/** Where the contract may have a code of its own for it. */
export type FaultKind = "length" | "pattern" | "value";

export class Fault {
  readonly fault: string;
  readonly kind: FaultKind;

  constructor(text: string, kind: FaultKind) {
    this.fault = text;
    this.kind = kind;
  }
}

export function fault(text: string, kind: FaultKind = "value"): Fault {
  return new Fault(text, kind);
}

export function isFault(value: unknown): value is Fault {
  return value instanceof Fault;
}
