// What is kept of a log elsewhere: checkpoints, the verifier key, proofs. Files are read whole and written whole.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { NoteError, NoteVerifier } from "@coffer/tlog";
import { Failure } from "../../failure.ts";

/** @throws Failure 1 */
export function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure(1, `\`${path}\` cannot be read: ${(error as Error).message}`);
  }
}

/** @throws Failure 1 */
export function writeFile(path: string, content: string): void {
  try {
    writeFileSync(`${path}.new`, content, { flush: true });
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new Failure(1, `\`${path}\` cannot be written: ${(error as Error).message}`);
  }
}

/** Of a verifier key, or of a file that holds one. @throws Failure 1 */
export function readVerifier(textOrPath: string): NoteVerifier {
  const text = existsSync(textOrPath) ? readFile(textOrPath) : textOrPath;
  try {
    return NoteVerifier.parse(text.trim());
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new Failure(1, `--key: ${error.message}`);
  }
}
