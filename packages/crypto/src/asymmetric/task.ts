// One operation with one half of a pair, as plain data: it can be sent to another thread and run there.
import type { KeyObject } from "node:crypto";
import { DecryptionError } from "../decryption-error.ts";
import {
  type EncryptionName,
  encryptionScheme,
  type SigningName,
  signingScheme,
} from "./schemes.ts";

export type PairTask =
  | {
      readonly do: "encrypt" | "decrypt";
      readonly algorithm: EncryptionName;
      readonly key: KeyObject;
      readonly input: Uint8Array;
    }
  | {
      readonly do: "sign";
      readonly algorithm: SigningName;
      readonly key: KeyObject;
      readonly input: Uint8Array;
    }
  | {
      readonly do: "verify";
      readonly algorithm: SigningName;
      readonly key: KeyObject;
      readonly input: Uint8Array;
      readonly signature: Uint8Array;
    };

/** `undecryptable` stands for a DecryptionError, which would not survive the way between threads. */
export type PairResult = Uint8Array | boolean | "undecryptable";

/** Takes up to some milliseconds: the server runs it on a worker. */
export function runPairTask(task: PairTask): PairResult {
  if (task.do === "sign") return signingScheme(task.algorithm).sign(task.key, task.input);
  if (task.do === "verify") {
    return signingScheme(task.algorithm).verify(task.key, task.input, task.signature);
  }
  const scheme = encryptionScheme(task.algorithm);
  if (task.do === "encrypt") return scheme.encrypt(task.key, task.input);
  try {
    return scheme.decrypt(task.key, task.input);
  } catch (error) {
    if (error instanceof DecryptionError) return "undecryptable";
    throw error;
  }
}
