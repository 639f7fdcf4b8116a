// The examples of docs/formats/ciphertext.md that came with the other ciphers and with imported material: frozen,
// opened by the code, and opened once more with nothing but what the page says.
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import {
  CustomerKey,
  canonicalContext,
  findAlgorithm,
  readCiphertextPlace,
  rootKeyFromBytes,
  SecretBytes,
} from "../../src/index.ts";
import { formats, hex, vectors } from "../vectors.ts";

interface KeyFormats {
  readonly ciphers: Readonly<
    Record<string, { readonly material: string; readonly ciphertext: string }>
  >;
  readonly materialCheck: {
    readonly context: readonly string[];
    readonly material: string;
    readonly check: string;
    readonly wrapped: string;
  };
}

const frozen = vectors<KeyFormats>("formats-v1-keys.json");
const page = readFileSync(
  join(import.meta.dirname, "../../../../docs/formats/ciphertext.md"),
  "utf8",
);
const context = Buffer.from(canonicalContext(formats.ciphertext.context));

function example(name: string): string {
  const start = `<!-- example: ${name} -->\n\`\`\`text\n`;
  const at = page.indexOf(start);
  assert.ok(at >= 0, `the page has no example \`${name}\``);
  const from = at + start.length;
  const lines = page.slice(from, page.indexOf("\n```", from)).split("\n");
  return lines.map((line) => line.split(" ", 1)[0]).join("");
}

test("the examples on the page are the frozen ones", () => {
  assert.equal(example("ciphertext-aes-128"), frozen.ciphers.Aliyun_AES_128?.ciphertext);
  assert.equal(example("ciphertext-sm4"), frozen.ciphers.Aliyun_SM4?.ciphertext);
  assert.equal(example("material-check"), frozen.materialCheck.wrapped);
});

test("the code opens what each cipher made", () => {
  assert.equal(Object.keys(frozen.ciphers).length, 3);
  for (const [spec, { material, ciphertext }] of Object.entries(frozen.ciphers)) {
    const algorithm = findAlgorithm(spec);
    assert.ok(algorithm?.kind === "symmetric", spec);
    const place = readCiphertextPlace(hex(ciphertext));
    const key = new CustomerKey(place, SecretBytes.own(hex(material)), algorithm);
    assert.equal(key.decrypt(hex(ciphertext), context).reveal().toString(), "attack at dawn", spec);
  }
});

/** E of one block. */
function encryptBlock(name: string, key: Buffer, input: Buffer): Buffer {
  return createCipheriv(`${name}-ecb`, key, null).setAutoPadding(false).update(input);
}

/** "Extended nonces", over whole numbers. */
function derivedKey(name: string, key: Buffer, half: Buffer): Buffer {
  const number = (input: Buffer): bigint => BigInt(`0x${input.toString("hex")}`);
  const doubled = number(encryptBlock(name, key, Buffer.alloc(16))) << 1n;
  const k1 = (doubled ^ (doubled >> 128n === 1n ? 0x87n : 0n)) & ((1n << 128n) - 1n);
  const blocks = ["0001", "0002"].map((counter) => {
    const message = number(Buffer.concat([hex(`${counter}5800`), half])) ^ k1;
    return encryptBlock(name, key, hex(message.toString(16).padStart(32, "0")));
  });
  return Buffer.concat(blocks).subarray(0, key.length);
}

test("the page's words suffice to open what each cipher made", () => {
  const names: Readonly<Record<string, string>> = {
    Aliyun_AES_192: "aes-192",
    Aliyun_AES_128: "aes-128",
    Aliyun_SM4: "sm4",
  };
  for (const [spec, { material, ciphertext }] of Object.entries(frozen.ciphers)) {
    const name = names[spec] ?? "";
    const message = hex(ciphertext);
    const headerBytes = 3 + message.readUInt8(1) + message.readUInt8(2 + message.readUInt8(1));
    const nonce = message.subarray(headerBytes, headerBytes + 24);
    const key = derivedKey(name, hex(material), nonce.subarray(0, 12));
    const gcm = `${name}-gcm` as "aes-128-gcm"; // OpenSSL knows SM4's too; the types list AES alone
    const decipher = createDecipheriv(gcm, key, nonce.subarray(12));
    decipher.setAAD(Buffer.concat([message.subarray(0, headerBytes), context]));
    decipher.setAuthTag(message.subarray(-16));
    const opened = decipher.update(message.subarray(headerBytes + 24, -16));
    decipher.final();
    assert.equal(opened.toString(), "attack at dawn", spec);
  }
});

test("what recognises imported material is the page's hash, wrapped at its place", () => {
  const { context: place, material, check, wrapped } = frozen.materialCheck;
  const hash = createHash("sha256").update("coffer/material-check/v1").update(hex(material));
  assert.equal(hash.digest("hex"), check);
  const rootKey = rootKeyFromBytes(SecretBytes.own(hex(formats.rootKeyFile.key)));
  assert.equal(rootKey.unwrap(hex(wrapped), place).reveal().toString("hex"), check);
});
