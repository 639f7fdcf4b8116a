// A whole server in memory, without a socket, with a clock that the test moves and seeded randomness, and a
// plain V1 signer written from the protocol's description.
import { createHmac } from "node:crypto";
import { PRODUCTS } from "@coffer/contract";
import { pairsHere, rootKeyFromBytes, SecretBytes, seededRandom } from "@coffer/crypto";
import { MemoryStore, type Store } from "@coffer/store";
import { decodeBundle } from "@coffer/tlog";
import { type AuditParts, assemble } from "../../src/assemble.ts";
import type { FetchJson } from "../../src/authentication/fetch-json.ts";
import type { RateLimit } from "../../src/config/rate-limits.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import type { WireRequest } from "../../src/http/wire.ts";
import { install, readInstallation } from "../../src/installation/installation.ts";
import { memorySource } from "../../src/installation/root-key-sources.ts";
import type { Alarm } from "../../src/jobs/alarm.ts";
import type { DueWork } from "../../src/jobs/due-work.ts";
import type { Keyring } from "../../src/keyring/keyring.ts";
import { RootKeys } from "../../src/keyring/root-keys.ts";
import { createLog } from "../../src/observe/log.ts";

export const ACCOUNT = "1234567890123456";
export const REGION = "cn-hangzhou";
export const ACCESS_KEY = {
  id: "LTAI5tFakeAccessKey01",
  secret: "FakeSecretKey0123456789abcdefABCD",
} as const;

/** Where tests begin: 2026-11-24T08:00:00Z. */
export const START = Date.parse("2026-11-24T08:00:00Z");

export function memoryRootKeys(fill: number): RootKeys {
  const source = memorySource(rootKeyFromBytes(SecretBytes.own(Buffer.alloc(32, fill))));
  return new RootKeys(source, source.first());
}

export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export interface TestServer {
  readonly store: Store;
  /** Milliseconds since 1970; change it to move time. */
  now: number;
  readonly keyring: Keyring;
  readonly rootKeys: RootKeys;
  /** What the scheduler runs. */
  readonly work: readonly DueWork[];
  /** What hands events on, each run by a scheduler of its own. */
  readonly deliveries: readonly DueWork[];
  /** Problems that were reported: any is a failure of the server. */
  readonly unexpected: unknown[];
  /** What wakes the jobs. */
  readonly alarm: Alarm;
  /** Everything that was logged. */
  log(): string;
  handle(request: WireRequest): Promise<Answer>;
  /** Calls by POST with a form body, signed V1, by the root where nobody else is named. */
  call(action: string, members?: Readonly<Record<string, string>>, by?: Signer): Promise<Answer>;
  /** The parameters of a signed call; `change` alters what is signed. */
  signed(
    action: string,
    change?: Readonly<Record<string, string | undefined>>,
    by?: Signer,
  ): Record<string, string>;
  /** Calls RAM, by the root where nobody else is named, and fails the test unless it is answered. */
  ram(
    action: string,
    members: Readonly<Record<string, string>>,
    by?: Signer,
  ): Promise<Answer["body"]>;
  /** A session of a role, assumed by `by`; fails the test unless it is answered. */
  session(by: Signer, members: Readonly<Record<string, string>>): Promise<Signer>;
  /** A new user with an AccessKey and, where given, one policy of these statements; made by a root. */
  user(name: string, statements?: readonly object[], by?: Signer): Promise<Signer>;
  /** Events that wait to be placed in the log, oldest first. */
  events(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The root of a new account. */
  account(name: string): Promise<Signer & { readonly accountId: string }>;
}

export interface Signer {
  readonly id: string;
  readonly secret: string;
  readonly token?: string;
}

/** The credentials of an answer of STS. */
export function signerOf({ Credentials }: Answer["body"]): Signer {
  const given = Credentials as Readonly<Record<string, string>>;
  const { AccessKeyId: id = "", AccessKeySecret: secret = "", SecurityToken: token = "" } = given;
  return { id, secret, token };
}

/** The version of the product that has an operation of that name; of KMS where several have. */
function versionOf(action: string): string {
  const product = PRODUCTS.find(({ operations }) => Object.hasOwn(operations, action));
  return product?.version ?? "2016-01-20";
}

let nonces = 0;

export function formRequest(parameters: Readonly<Record<string, string>>): WireRequest {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `${encode(name)}=${encode(value)}`,
  );
  return {
    method: "POST",
    target: "/",
    headers: { host: "127.0.0.1:8567", "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(pairs.join("&")),
  };
}

export async function testServer(
  given: {
    store?: Store;
    seed?: string;
    rootKeys?: RootKeys;
    rateLimits?: RateLimit[];
    fetchJson?: FetchJson;
    audit?: AuditParts;
  } = {},
): Promise<TestServer> {
  const store = given.store ?? new MemoryStore();
  const random = seededRandom(given.seed ?? "test");
  const { rootKeys = memoryRootKeys(7) } = given;
  const settings = readSettings([], {
    COFFER_ACCOUNT_ID: ACCOUNT,
    COFFER_REGION: REGION,
    COFFER_ROOT_ACCESS_KEY_ID: ACCESS_KEY.id,
    COFFER_ROOT_ACCESS_KEY_SECRET: ACCESS_KEY.secret,
  });
  await install({ store, settings, rootKeys, random, now: START });
  const installation = await readInstallation(store);
  if (installation === undefined) throw new Error("no installation");
  let logged = "";
  /** Up to where the log was searched. */
  let looked = 0;
  const log = createLog("info", {
    write(line: string) {
      logged += line;
    },
  });
  const server: TestServer = {
    store,
    get keyring() {
      return keyring;
    },
    rootKeys,
    get work() {
      return work;
    },
    get alarm() {
      return alarm;
    },
    get deliveries() {
      return deliveries;
    },
    now: START,
    unexpected: [],
    log: () => logged,
    async handle(request) {
      const response = await pipeline.handle(request);
      const body = JSON.parse(response.body);
      const end = logged.lastIndexOf("\n") + 1;
      const lines = logged.slice(looked, end).split("\n");
      looked = end;
      server.unexpected.push(...lines.filter((each) => each.includes('"unexpected"')));
      const code = typeof body.Code === "string" ? body.Code : "OK";
      return { status: response.status, code, body, headers: response.headers };
    },
    call: (action, members = {}, by = ACCESS_KEY) =>
      server.handle(formRequest(server.signed(action, members, by))),
    async ram(action, members, by) {
      const answer = await server.call(action, { Version: "2015-05-01", ...members }, by);
      if (answer.status !== 200) throw new Error(`${action}: ${answer.code}`);
      return answer.body;
    },
    async session(by, members) {
      const named = { RoleSessionName: "test", ...members };
      const answer = await server.call("AssumeRole", named, by);
      if (answer.status !== 200) throw new Error(`AssumeRole: ${answer.code}`);
      return signerOf(answer.body);
    },
    async events() {
      const rows = await store.waitingEvents(100_000);
      // Behind each event are its facts.
      const entries = rows.flatMap(({ row }) =>
        decodeBundle(row.subarray(0, -32)).filter((_, at) => at % 2 === 0),
      );
      return entries.map((entry) => JSON.parse(Buffer.from(entry).toString("utf8")));
    },
    async account(name) {
      const { body } = await server.call("CreateAccount", { AccountName: name });
      const made = body as Readonly<Record<"Account" | "AccessKey", Record<string, string>>>;
      const { AccessKeyId: id = "", AccessKeySecret: secret = "" } = made.AccessKey;
      return { id, secret, accountId: made.Account.AccountId ?? "" };
    },
    async user(name, statements = [], by = ACCESS_KEY) {
      await server.ram("CreateUser", { UserName: name }, by);
      if (statements.length > 0) {
        const policy = { PolicyName: `of-${name}` };
        const document = JSON.stringify({ Version: "1", Statement: statements });
        await server.ram("CreatePolicy", { ...policy, PolicyDocument: document }, by);
        const attached = { ...policy, PolicyType: "Custom", UserName: name };
        await server.ram("AttachPolicyToUser", attached, by);
      }
      const { AccessKey } = await server.ram("CreateAccessKey", { UserName: name }, by);
      const key = AccessKey as { readonly AccessKeyId: string; readonly AccessKeySecret: string };
      return { id: key.AccessKeyId, secret: key.AccessKeySecret };
    },
    signed(action, change = {}, by: Signer = ACCESS_KEY) {
      nonces += 1;
      const all: Record<string, string> = {
        Action: action,
        Version: versionOf(action),
        AccessKeyId: by.id,
        ...(by.token === undefined ? {} : { SecurityToken: by.token }),
        SignatureMethod: "HMAC-SHA1",
        SignatureVersion: "1.0",
        SignatureNonce: `nonce-${nonces}`,
        Timestamp: `${new Date(server.now).toISOString().slice(0, 19)}Z`,
      };
      for (const [name, value] of Object.entries(change)) {
        if (value === undefined) delete all[name];
        else all[name] = value;
      }
      const canonical = Object.keys(all)
        .sort()
        .map((name) => `${encode(name)}=${encode(all[name] ?? "")}`)
        .join("&");
      const signature = createHmac("sha1", `${by.secret}&`)
        .update(`POST&%2F&${encode(canonical)}`)
        .digest("base64");
      return { ...all, Signature: signature };
    },
  };
  const { pipeline, keyring, work, deliveries, alarm } = assemble({
    store,
    rootKeys,
    installation,
    log,
    random,
    clock: () => server.now,
    pairs: { ...pairsHere, renew: () => undefined, close: async () => undefined },
    ...(given.rateLimits === undefined ? {} : { rateLimits: given.rateLimits }),
    ...(given.fetchJson === undefined ? {} : { fetchJson: given.fetchJson }),
    ...(given.audit === undefined ? {} : { audit: given.audit }),
  });
  return server;
}
