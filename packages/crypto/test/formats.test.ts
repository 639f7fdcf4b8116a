// docs/formats/ciphertext.md: its examples open with the code and, once more, with nothing but what the page
// says: a second reading of the formats, on Web Crypto, that shares no line with the source.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  CustomerKey,
  canonicalContext,
  openValue,
  readCiphertextPlace,
  rootKeyFromBytes,
  SecretBytes,
} from "../src/index.ts";
import { formats, hex } from "./vectors.ts";

const DOCUMENT = join(import.meta.dirname, "../../../docs/formats/ciphertext.md");
const page = readFileSync(DOCUMENT, "utf8");
const { rootKeyFile, wrapped, ciphertext, secretValue } = formats;

/** The lines of an example on the page. */
function example(name: string): string[] {
  const start = `<!-- example: ${name} -->\n\`\`\`text\n`;
  const at = page.indexOf(start);
  assert.ok(at >= 0, `the page has no example \`${name}\``);
  const from = at + start.length;
  return page.slice(from, page.indexOf("\n```", from)).split("\n");
}

/** The bytes of an example: the left column is hexadecimal, the right one explains. */
function bytes(name: string): Buffer {
  const digits = example(name).map((line) => line.split(" ", 1)[0] ?? "");
  for (const digit of digits) assert.match(digit, /^(?:[0-9a-f]{2})+$/);
  return hex(digits.join(""));
}

test("the page and its source files name each other in their first lines", () => {
  const sources = /^Source: (.*)$/m.exec(page.split("\n").slice(0, 5).join("\n"))?.[1] ?? "";
  const links = [...sources.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? "");
  assert.ok(links.length >= 5);
  for (const link of links) {
    const source = readFileSync(join(DOCUMENT, "..", link), "utf8");
    const head = source
      .split("\n")
      .slice(0, 3)
      .filter((line) => line.startsWith("//"))
      .join("\n");
    assert.ok(head.includes("docs/formats/ciphertext.md"), `${link} does not name the page`);
    for (const [, section] of head.matchAll(/"([^"]+)"/g)) {
      assert.ok(page.includes(`## ${section}\n`), `${link} names a missing section: ${section}`);
    }
  }
});

test("the examples on the page are the frozen vectors", () => {
  assert.equal(`${example("root-key-file").join("\n")}\n`, rootKeyFile.text);
  assert.deepEqual(bytes("wrapped"), hex(wrapped.wrapped));
  assert.deepEqual(bytes("canonical-context"), hex(ciphertext.canonicalContext));
  assert.deepEqual(bytes("ciphertext"), hex(ciphertext.ciphertext));
  assert.deepEqual(bytes("data-key"), hex(secretValue.dataKey));
  assert.deepEqual(bytes("value"), hex(secretValue.value));
});

test("the code opens the examples on the page, from root key to value", () => {
  const encoded = example("root-key-file")[0]?.split(":")[1] ?? "";
  const rootKey = rootKeyFromBytes(SecretBytes.own(Buffer.from(encoded, "base64url")));
  assert.equal(rootKey.fingerprint, rootKeyFile.fingerprint);
  const material = rootKey.unwrap(bytes("wrapped"), wrapped.context);
  assert.equal(material.reveal().toString("hex"), wrapped.plaintext);
  const key = new CustomerKey(readCiphertextPlace(bytes("ciphertext")), material);
  const opened = key.decrypt(bytes("ciphertext"), canonicalContext(ciphertext.context));
  assert.equal(opened.reveal().toString(), "attack at dawn");
  const sealed = { dataKey: bytes("data-key"), value: bytes("value") };
  assert.equal(openValue(key, sealed, secretValue.place).reveal().toString(), "alice:12****");
});

/** "Lists of texts". */
function list(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(text));
      return [length, Buffer.from(text)];
    }),
  );
}

async function gcm(key: Uint8Array, parts: Record<"nonce" | "aad" | "body", Uint8Array>) {
  const imported = await crypto.subtle.importKey("raw", Uint8Array.from(key), "AES-GCM", false, [
    "decrypt",
  ]);
  const algorithm = {
    name: "AES-GCM",
    iv: Uint8Array.from(parts.nonce),
    additionalData: Uint8Array.from(parts.aad),
  };
  return Buffer.from(await crypto.subtle.decrypt(algorithm, imported, Uint8Array.from(parts.body)));
}

/** One AES block: the first block of CBC with a zero initialisation vector. */
async function block(key: Uint8Array, input: Uint8Array): Promise<Buffer> {
  const imported = await crypto.subtle.importKey("raw", Uint8Array.from(key), "AES-CBC", false, [
    "encrypt",
  ]);
  const algorithm = { name: "AES-CBC", iv: new Uint8Array(16) };
  const output = await crypto.subtle.encrypt(algorithm, imported, Uint8Array.from(input));
  return Buffer.from(output).subarray(0, 16);
}

/** XAES's key for a nonce, from the specification's formulas over whole numbers. */
async function xaesKey(key: Uint8Array, nonce: Buffer): Promise<Buffer> {
  const number = (input: Buffer): bigint => BigInt(`0x${input.toString("hex")}`);
  const doubled = number(await block(key, Buffer.alloc(16))) << 1n;
  const k1 = (doubled ^ (doubled >> 128n === 1n ? 0x87n : 0n)) & ((1n << 128n) - 1n);
  const halves = ["0001", "0002"].map((counter) => {
    const message = Buffer.concat([hex(`${counter}5800`), nonce.subarray(0, 12)]);
    return block(key, hex((number(message) ^ k1).toString(16).padStart(32, "0")));
  });
  return Buffer.concat(await Promise.all(halves));
}

/** "Ciphertext under a key". */
async function openUnderKey(material: Uint8Array, message: Buffer, context: Buffer) {
  const headerBytes = 3 + message.readUInt8(1) + message.readUInt8(2 + message.readUInt8(1));
  const nonce = message.subarray(headerBytes, headerBytes + 24);
  return gcm(await xaesKey(material, nonce), {
    nonce: nonce.subarray(12),
    aad: Buffer.concat([message.subarray(0, headerBytes), context]),
    body: message.subarray(headerBytes + 24),
  });
}

test("the page's words suffice to open its examples, from root key to value", async () => {
  const [mark, encoded, fingerprint] = example("root-key-file")[0]?.split(":") ?? [];
  assert.equal(mark, "coffer-root-key-v1");
  const rootKey = Buffer.from(encoded ?? "", "base64url");
  const mac = createHmac("sha256", rootKey).update("coffer/root-key-fingerprint/v1").digest("hex");
  assert.equal(fingerprint, mac.slice(0, 16));

  const material = bytes("wrapped");
  assert.equal(material.toString("hex", 0, 9), `01${fingerprint}`);
  const key = await gcm(rootKey, {
    nonce: material.subarray(9, 21),
    aad: Buffer.concat([
      material.subarray(0, 9),
      list(["coffer/wrapped-material/v1", ...wrapped.context]),
    ]),
    body: material.subarray(21),
  });
  assert.equal(key.toString("hex"), wrapped.plaintext);

  const context = ["coffer/encryption-context/v1", "purpose", "backup", "stage", "测试"];
  const message = await openUnderKey(key, bytes("ciphertext"), list(context));
  assert.equal(message.toString(), "attack at dawn");

  const place = ["1234567890123456", "cn-hangzhou", "db_cred", "v1", "text"];
  const underDataKey = list(["coffer/secret-data-key/v1", ...place]);
  const dataKey = await openUnderKey(key, bytes("data-key"), underDataKey);
  assert.equal(dataKey.length, 32);
  const value = bytes("value");
  const opened = await gcm(dataKey, {
    nonce: value.subarray(1, 13),
    aad: Buffer.concat([hex("01"), list(["coffer/secret-value/v1", ...place])]),
    body: value.subarray(13),
  });
  assert.equal(opened.toString(), "alice:12****");
});
