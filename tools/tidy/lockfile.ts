// The lockfile names packages and checksums, never the address of one registry, so that every registry works.
import { type Finding, lineAt, type SourceFile } from "./finding.ts";

export function checkLockfile(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ path }) => path === "package-lock.json")
    .flatMap(({ path, text }) =>
      [...text.matchAll(/"resolved": "https?:[^"]*"/g)].map((match) => ({
        path,
        line: lineAt(text, match.index),
        message: "an address in the lockfile: set `omit-lockfile-registry-resolved` and lock again",
      })),
    );
}
