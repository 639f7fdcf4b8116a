// What makes two names of identities the same one.

/** Names that differ only in the case of ASCII letters are one name. */
export function nameKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
