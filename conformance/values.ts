// The values of a scenario's steps: names filled in, and what is computed from them.
import { constants, createHash, createHmac, createPublicKey, publicEncrypt } from "node:crypto";

export type Names = ReadonlyMap<string, unknown>;

function fill(text: string, names: Names): unknown {
  const whole = /^\$\{(\w+)\}$/.exec(text);
  const kept = (name: string): unknown => {
    if (!names.has(name)) throw new Error(`nothing was kept as ${name}`);
    return names.get(name);
  };
  if (whole) return kept(whole[1] ?? "");
  return text.replace(/\$\{(\w+)\}/g, (_all, name: string) => String(kept(name)));
}

/** Key material under the public key that the server gave for it, as RSAES_OAEP_SHA_256 wants it. */
function wrap({ publicKey, material }: Record<string, string>): string {
  const key = createPublicKey({
    key: Buffer.from(publicKey ?? "", "base64"),
    format: "der",
    type: "spki",
  });
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
  return publicEncrypt({ key, ...padding }, Buffer.from(material ?? "", "base64")).toString(
    "base64",
  );
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits of RFC 6238 that a device with this seed showed so many half minutes ago. */
function totp({ seed, ago }: { readonly seed: string; readonly ago: number }): string {
  const bits = [...seed].map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) - ago));
  const hash = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

const COMPUTED: Readonly<Record<string, (given: never) => unknown>> = {
  $json: (given: unknown) => JSON.stringify(given),
  $base64: (text: string) => Buffer.from(text).toString("base64"),
  $sha256: (text: string) => createHash("sha256").update(text).digest("base64"),
  /** So many signs of printable text, no two neighbours alike. */
  $signs: (count: number) =>
    Array.from({ length: count }, (_, at) => String.fromCharCode(33 + (at % 94))).join(""),
  $wrap: wrap,
  $totp: totp,
  /** A public key's PEM as the Base64 of its DER. */
  $der: (pem: string) =>
    createPublicKey(pem).export({ format: "der", type: "spki" }).toString("base64"),
};

/**
 * @returns the value with every name filled in and everything computed
 * @throws Error for a name that was not kept, or a computation that is not known
 */
export function filled(value: unknown, names: Names): unknown {
  if (typeof value === "string") return fill(value, names);
  if (Array.isArray(value)) return value.map((item) => filled(item, names));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, filled(inner, names)]),
  );
  const [only = "", ...more] = Object.keys(members);
  const compute = more.length === 0 ? COMPUTED[only] : undefined;
  return compute ? compute(members[only] as never) : members;
}
