// Who made a request: finds the signature scheme, checks time, signature and nonce, in this order. A bad
// signature never uses up a nonce, and an unknown AccessKey costs what a known one costs.
import { timingSafeEqual } from "node:crypto";
import { ApiError } from "@coffer/contract";
import type { ReadStore } from "@coffer/store";
import type { Caller } from "../context.ts";
import type { AccessKeys, FoundAccessKey } from "./access-key.ts";
import type { Nonces, ReservedNonce } from "./nonces.ts";
import { isSessionKey, type Sessions } from "./sessions.ts";
import { signV1, stringToSignV1 } from "./signature-v1.ts";
import { bodyHash, parseAuthorization, signV3, stringToSignV3 } from "./signature-v3.ts";
import { checkTimestamp } from "./timestamp.ts";

/** What authentication looks at. */
export interface Evidence {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  readonly query: ReadonlyMap<string, string>;
  /** Query and form body. */
  readonly signed: ReadonlyMap<string, string>;
  /** Everything, JSON body included. */
  readonly all: ReadonlyMap<string, string>;
}

export interface Authenticated {
  readonly caller: Caller;
  /** The nonce, of a request that has one. */
  readonly claim: ReservedNonce | undefined;
}

interface Claim {
  readonly accessKeyId: string;
  readonly nonce: string;
  readonly timestamp: number;
  readonly securityToken: string | undefined;
  /** The string to sign, and the given signature as bytes. */
  readonly stringToSign: string;
  readonly signature: Buffer;
  readonly sign: (secret: string) => Buffer;
}

export interface AuthenticationParts {
  readonly accessKeys: AccessKeys;
  readonly nonces: Nonces;
  /** Users with what is in force for them, which authorisation looks at next; and accounts. */
  readonly users: Pick<ReadStore, "grants" | "identityById">;
  /** The installation's own account, which is always there. */
  readonly accountId: string;
  readonly sessions: Sessions;
  readonly clock: () => number;
}

/** Stands in for the secret of an AccessKey that does not exist. */
const NO_SECRET = "0000000000000000000000000000000";

/** The bytes of a signature as its one spelling; any other, such as one with a tail, has no bytes. */
function signatureBytes(text: string, encoding: "base64" | "hex"): Buffer {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : Buffer.alloc(0);
}

function single(evidence: Evidence, name: string): string | undefined {
  const value = evidence.headers[name];
  return typeof value === "object" ? value.join(",") : value;
}

function claimV1(evidence: Evidence, now: number): Claim {
  const { all, signed } = evidence;
  const accessKeyId = signed.get("AccessKeyId") ?? "";
  const given = signed.get("Signature") ?? "";
  if (accessKeyId === "") throw new ApiError("MissingAccessKeyId");
  if (given === "") throw new ApiError("MissingSignature");
  if (signed.get("SignatureMethod") !== "HMAC-SHA1" || signed.get("SignatureVersion") !== "1.0") {
    const expected = "SignatureMethod `HMAC-SHA1` with SignatureVersion `1.0`";
    throw new ApiError("IncompleteSignature", `${expected} is expected, or signature V3.`);
  }
  if (all.size !== signed.size) {
    const why = "A JSON body is not covered by signature V1";
    throw new ApiError("IncompleteSignature", `${why}: send a form body, or sign with V3.`);
  }
  const nonce = signed.get("SignatureNonce") ?? "";
  if (nonce === "") throw new ApiError("MissingSignatureNonce");
  const timestamp = checkTimestamp(signed.get("Timestamp"), now);
  const stringToSign = stringToSignV1(evidence.method, signed);
  return {
    accessKeyId,
    nonce,
    timestamp,
    securityToken: signed.get("SecurityToken"),
    stringToSign,
    signature: signatureBytes(given, "base64"),
    sign: (secret) => signV1(stringToSign, secret),
  };
}

/** Headers that change what a request means must be covered. */
function checkCovered(evidence: Evidence, signedHeaders: readonly string[]): void {
  const needed = Object.keys(evidence.headers).filter((name) => name.startsWith("x-acs-"));
  if (evidence.body.length > 0 && single(evidence, "content-type")) needed.push("content-type");
  const open = needed.find((name) => !signedHeaders.includes(name));
  if (open !== undefined) {
    throw new ApiError("IncompleteSignature", `The header \`${open}\` is not signed.`);
  }
}

function claimV3(evidence: Evidence, text: string, now: number): Claim {
  const authorization = parseAuthorization(text);
  const { digest, accessKeyId, signedHeaders } = authorization;
  checkCovered(evidence, signedHeaders);
  const nonce = single(evidence, "x-acs-signature-nonce") ?? "";
  if (nonce === "") throw new ApiError("MissingSignatureNonce");
  const timestamp = checkTimestamp(single(evidence, "x-acs-date"), now);
  const names = ["x-acs-content-sha256", "x-acs-content-sm3"];
  for (const stated of names.map((name) => single(evidence, name))) {
    if (stated !== undefined && stated !== bodyHash(digest, evidence.body)) {
      const message = "The content hash is not that of the body.";
      throw new ApiError("IncompleteSignature", message);
    }
  }
  const stringToSign = stringToSignV3(authorization, evidence);
  return {
    accessKeyId,
    nonce,
    timestamp,
    securityToken: single(evidence, "x-acs-security-token"),
    stringToSign,
    signature: signatureBytes(authorization.signature, "hex"),
    sign: (secret) => signV3(digest, stringToSign, secret),
  };
}

/** The scheme, in the order that clients force: ACS3, ACS4, `Signature`, bearer, nothing. */
function claimOf(evidence: Evidence, now: number): Claim {
  const authorization = single(evidence, "authorization") ?? "";
  if (authorization.startsWith("ACS3-")) return claimV3(evidence, authorization, now);
  if (authorization.startsWith("ACS4-")) {
    throw new ApiError("IncompleteSignature", "Signature V4 is not supported: sign with V3.");
  }
  const type = evidence.signed.get("SignatureType") ?? "";
  if (type !== "") {
    throw new ApiError("IncompleteSignature", "This SignatureType is not supported.");
  }
  return claimV1(evidence, now);
}

/** @throws ApiError `SignatureDoesNotMatch`, after the same work for any secret */
function checkSignature(claim: Claim, given: string | undefined): void {
  // With an empty secret anybody could sign: Go clients do so when they have a bearer token.
  const secret = given || NO_SECRET;
  const expected = claim.sign(secret);
  const sameLength = claim.signature.length === expected.length;
  const compared = sameLength ? claim.signature : Buffer.alloc(expected.length);
  const matches = timingSafeEqual(expected, compared) && sameLength && secret !== NO_SECRET;
  if (given === undefined) throw new ApiError("InvalidAccessKeyId.NotFound");
  if (matches) return;
  const sentence = "Specified signature is not matched with our calculation.";
  const message = `${sentence} server string to sign is:${claim.stringToSign}`;
  throw new ApiError("SignatureDoesNotMatch", message);
}

function reserve(claim: Claim, nonces: Nonces): ReservedNonce {
  const reserved = nonces.reserve(claim.accessKeyId, claim.nonce, claim.timestamp);
  switch (reserved) {
    case "used":
      throw new ApiError("SignatureNonceUsed");
    case "too-old":
      throw new ApiError("InvalidTimeStamp.Expired");
    case "malformed":
      throw new ApiError("InvalidParameter", "The parameter `SignatureNonce` is too long.");
    case "full":
      throw new ApiError("ServiceUnavailableTemporary");
    default:
      return reserved;
  }
}

/** @throws ApiError `InvalidAccessKeyId.NotFound` when the user is gone, which takes its AccessKeys with it */
async function callerOf(
  { id: accessKeyId, accountId, principal }: FoundAccessKey["record"],
  { users }: AuthenticationParts,
): Promise<Caller> {
  if (principal === "root") return { accountId, accessKeyId, kind: "root" };
  const user = (await users.grants("user", principal))?.identity;
  if (user === undefined) throw new ApiError("InvalidAccessKeyId.NotFound");
  return { accountId, accessKeyId, kind: "user", userId: principal, userName: user.name };
}

/** A long-lived AccessKey, which goes with no token. */
async function authenticateKey(claim: Claim, parts: AuthenticationParts): Promise<Caller> {
  const found = await parts.accessKeys.find(claim.accessKeyId);
  checkSignature(claim, found?.secret);
  if (found === undefined) throw new ApiError("InvalidAccessKeyId.NotFound");
  if (found.record.status !== "Active") throw new ApiError("InvalidAccessKeyId.Inactive");
  if ((claim.securityToken ?? "") !== "") {
    throw new ApiError("InvalidSecurityToken.MismatchWithAccessKey");
  }
  return callerOf(found.record, parts);
}

/** The AccessKey of a session, whose secret is in its token. */
async function authenticateSession(
  claim: Claim,
  { sessions, clock }: AuthenticationParts,
): Promise<Caller> {
  const session = await sessions.open(claim.accessKeyId, claim.securityToken, clock());
  checkSignature(claim, session.accessKeySecret);
  return sessions.callerOf(session);
}

/**
 * Whoever was made while the account was being taken away, by a request under way, is nobody.
 * @throws ApiError `InvalidAccessKeyId.NotFound`
 */
async function checkAccount({ accountId }: Caller, parts: AuthenticationParts): Promise<void> {
  if (accountId === parts.accountId) return;
  const account = await parts.users.identityById("account", accountId);
  if (account === undefined) throw new ApiError("InvalidAccessKeyId.NotFound");
}

/** @throws ApiError with the documented code */
export async function authenticate(
  parts: AuthenticationParts,
  evidence: Evidence,
): Promise<Authenticated> {
  const claim = claimOf(evidence, parts.clock());
  const caller = isSessionKey(claim.accessKeyId)
    ? await authenticateSession(claim, parts)
    : await authenticateKey(claim, parts);
  await checkAccount(caller, parts);
  return { caller, claim: reserve(claim, parts.nonces) };
}
