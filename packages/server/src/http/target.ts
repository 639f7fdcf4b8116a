// Which operation a request is about, and what every request must be.
import {
  ApiError,
  lookup,
  type Operation,
  PRODUCTS,
  type Product,
  productOf,
} from "@coffer/contract";
import type { Evidence } from "../authentication/authenticate.ts";
import type { Parameters } from "./parameters.ts";
import { header, type WireRequest } from "./wire.ts";

export interface Target {
  readonly product: Product;
  readonly name: string;
  readonly row: Operation;
}

/** Action or Version: from the parameters, else from a header; in V3 both are signed and must agree. */
function named(request: WireRequest, all: Parameters["all"], name: "Action" | "Version"): string {
  const inHeader = header(request, `x-acs-${name.toLowerCase()}`);
  const given = all.get(name) || undefined;
  const signedHeader = (header(request, "authorization") ?? "").startsWith("ACS3-");
  if (signedHeader && given !== undefined && inHeader !== undefined && given !== inHeader) {
    throw new ApiError("InvalidParameter", `The parameter \`${name}\` differs from its header.`);
  }
  const found = given ?? inHeader ?? "";
  if (found === "") {
    throw new ApiError("MissingParameter", `The required parameter \`${name}\` is missing.`);
  }
  return found;
}

export function findTarget(request: WireRequest, all: Parameters["all"]): Target {
  const product = productOf(named(request, all, "Version"));
  if (product === undefined) {
    const known = PRODUCTS.map(({ version }) => `\`${version}\``).join(", ");
    throw new ApiError("InvalidVersion", `Specified parameter Version is not valid: ${known}.`);
  }
  const name = named(request, all, "Action");
  const row = lookup(product, name);
  if (row === undefined) throw new ApiError("InvalidAction.NotFound");
  return { product, name, row };
}

/** What a request says that it wants, unproven and as it came: for the record only. */
export interface Wanted {
  readonly version: string;
  readonly operation: string;
  readonly product: Product | undefined;
  readonly row: Operation | undefined;
}

export function wanted(request: WireRequest, all?: Parameters["all"]): Wanted {
  const version = all?.get("Version") || header(request, "x-acs-version") || "";
  const operation = all?.get("Action") || header(request, "x-acs-action") || "";
  const product = productOf(version);
  return { version, operation, product, row: product && lookup(product, operation) };
}

/**
 * Whether the request names an operation whose proof is a token. A signature beside it is not looked at: clients
 * with request classes sign all that they send.
 */
export function isVouchedFor({ all }: Evidence, request: WireRequest): boolean {
  return wanted(request, all).row?.authentication === "oidc";
}

export function refuseUnbuilt({ name, row }: Target): void {
  const { level, note } = row.support;
  if (level !== "planned" && level !== "refused") return;
  throw new ApiError("UnsupportedOperation", `\`${name}\` is not supported here: ${note?.en}`);
}

export function checkMethod(request: WireRequest): void {
  if (request.method !== "GET" && request.method !== "POST") {
    throw new ApiError("UnsupportedHTTPMethod");
  }
}

export function checkFormat(all: Parameters["all"]): void {
  const format = all.get("Format") ?? "";
  if (format === "" || /^json$/i.test(format)) return;
  throw new ApiError("InvalidParameter", "The parameter `Format` must be `JSON`.");
}
