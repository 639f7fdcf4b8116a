// Bytes in parameters: standard Base64 with padding (RFC 4648, section 4).
import { ApiError } from "@coffer/contract";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** How many bytes a parameter may stand for. */
export interface Bounds {
  readonly least?: number;
  readonly most: number;
}

/** @throws ApiError `InvalidParameter` for other text, and for too few or too many bytes */
export function decodeBase64(name: string, text: string, { least = 1, most }: Bounds): Buffer {
  const wrong = (expected: string): ApiError =>
    new ApiError(
      "InvalidParameter",
      `The specified parameter \`${name}\` is not valid: expected ${expected}.`,
    );
  if (!BASE64.test(text)) throw wrong("Base64");
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw wrong("Base64");
  if (bytes.length >= least && bytes.length <= most) return bytes;
  bytes.fill(0);
  const range = least === most ? `${most}` : `${least} to ${most}`;
  throw wrong(`Base64 of ${range} bytes`);
}
