// Laws of the caller's address: headers count only from a trusted proxy, and nobody can claim a proxy's or another
// caller's address by writing it into a header.
import assert from "node:assert/strict";
import test from "node:test";
import { readTrustedProxies } from "../../src/config/trusted-proxies.ts";
import { createOriginOf } from "../../src/http/client-address.ts";

function origin(
  proxies: string,
  address: string,
  headers: Readonly<Record<string, string | string[]>> = {},
): string {
  const trusted = readTrustedProxies(proxies);
  assert.ok(typeof trusted !== "string");
  const found = createOriginOf(trusted)({ address, secure: false }, headers);
  return `${found.address}${found.secure ? " over TLS" : ""}`;
}

const cases: readonly [name: string, found: string, expected: string][] = [
  [
    "from anybody else the headers mean nothing",
    origin("10.0.0.0/8", "192.0.2.1", {
      "x-forwarded-for": "1.1.1.1",
      "x-forwarded-proto": "https",
    }),
    "192.0.2.1",
  ],
  [
    "nothing is trusted by default",
    origin("", "127.0.0.1", { "x-forwarded-for": "1.1.1.1" }),
    "127.0.0.1",
  ],
  [
    "a trusted proxy tells the caller's address and scheme",
    origin("10.0.0.0/8", "10.1.2.3", {
      "x-forwarded-for": "192.0.2.7",
      "x-forwarded-proto": "https",
    }),
    "192.0.2.7 over TLS",
  ],
  [
    "what the caller wrote before the proxy's own word is not believed",
    origin("10.0.0.0/8", "10.1.2.3", { "x-forwarded-for": "1.1.1.1, 192.0.2.7, 10.9.9.9" }),
    "192.0.2.7",
  ],
  [
    "several headers are one list",
    origin("10.0.0.0/8", "10.1.2.3", { "x-forwarded-for": ["1.1.1.1", "192.0.2.7"] }),
    "192.0.2.7",
  ],
  [
    "empty parts of the setting change nothing",
    origin(" ,10.0.0.0/8,, ", "10.1.2.3", { "x-forwarded-for": "192.0.2.7" }),
    "192.0.2.7",
  ],
  [
    "empty parts alone trust nobody",
    origin(" , ,", "10.1.2.3", { "x-forwarded-for": "192.0.2.7" }),
    "10.1.2.3",
  ],
  [
    "a word that is no address leaves the proxy's",
    origin("10.0.0.0/8", "10.1.2.3", { "x-forwarded-for": "192.0.2.7, unknown" }),
    "10.1.2.3",
  ],
  ["no header leaves the proxy's", origin("10.0.0.0/8", "10.1.2.3"), "10.1.2.3"],
  [
    "an IPv4 address within IPv6 is the IPv4 address",
    origin("10.0.0.0/8", "::ffff:10.1.2.3", { "x-forwarded-for": "::ffff:192.0.2.7" }),
    "192.0.2.7",
  ],
  [
    "IPv6 ranges are ranges",
    origin("fd00::/8", "fd12::1", { "x-forwarded-for": "2001:db8::9" }),
    "2001:db8::9",
  ],
];

for (const [name, found, expected] of cases) test(name, () => assert.equal(found, expected));

test("the setting's faults are told", () => {
  for (const text of ["proxy.example", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/8/8"]) {
    assert.equal(typeof readTrustedProxies(text), "string", text);
  }
});
