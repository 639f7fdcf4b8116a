// A set of whole numbers that mostly follow each other, as spans. It never has more than a few hundred: when there
// would be more, the two with the smallest gap become one, so that the set may then have numbers that were not
// added, but never lacks one that was.

const MOST = 256;

type Span = readonly [first: number, last: number];

export class Spans {
  /** In order, apart from each other by at least one number. */
  #spans: Span[] = [];

  constructor(spans: readonly Span[]) {
    for (const span of spans) this.#put(span);
  }

  has(value: number): boolean {
    return this.#spans.some(([first, last]) => first <= value && value <= last);
  }

  add(value: number): void {
    this.#put([value, value]);
  }

  addSpan(span: Span): void {
    this.#put(span);
  }

  list(): readonly Span[] {
    return this.#spans;
  }

  #put(span: Span): void {
    const touches = ([first, last]: Span): boolean => first <= span[1] + 1 && span[0] <= last + 1;
    const joined = [span, ...this.#spans.filter(touches)];
    const apart = this.#spans.filter((each) => !touches(each));
    const first = Math.min(...joined.map((each) => each[0]));
    const last = Math.max(...joined.map((each) => each[1]));
    this.#spans = [...apart, [first, last] as const].sort((a, b) => a[0] - b[0]);
    if (this.#spans.length > MOST) this.#joinNearest();
  }

  #joinNearest(): void {
    const gap = (at: number): number =>
      (this.#spans[at + 1]?.[0] ?? Number.POSITIVE_INFINITY) - (this.#spans[at]?.[1] ?? 0);
    let nearest = 0;
    for (let at = 1; at < this.#spans.length - 1; at += 1) if (gap(at) < gap(nearest)) nearest = at;
    const [before, after] = this.#spans.slice(nearest, nearest + 2);
    if (before === undefined || after === undefined) return;
    this.#spans.splice(nearest, 2, [before[0], after[1]]);
  }
}
