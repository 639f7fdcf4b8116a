// Answers as the wire has them: JSON always, never empty, request id in body and header, errors all text.
import { ERRORS, type ErrorCode, type ErrorDetails } from "@coffer/contract";
import { header, type WireRequest, type WireResponse } from "./wire.ts";

const HEADERS = {
  "content-type": "application/json;charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

/** Named in answers to what fails before its product is known. */
export const FIRST_PRODUCT = "Kms";

/** Seconds after which a caller may try again. */
const RETRY_SECONDS = 1;

export function success(requestId: string, members: object): WireResponse {
  const body = JSON.stringify({ ...members, RequestId: requestId });
  const headers = {
    "content-type": HEADERS["content-type"],
    "cache-control": HEADERS["cache-control"],
    "x-content-type-options": HEADERS["x-content-type-options"],
    "x-acs-request-id": requestId,
  };
  return { status: 200, headers, body };
}

/** The host as the caller named it, if it looks like one. */
function hostId(request: WireRequest): string {
  const host = header(request, "host") ?? "";
  return /^[\w.:[\]-]{1,255}$/.test(host) ? host : "unknown";
}

export function failure(
  request: WireRequest,
  { requestId, product }: { readonly requestId: string; readonly product: string },
  error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly details?: ErrorDetails;
  },
): WireResponse {
  const { code, message, details } = error;
  const { members, retryAfterSeconds = RETRY_SECONDS } = details ?? {};
  const { status } = ERRORS[code];
  const body = JSON.stringify({
    ...members,
    RequestId: requestId,
    HostId: hostId(request),
    Code: code,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${code}&product=${product}`,
  });
  const again =
    status === 429 || status >= 500
      ? {
          "retry-after": String(retryAfterSeconds),
          "x-acs-retry-after": String(retryAfterSeconds * 1000),
        }
      : {};
  return { status, headers: { ...HEADERS, "x-acs-request-id": requestId, ...again }, body };
}
