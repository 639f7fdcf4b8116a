// Records every nonce that this process seals with, from any package, and knows when one comes twice under
// one key. Ciphers are made in one file, and it publishes each use.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { NonceUse } from "../src/aead.ts";

const CHANNEL = "coffer.crypto.nonce";

export interface NonceLedger {
  /** How many messages were sealed. */
  readonly uses: number;
  /** `key hash:nonce` of whatever was used more than once. */
  readonly repeated: readonly string[];
  /** The number of keys seen. */
  readonly keys: number;
  close(): void;
}

export function openNonceLedger(): NonceLedger {
  const seen = new Set<string>();
  const keys = new Set<string>();
  const repeated: string[] = [];
  let uses = 0;
  const record = (message: unknown): void => {
    const { keyHash, nonce } = message as NonceUse; // the channel's one kind of message
    const use = `${keyHash}:${nonce}`;
    if (seen.has(use)) repeated.push(use);
    seen.add(use);
    keys.add(keyHash);
    uses++;
  };
  subscribe(CHANNEL, record);
  return {
    repeated,
    get uses() {
      return uses;
    },
    get keys() {
      return keys.size;
    },
    close: () => {
      unsubscribe(CHANNEL, record);
    },
  };
}
