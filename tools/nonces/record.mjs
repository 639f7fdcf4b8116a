// Loaded into every Node.js process of a test run: writes down each nonce under each key that seals something,
// so that at the end `check.ts` sees whether one was used twice. Plain JavaScript: some tests start an older Node.js.
import { createHash } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";

const folder = process.env.COFFER_NONCE_LEDGER;
// The tests of the cryptography itself seal known answers, with nonces that are what they are; nonces.test.ts has
// the law for what draws them.
const isKnownAnswers = /packages\/crypto\/test\//.test(
  (process.argv[1] ?? "").replaceAll("\\", "/"),
);

if (folder !== undefined && !isKnownAnswers) {
  let file;
  // Written at once: processes of a test run are killed.
  subscribe("coffer.crypto.nonce", ({ keyHash, nonce }) => {
    file ??= openSync(join(folder, `${process.pid}-${threadId}-${Date.now()}`), "a");
    writeSync(file, createHash("sha256").update(`${keyHash} ${nonce}`).digest().subarray(0, 16));
  });
  process.once("exit", () => {
    if (file !== undefined) closeSync(file);
  });
}
