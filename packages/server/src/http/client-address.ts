// Where a request comes from, when proxies that the operator trusts stand before the server. Headers count only when
// the connection itself comes from such a proxy; then the last address that no trusted proxy has is the caller's.
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import type { TrustedProxies } from "../config/trusted-proxies.ts";

export interface Origin {
  readonly address: string | undefined;
  /** Whether it travelled over TLS until the first trusted proxy. */
  readonly secure: boolean;
}

export type OriginOf = (connection: Origin, headers: IncomingHttpHeaders) => Origin;

/** `::ffff:192.0.2.1` is the IPv4 address that it holds. */
function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

const joined = (value: string | readonly string[] | undefined): string =>
  typeof value === "string" ? value : (value ?? []).join(",");

export function createOriginOf(proxies: TrustedProxies): OriginOf {
  return ({ address, secure }, headers) => {
    const peer = address === undefined ? undefined : plain(address);
    if (peer === undefined || !proxies.has(peer)) return { address: peer, secure };
    const hops = joined(headers["x-forwarded-for"])
      .split(",")
      .map((hop) => plain(hop.trim()));
    const from = hops.findLast((hop) => !proxies.has(hop));
    // What is no address was written by nobody who is trusted: then the proxy is all that is known.
    const caller = from !== undefined && isIP(from) !== 0 ? from : peer;
    const scheme = joined(headers["x-forwarded-proto"]).split(",").at(-1)?.trim().toLowerCase();
    return { address: caller, secure: scheme ? scheme === "https" : secure };
  };
}
