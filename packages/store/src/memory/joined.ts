// Composite keys of rows in memory.

/** Parts joined by NUL, which no part holds. */
export const joined = (...parts: readonly (string | number)[]): string => parts.join("\0");
