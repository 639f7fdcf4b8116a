// Passwords as they are kept: Argon2id in the text form of the PHC (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`), with salt
// and cost in it, so that the cost can grow while older hashes still count.
import { argon2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Random } from "../random.ts";
import { SecretBytes } from "../secret-bytes.ts";

const derive = promisify(argon2);

/** As OWASP advises for servers: 19 MiB, two passes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const unpadded = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString("base64").replace(/=+$/, "");

async function hashWith(
  password: string,
  nonce: Uint8Array,
  cost: { readonly memory: number; readonly passes: number; readonly parallelism: number },
): Promise<Buffer> {
  using message = SecretBytes.fromText(password);
  const hash = await derive("argon2id", {
    ...{ message: message.reveal(), nonce, tagLength: HASH_BYTES },
    ...cost,
  });
  return Buffer.from(hash);
}

/** Takes some tens of milliseconds, beside the event loop. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random.bytes(SALT_BYTES);
  const hash = await hashWith(password, salt, COST);
  const { memory, passes, parallelism } = COST;
  const cost = `m=${memory},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether this is the password of a hash that `hashPassword` made. */
export async function isPasswordOf(password: string, hash: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (parts === null) return false;
  const [, memory, passes, parallelism, salt = "", expected = ""] = parts;
  const cost = {
    ...{ memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
  };
  const found = await hashWith(password, Buffer.from(salt, "base64"), cost);
  const wanted = Buffer.from(expected, "base64");
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}
