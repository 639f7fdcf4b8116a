// Bytes in parameters: standard Base64 with padding (RFC 4648, section 4).
import { ApiError } from "@coffer/contract";
import type { PlaintextKind } from "@coffer/crypto";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A last digit that says more than its bytes. */
const SPARE_BITS = /(?:[^AEIMQUYcgkosw048=]=|[^AQgw=]==)$/;

/** How many bytes a parameter may stand for. */
export interface Bounds {
  readonly least?: number;
  readonly most: number;
}

/** Whether it is the one text that stands for its bytes. */
function isBase64(text: string): boolean {
  return BASE64.test(text) && !SPARE_BITS.test(text);
}

function wrongValue(name: string, expected: string): ApiError {
  const message = `The specified parameter \`${name}\` is not valid: expected ${expected}.`;
  return new ApiError("InvalidParameter", message);
}

/** Of text that is Base64. */
function boundedBytes(name: string, text: string, { least = 1, most }: Bounds): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length >= least && bytes.length <= most) return bytes;
  bytes.fill(0);
  const range = least === most ? `${most}` : `${least} to ${most}`;
  throw wrongValue(name, `Base64 of ${range} bytes`);
}

/** @throws ApiError `InvalidParameter` for other text, and for too few or too many bytes */
export function decodeBase64(name: string, text: string, bounds: Bounds): Buffer {
  if (!isBase64(text)) throw wrongValue(name, "Base64");
  return boundedBytes(name, text, bounds);
}

/**
 * What a parameter stands for: bytes where it is Base64, else its own text.
 * @throws ApiError `InvalidParameter` for too few or too many bytes
 */
export function decodePlaintext(
  name: string,
  text: string,
  { most }: Bounds,
): { readonly kind: PlaintextKind; readonly bytes: Buffer } {
  if (isBase64(text)) return { kind: "bytes", bytes: boundedBytes(name, text, { most }) };
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= most) return { kind: "text", bytes };
  bytes.fill(0);
  throw wrongValue(name, `at most ${most} bytes`);
}
