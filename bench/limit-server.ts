// The limit program: a bare `node:http` server that does only what GetSecretValue cannot avoid, as fast as
// Node allows. It checks the V1 signature over the canonical string, reads one indexed row, unwraps the
// value's data key, opens the value by AES-256-GCM and writes JSON. It checks no nonce, no clock, no state,
// no parameter, and knows one caller.
//
// For Encrypt, Decrypt and GenerateDataKey it reads one indexed row, the key's, and instead of the two openings
// does one XAES-256-GCM operation with the key's schedule ready.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

interface Arguments {
  readonly port: number;
  readonly path: string;
  readonly secrets: number;
  readonly accessKeySecret: string;
}

const given: Arguments = JSON.parse(process.argv[2] ?? "{}");
const KEY = randomBytes(32);
const AAD = Buffer.from("cn-hangzhou/1234567890123456");

function seal(key: Buffer, plaintext: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(AAD);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, sealed: Uint8Array): Buffer {
  const end = sealed.length - 16;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
  decipher.setAAD(AAD).setAuthTag(sealed.subarray(end));
  const plaintext = decipher.update(sealed.subarray(12, end));
  decipher.final();
  return plaintext;
}

// XAES-256-GCM (https://c2sp.org/XAES-256-GCM), with K1 and the block cipher made ready once.
const block = createCipheriv("aes-256-ecb", KEY, null).setAutoPadding(false);
const k1 = block.update(Buffer.alloc(16));
const carry = k1.readUInt8(0) >> 7;
for (let at = 0; at < 16; at += 1) k1[at] = ((k1[at] ?? 0) << 1) | ((k1[at + 1] ?? 0) >> 7);
k1[15] = (k1[15] ?? 0) ^ (carry * 0x87);
const derivation = Buffer.alloc(32);

function derived(nonce: Uint8Array): Buffer {
  for (const half of [0, 16]) {
    derivation.set(k1, half);
    derivation[half + 1] = (derivation[half + 1] ?? 0) ^ (half === 0 ? 1 : 2);
    derivation[half + 2] = (derivation[half + 2] ?? 0) ^ 0x58;
    for (let at = 0; at < 12; at += 1) {
      derivation[half + 4 + at] = (derivation[half + 4 + at] ?? 0) ^ (nonce[at] ?? 0);
    }
  }
  return block.update(derivation);
}

function xaesSeal(plaintext: Buffer): Buffer {
  const nonce = randomBytes(24);
  const cipher = createCipheriv("aes-256-gcm", derived(nonce), nonce.subarray(12)).setAAD(AAD);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function xaesOpen(sealed: Buffer): Buffer {
  const end = sealed.length - 16;
  const nonce = sealed.subarray(0, 24);
  const decipher = createDecipheriv("aes-256-gcm", derived(nonce), nonce.subarray(12));
  decipher.setAAD(AAD).setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(24, end)), decipher.final()]);
}

const database = new DatabaseSync(given.path);
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
database.exec(
  "CREATE TABLE secrets (name TEXT PRIMARY KEY, data_key BLOB, value BLOB) WITHOUT ROWID",
);
database.exec("BEGIN");
const insert = database.prepare("INSERT INTO secrets VALUES (?, ?, ?)");
for (let index = 0; index < given.secrets; index += 1) {
  const dataKey = randomBytes(32);
  const value = Buffer.from(`{"user":"app","password":"${index}-0123456789abcdef"}`);
  insert.run(`bench/${index}`, seal(KEY, dataKey), seal(dataKey, value));
}
database.exec("COMMIT");
const select = database.prepare("SELECT data_key, value FROM secrets WHERE name = ?");

function encode(text: string): string {
  if (/^[A-Za-z0-9_.~-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const FACTS = {
  KeyId: "key-00000000000000000000",
  KeyVersionId: "00000000-0000-0000-0000-000000000000",
  RequestId: "00000000-0000-0000-0000-000000000000",
};

const CRYPTO: Readonly<Record<string, (members: ReadonlyMap<string, string>) => object>> = {
  Encrypt: (members) => ({
    CiphertextBlob: xaesSeal(Buffer.from(members.get("Plaintext") ?? "", "base64")).toString(
      "base64",
    ),
  }),
  Decrypt: (members) => ({
    Plaintext: xaesOpen(Buffer.from(members.get("CiphertextBlob") ?? "", "base64")).toString(
      "base64",
    ),
  }),
  GenerateDataKey() {
    const dataKey = randomBytes(32);
    return {
      Plaintext: dataKey.toString("base64"),
      CiphertextBlob: xaesSeal(dataKey).toString("base64"),
    };
  },
};

function cryptoAnswer(members: ReadonlyMap<string, string>): string | undefined {
  const operation = CRYPTO[members.get("Action") ?? ""];
  if (operation === undefined) return undefined;
  if (select.get("bench/0") === undefined) throw new Error("no row");
  return JSON.stringify({ ...operation(members), ...FACTS });
}

const HMAC_KEY = `${given.accessKeySecret}&`;

function answer(method: string, target: string): string {
  const pairs: [string, string][] = [];
  let signature = "";
  let name = "";
  for (const part of target.slice(2).split("&")) {
    const equals = part.indexOf("=");
    const key = decodeURIComponent(part.slice(0, equals));
    const value = decodeURIComponent(part.slice(equals + 1).replaceAll("+", " "));
    if (key === "Signature") signature = value;
    else pairs.push([key, value]);
    if (key === "SecretName") name = value;
  }
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join("&");
  const expected = createHmac("sha1", HMAC_KEY)
    .update(`${method}&%2F&${encode(canonical)}`)
    .digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, "base64"))) throw new Error("signature");
  const found = cryptoAnswer(new Map(pairs));
  if (found !== undefined) return found;
  const row = select.get(name) as { data_key: Uint8Array; value: Uint8Array }; // as inserted above
  return JSON.stringify({
    SecretName: name,
    SecretType: "Generic",
    SecretData: open(open(KEY, row.data_key), row.value).toString("utf8"),
    SecretDataType: "text",
    VersionId: "v1",
    VersionStages: { VersionStage: ["ACSCurrent"] },
    CreateTime: "2026-01-01T00:00:00Z",
    RequestId: "00000000-0000-0000-0000-000000000000",
  });
}

createServer((request, response) => {
  const body = answer(request.method ?? "", request.url ?? "");
  response.writeHead(200, {
    "Content-Type": "application/json;charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}).listen(given.port, "127.0.0.1", () => process.stdout.write("ready\n"));
