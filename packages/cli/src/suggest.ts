// Words that may have been meant: at most two letters put in or left out; a wrong letter counts two.

function distance(one: string, two: string): number {
  let row = Array.from({ length: two.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= two.length; j += 1) {
      const same = one[i - 1] === two[j - 1] ? 0 : 2;
      const kept = (row[j - 1] ?? 0) + same;
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const FARTHEST = 2;

/** The closest of the known words, none when all are too far. */
export function suggest(word: string, known: readonly string[]): string[] {
  const near = known.map((each) => ({ each, far: distance(word, each) }));
  const least = Math.min(FARTHEST, ...near.map(({ far }) => far));
  return near.filter(({ far }) => far === least).map(({ each }) => each);
}
