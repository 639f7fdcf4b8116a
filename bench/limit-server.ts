// The limit program: a bare `node:http` server that does only what GetSecretValue cannot avoid, as fast as
// Node allows. It checks the V1 signature over the canonical string, reads one indexed row, unwraps the
// value's data key, opens the value by AES-256-GCM and writes JSON. It checks no nonce, no clock, no state,
// no parameter, and knows one caller.
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
