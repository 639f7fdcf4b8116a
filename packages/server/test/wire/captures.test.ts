// Every request captured from official clients, with its own clock: good ones are accepted, altered ones refused.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { ApiError } from "@coffer/contract";
import { MemoryStore } from "@coffer/store";
import { authenticate } from "../../src/authentication/authenticate.ts";
import { createNonces } from "../../src/authentication/nonces.ts";
import { readParameters } from "../../src/http/parameters.ts";
import type { WireRequest } from "../../src/http/wire.ts";

interface Captured {
  readonly label: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly scheme: string | null;
  readonly ok: boolean | null;
}

const fixture = join(import.meta.dirname, "../fixtures/captures/requests.json");
const captured = JSON.parse(readFileSync(fixture, "utf8")) as {
  accessKeyId: string;
  accessKeySecret: string;
  requests: Captured[];
};

function wire({ method, target, headers, body }: Captured): WireRequest {
  return { method, target, headers: Object.fromEntries(headers), body: Buffer.from(body) };
}

/** The time that the request says it was made. */
function timeOf(request: WireRequest): number {
  const { all } = readParameters(request);
  return Date.parse(String(all.get("Timestamp") ?? request.headers["x-acs-date"]));
}

/** What the tokens of the captures would say, were they ours. */
const SESSION = {
  ...{ accessKeySecret: "FakeTempSecret", accountId: "1", roleId: "r", sessionName: "s" },
  ...{ issuedAt: 0, expiresAt: 1 },
};

/** `OK` or the code; every key that captures use has the same secret. */
async function verdict(request: WireRequest, now = timeOf(request)): Promise<string> {
  const clock = (): number => now;
  const find = async (id: string) => ({
    record: {
      id,
      wrappedSecret: new Uint8Array(),
      status: "Active",
      principal: "root",
      accountId: "1",
      createdAt: 0,
    } as const,
    secret: id === captured.accessKeyId ? captured.accessKeySecret : "FakeTempSecret",
  });
  const nonces = createNonces({ clock });
  nonces.open("key");
  try {
    const { method, headers, body } = request;
    const parameters = readParameters(request);
    await authenticate(
      {
        accessKeys: { find },
        nonces,
        users: new MemoryStore(),
        accountId: "1",
        clock,
        sessions: {
          open: async (accessKeyId) => ({ ...SESSION, accessKeyId }),
          callerOf: async (session) => ({ ...session, kind: "role", roleName: "r" }),
        },
      },
      { method, headers, body, ...parameters },
    );
    return "OK";
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.code;
  }
}

/** RSA key pairs are not supported. */
const isOurs = ({ target, body, headers }: Captured): boolean =>
  !/PRIVATEKEY|SHA256withRSA/.test(target + body) &&
  !headers.some(([, value]) => value.startsWith("ACS3-RSA"));

const good = captured.requests.filter(
  (each) => each.ok === true && (each.scheme === "V1" || each.scheme === "V3") && isOurs(each),
);

const isOfSession = (each: Captured): boolean => JSON.stringify(each).includes("STS.FakeTempId");

test("every good capture is accepted, in its own time", async () => {
  assert.ok(good.length > 190, String(good.length));
  for (const each of good) {
    // A token goes with an AccessKey of a session: with another one the signature is right and the token is not.
    const mixed = /SecurityToken|security-token/.test(JSON.stringify(each)) && !isOfSession(each);
    const expected = mixed ? "InvalidSecurityToken.MismatchWithAccessKey" : "OK";
    assert.equal(await verdict(wire(each)), expected, each.label);
  }
});

test("a good capture is refused outside its time", async () => {
  for (const each of good) {
    const request = wire(each);
    for (const minutes of [-16, 16]) {
      const now = timeOf(request) + minutes * 60_000;
      assert.equal(await verdict(request, now), "InvalidTimeStamp.Expired", each.label);
    }
  }
});

test("a good capture with another parameter, method or body is refused", async () => {
  for (const each of good) {
    const request = wire(each);
    const extra = request.target.includes("?") ? "&" : "?";
    const added = { ...request, target: `${request.target}${extra}Extra=1` };
    assert.equal(await verdict(added), "SignatureDoesNotMatch", each.label);
    const method = { ...request, method: request.method === "GET" ? "POST" : "GET" };
    assert.equal(await verdict(method), "SignatureDoesNotMatch", each.label);
    if (each.body === "") continue;
    const more = each.body.startsWith("{") ? " " : "&Extra=1";
    const body = { ...request, body: Buffer.from(each.body + more) };
    assert.match(await verdict(body), /SignatureDoesNotMatch|IncompleteSignature/, each.label);
  }
});

test("a good V3 capture with any signed header changed, added or taken away is refused", async () => {
  const signed = good.filter(({ scheme }) => scheme === "V3");
  assert.ok(signed.length > 60);
  for (const each of signed) {
    const request = wire(each);
    for (const name of ["x-acs-action", "x-acs-version", "x-acs-signature-nonce"]) {
      const headers = { ...request.headers, [name]: "other" };
      assert.equal(await verdict({ ...request, headers }), "SignatureDoesNotMatch", each.label);
    }
    const added = { ...request.headers, "x-acs-extra": "1" };
    assert.equal(await verdict({ ...request, headers: added }), "IncompleteSignature", each.label);
    const { "x-acs-signature-nonce": _, ...without } = request.headers;
    assert.equal(
      await verdict({ ...request, headers: without }),
      "MissingSignatureNonce",
      each.label,
    );
  }
});

test("a good V1 capture with any parameter changed is refused", async () => {
  for (const each of good.filter(({ scheme }) => scheme === "V1").slice(0, 60)) {
    const request = wire(each);
    for (const name of ["Action", "SignatureNonce", "Version"]) {
      const place = new RegExp(`(?<=^|[?&])${name}=`);
      const swap = (text: string): string => text.replace(place, `${name}=x`);
      const target = swap(request.target);
      const changed = { ...request, target, body: Buffer.from(swap(each.body)) };
      assert.equal(await verdict(changed), "SignatureDoesNotMatch", `${each.label} ${name}`);
    }
  }
});

test("captures of bearer tokens, RSA key pairs, V4 and anonymous calls are refused in words", async () => {
  const schemes = ["V4", "bearer", "anonymous"];
  const others = captured.requests.filter(
    (each) => !isOurs(each) || schemes.includes(each.scheme ?? ""),
  );
  assert.ok(others.length > 15);
  for (const each of others) {
    const code = await verdict(wire(each));
    assert.match(
      code,
      /^(IncompleteSignature|MissingAccessKeyId|MissingSignature|SignatureDoesNotMatch)$/,
      each.label,
    );
  }
});

test("wrong secrets in captures are refused as such", async () => {
  const wrong = captured.requests.filter(({ ok, scheme }) => ok === false && scheme === "V1");
  assert.equal(wrong.length, 2);
  for (const each of wrong)
    assert.equal(await verdict(wire(each)), "SignatureDoesNotMatch", each.label);
});
