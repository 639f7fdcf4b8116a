// One event for a request, in the shape of ActionTrail's records. What is secret is masked by the contract's marks;
// what the contract does not know is not recorded.
import {
  maskSecrets,
  namesIn,
  type Operation,
  type Product,
  parseArn,
  type ResourceRule,
} from "@coffer/contract";
import type { Caller } from "../context.ts";
import { factsOf } from "../domain/event-summary.ts";
import type { Named } from "../domain/names.ts";
import { wireTime } from "../domain/times.ts";
import type { NotedEvent } from "../keyring/audit-seal.ts";

type Values = Readonly<Record<string, unknown>>;

/** What is known of a request when its event is written. */
export interface Recorded {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly region: string;
  readonly recipientAccountId: string;
  readonly remoteAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly host: string | undefined;
  readonly secure: boolean;
  /** Of these four, what the request says: the row is there only of an operation that exists. */
  readonly version: string;
  readonly operation: string;
  readonly product: Product | undefined;
  readonly row: Operation | undefined;
  /** Undefined when nobody was authenticated. */
  readonly caller: Caller | undefined;
  /** Of a request that was not authenticated. */
  readonly claimedAccessKeyId: string;
  /** Decoded; undefined when they could not be. */
  readonly members: Values | undefined;
  /** What was asked of the policies; undefined when it did not come to that. */
  readonly questions: readonly { readonly named?: Named }[] | undefined;
  /** Of a request that succeeded. */
  readonly answer: Values | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** Untrusted texts of headers. */
const HEADER_CHARACTERS = 256;
/** An entry of the log has at most 65,535 bytes. */
const MOST_BYTES = 60_000;

/** Longer than the name of any operation. */
const WORD_CHARACTERS = 64;

const short = (text: string | undefined): string => (text ?? "").slice(0, HEADER_CHARACTERS);

/** A stranger's word for an operation or a version that may not exist: what was tried, without harm to who reads it. */
function word(text: string): string {
  return text.slice(0, WORD_CHARACTERS).replace(/[^\w.-]/g, "?") || "-";
}

function identityOf(caller: Caller | undefined, claimedAccessKeyId: string) {
  if (caller === undefined) {
    return { type: "unauthenticated", accessKeyId: claimedAccessKeyId.slice(0, 64) };
  }
  const { accountId, accessKeyId } = caller;
  switch (caller.kind) {
    case "root":
      return {
        type: "root-account",
        principalId: accountId,
        accountId,
        userName: "root",
        accessKeyId,
      };
    case "user": {
      const { userId: principalId, userName } = caller;
      return { type: "ram-user", principalId, accountId, userName, accessKeyId };
    }
    case "role":
      return {
        type: "assumed-role",
        principalId: `${caller.roleId}:${caller.sessionName}`,
        accountId,
        userName: `${caller.roleName}:${caller.sessionName}`,
        accessKeyId,
        ...(caller.sourceIdentity === undefined ? {} : { sourceIdentity: caller.sourceIdentity }),
        sessionContext: {
          attributes: { creationDate: wireTime(caller.issuedAt), mfaAuthenticated: "false" },
        },
      };
    case "federated":
      return {
        ...{ type: "oidc-user", principalId: caller.provider, accountId },
        // A provider may vouch for names of any length.
        userName: short(caller.claims.subject),
      };
  }
}

const TYPES: Partial<Readonly<Record<ResourceRule["kind"], string>>> = {
  secret: "ACS::KMS::Secret",
  key: "ACS::KMS::Key",
  alias: "ACS::KMS::Alias",
  user: "ACS::RAM::User",
  group: "ACS::RAM::Group",
  role: "ACS::RAM::Role",
  "ram-policy": "ACS::RAM::Policy",
};

/** The name that a request gives, without the ARN around it. */
function bareName(name: string): string {
  const arn = parseArn(name);
  if (arn === undefined) return name;
  return arn.kind === "alias" ? `alias/${arn.name}` : arn.name;
}

/** What a request names that was refused before its names were looked at. */
function claimedNames(row: Operation, members: Values): readonly Named[] {
  return row.resources
    .filter(({ from, via }) => from !== "*" && via === undefined)
    .flatMap(({ from, kind }) =>
      namesIn(members, from).map((name) => ({ kind, name: bareName(name) })),
    );
}

/** What the request made: named by it, or by the answer. */
function madeNames({ resources }: Operation, { members = {}, answer = {} }: Recorded): Named[] {
  const named: Named[] = [];
  for (const { from, makes, kind } of resources) {
    if (from !== "*" || makes === undefined) continue;
    const asked = namesIn(members, makes);
    const names = asked.length > 0 ? asked : namesIn(answer, makes);
    for (const name of names) named.push({ kind, name });
  }
  return named;
}

/** What the request is about, by its own names; undefined when that has none. */
function resourcesOf(recorded: Recorded) {
  const { row, members, questions } = recorded;
  if (row === undefined || members === undefined) return undefined;
  let referencedResources: Record<string, string[]> | undefined;
  const add = ({ kind, name }: Named): void => {
    const type = TYPES[kind];
    if (type === undefined) return;
    referencedResources ??= {};
    referencedResources[type] ??= [];
    const names = referencedResources[type];
    if (!names.includes(name)) names.push(name);
  };
  if (questions === undefined) claimedNames(row, members).forEach(add);
  else for (const { named } of questions) if (named !== undefined) add(named);
  madeNames(row, recorded).forEach(add);
  return (
    referencedResources && {
      referencedResources,
      resourceType: Object.keys(referencedResources).join(";"),
      resourceName: Object.values(referencedResources)
        .map((names) => names.join(","))
        .join(";"),
    }
  );
}

const isScalar = (value: unknown): boolean => typeof value !== "object";

/** Of answers that only tell something: their single values, not the lists. */
function answerOf(row: Operation, answer: Values): Values {
  const masked = maskSecrets(row.response, answer);
  if (row.effect !== "read") return masked;
  for (const name of Object.keys(masked)) if (!isScalar(masked[name])) delete masked[name];
  return masked;
}

/** Milliseconds since 1970 go in as whole seconds, which is what the shape has. What is undefined is left out. */
function eventOf(recorded: Recorded) {
  const { requestId, product, row, members, answer, failure } = recorded;
  const isRead = row?.effect === "read" || row?.effect === "crypto";
  const resources = resourcesOf(recorded);
  // One literal, without copies: every request pays for it.
  return {
    eventId: requestId,
    eventVersion: 1,
    eventCategory: "Management",
    eventType: "ApiCall",
    eventName: row === undefined ? word(recorded.operation) : recorded.operation,
    eventRW: isRead ? "Read" : "Write",
    eventSource: short(recorded.host),
    eventTime: wireTime(recorded.now),
    serviceName: product?.code ?? "-",
    apiVersion: product?.version ?? word(recorded.version),
    acsRegion: recorded.region,
    isGlobal: product?.isOfInstallation === false,
    requestId,
    sourceIpAddress: recorded.remoteAddress ?? "",
    userAgent: short(recorded.userAgent),
    recipientAccountId: recorded.recipientAccountId,
    userIdentity: identityOf(recorded.caller, recorded.claimedAccessKeyId),
    requestParameters: row && members && maskSecrets(row.request, members),
    responseElements: row && answer && answerOf(row, answer),
    referencedResources: resources?.referencedResources,
    resourceType: resources?.resourceType,
    resourceName: resources?.resourceName,
    errorCode: failure?.code,
    errorMessage: failure?.message.slice(0, 1_024),
    additionalEventData: { Scheme: recorded.secure ? "https" : "http" },
  };
}

const composed = (event: object): NotedEvent => ({
  bytes: Buffer.from(JSON.stringify(event)),
  facts: factsOf(event as Record<string, unknown>), // it has names
});

/** JSON text, at most 60,000 bytes of it; what is too long leaves out what the request held. */
export function composeEvent(recorded: Recorded): NotedEvent {
  const event = eventOf(recorded);
  const whole = composed(event);
  if (whole.bytes.length <= MOST_BYTES) return whole;
  const { requestParameters: _, responseElements: __, referencedResources: ___, ...rest } = event;
  const { resourceName = "", additionalEventData, ...kept } = rest;
  const shortened = { ...additionalEventData, shortened: true };
  const name = resourceName.slice(0, 1_024);
  return composed({ ...kept, resourceName: name, additionalEventData: shortened });
}
