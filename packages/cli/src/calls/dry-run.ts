// The request that would be sent, with secret members, signature and token masked.
import type { Exchange } from "@coffer/client";
import type { Operation } from "@coffer/contract";

const MASK = "****";

function maskBody(body: string, row: Operation | undefined): string {
  return body
    .split("&")
    .map((pair) => {
      const [name = ""] = pair.split("=");
      const base = decodeURIComponent(name).split(".")[0] ?? "";
      const member = row && Object.hasOwn(row.request, base) ? row.request[base] : undefined;
      return member?.secret ? `${name}=${MASK}` : pair;
    })
    .join("&");
}

const MASKED_HEADERS = ["x-acs-security-token"];

export function dryRun(
  { method, url, headers, body }: Exchange,
  row: Operation | undefined,
): string {
  const protocol = url.protocol === "https:" ? "HTTPS/1.1" : "HTTP/1.1";
  const query = maskBody(url.search.replace(/^\?/, ""), row);
  const target = query === "" ? "/" : `/?${query}`;
  const lines = Object.keys(headers)
    .sort()
    .map((name) => {
      const value = headers[name] ?? "";
      if (name === "authorization")
        return `${name}: ${value.replace(/Signature=.*/, `Signature=${MASK}`)}`;
      return `${name}: ${MASKED_HEADERS.includes(name) ? MASK : value}`;
    });
  return [
    "Skip invoke in dry-run mode, request is:",
    "------------------------------------",
    `${method} ${target} ${protocol}`,
    ...lines,
    "",
    maskBody(body, row),
    "",
    "",
  ].join("\n");
}
