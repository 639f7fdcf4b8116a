// The seed of an MFA device as a telephone reads it: Base32, and a picture (PNG) of its otpauth address.
import { crc32, deflateSync } from "node:zlib";
import encodeQr from "qr";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base32 of RFC 4648; seeds have whole groups of 5 bytes, so there is no padding. */
export function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group, 2)]).join("");
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const MODULE_PIXELS = 5;

/** One bit a pixel: 1 is white. */
function png(rows: readonly (readonly boolean[])[]): Buffer {
  const side = rows.length * MODULE_PIXELS;
  const lines = rows.flatMap((row) => {
    const line = Buffer.alloc(1 + Math.ceil(side / 8));
    for (let x = 0; x < side; x += 1) {
      const isDark = row[Math.floor(x / MODULE_PIXELS)];
      if (!isDark) line[1 + (x >> 3)] = (line[1 + (x >> 3)] ?? 0) | (128 >> (x & 7));
    }
    return Array.from({ length: MODULE_PIXELS }, () => line);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  // Depth 1, grey, and the only ways of compression, filters and order that most pictures have.
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.concat(lines))),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** A PNG in Base64 that authenticator programs read. */
export function seedPicture(seed: Uint8Array, label: string): string {
  const address = `otpauth://totp/${encodeURIComponent(label)}?secret=${base32(seed)}&issuer=Coffer`;
  return png(encodeQr(address, "raw", { border: 4 })).toString("base64");
}
