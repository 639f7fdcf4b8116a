// Key versions reach the store in one way only, which looks at the current root key in the same transaction.
import { type Finding, lineAt, type SourceFile } from "./finding.ts";

const ONLY = "packages/server/src/keyring/store-version.ts";

export function checkWriters(files: readonly SourceFile[]): Finding[] {
  return files.flatMap(({ path, text }) => {
    if (!path.startsWith("packages/server/src/") || path === ONLY) return [];
    return [...text.matchAll(/\.(?:insert|update)KeyVersion\(/g)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      message: `key versions are stored by \`${ONLY}\` only: it minds a rotation of the root key`,
    }));
  });
}
