// Keys and places that the tests of this package share.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CustomerKey, type RootKey, rootKeyFromBytes, SecretBytes } from "../src/index.ts";

export function vectors(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../vectors", name), "utf8"));
}

export const hex = (text: string): Buffer => Buffer.from(text, "hex");

export function customerKey(
  fill: number,
  place = { keyId: "key-a", versionId: "v-1" },
): CustomerKey {
  return new CustomerKey(place, SecretBytes.own(Buffer.alloc(32, fill)));
}

export function rootKey(fill: number): RootKey {
  return rootKeyFromBytes(SecretBytes.own(Buffer.alloc(32, fill)));
}

export const PLACE = {
  accountId: "1234567890123456",
  region: "cn-hangzhou",
  secretName: "db_cred",
  versionId: "v1",
  dataType: "text",
} as const;
