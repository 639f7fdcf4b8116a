// The specification a second time: the decision. Documents stay plain objects; every section of the text is one
// function, in its order and as literally as it can be. For tests only.
import { type Anything, type Kind, list } from "./grammar.ts";
import { compare, like, OPERATORS, sameIgnoringCase } from "./operators.ts";

export interface ModelCaller {
  type: "root" | "user" | "role" | "service" | "federated";
  account: string;
  name?: string;
  service?: string;
  provider?: string;
  isNamesake?: boolean;
}

export interface ModelRequest {
  action: string;
  resource: string;
  caller: ModelCaller;
  owner: string;
  context: Record<string, string | readonly string[]>;
}

export interface ModelPolicies {
  identity: Anything[];
  session?: Anything;
  /** The policy of the resource asked for. */
  resource?: { kind: Kind; document: Anything };
}

export type ModelEffect = "Allow" | "ExplicitDeny" | "ImplicitDeny";

// Names of keys ignore case, tag keys do not.
function sameKey(left: string, right: string): boolean {
  const split = (key: string): [string, string] => {
    const [name = "", ...tag] = key.split("/");
    return [name.toLowerCase(), key.includes("/") ? `/${tag.join("/")}` : ""];
  };
  const [one, other] = [split(left), split(right)];
  return one[0] === other[0] && one[1] === other[1];
}

/** One key of one operator: true, false, or null when something cannot be read. */
function entryHolds(
  request: ModelRequest,
  operator: string,
  [key, written]: [string, Anything],
): boolean | null {
  const requested = Object.entries(request.context)
    .filter(([name]) => sameKey(name, key))
    .flatMap(([, value]) => value);
  const answers = requested.flatMap((value) =>
    list(written).map((item) => compare(operator, value, String(item))),
  );
  let positive: boolean | null = false;
  if (answers.includes(null)) positive = null;
  if (answers.includes(true)) positive = true;
  if (OPERATORS[operator]?.not !== true) return positive;
  return positive === null ? null : !positive;
}

/** All of a statement's condition; what cannot be read lets a Deny apply and an Allow not. */
function conditionHolds(statement: Anything, request: ModelRequest): boolean {
  const answers: (boolean | null)[] = [];
  for (const operator of Object.keys(statement.Condition ?? {})) {
    for (const entry of Object.entries(statement.Condition[operator])) {
      answers.push(entryHolds(request, operator, entry));
    }
  }
  if (answers.includes(false)) return false;
  if (answers.includes(null)) return statement.Effect === "Deny";
  return true;
}

// The three calls, all of which policies know as the first.
const ASSUMING = /^sts:assumerole(withsaml|withoidc)?$/;

/** The names under which a policy of this kind may speak of the action. */
function namesOf(action: string, kind: Kind): string[] {
  const name = action.toLowerCase();
  if (!ASSUMING.test(name)) return [name];
  if (kind === "trust" && name === "sts:assumerolewithoidc") return ["sts:assumerole", name];
  return ["sts:assumerole"];
}

function actionMatches(statement: Anything, request: ModelRequest, kind: Kind): boolean {
  const listed = (patterns: Anything): boolean =>
    list(patterns).some((pattern) =>
      namesOf(request.action, kind).some((name) => like(pattern.toLowerCase(), name)),
    );
  return statement.NotAction === undefined
    ? listed(statement.Action)
    : !listed(statement.NotAction);
}

function resourceMatches(statement: Anything, request: ModelRequest): boolean {
  if (statement.Resource === undefined) return true;
  return list(statement.Resource).some((pattern) => {
    const [acs, service, region, account, ...rest] = pattern.split(":");
    if (pattern === "*") return true;
    const filled = [
      acs,
      service,
      region === "" ? "*" : region,
      account === "" ? "*" : account,
      ...rest,
    ];
    return like(filled.join(":"), request.resource);
  });
}

interface Naming {
  member: string;
  text: string;
  effect: string;
}

/** One principal of a trust policy. */
function trusts({ member, text, effect }: Naming, { caller, owner }: ModelRequest): boolean {
  if (member === "Service") {
    return caller.type === "service" && caller.service === text && caller.account === owner;
  }
  if (member === "Federated") return caller.type === "federated" && caller.provider === text;
  if (caller.type !== "user" && caller.type !== "role") return false;
  const [, account, who] = /^acs:ram::(\d+):(.*)$/.exec(text) ?? [];
  if (account !== caller.account) return false;
  return who === "root" || isNamed(who, effect, caller);
}

/** Another one of the same name: what was allowed was allowed to somebody else, what was denied stays denied. */
function isNamed(who: string | undefined, effect: string, caller: ModelCaller): boolean {
  if (caller.isNamesake === true && effect === "Allow") return false;
  const [type, name] = (who ?? "").split("/");
  return type === caller.type && sameIgnoringCase(name ?? "", caller.name ?? "");
}

/** One principal of a key or secret policy: the four rules about accounts, then names. */
function names({ text, effect }: Naming, { caller, owner }: ModelRequest): boolean {
  if (caller.type === "service" || caller.type === "federated") return false;
  const [, account, who] = /^acs:ram::(\d+):(.*)$/.exec(text) ?? [];
  if (account !== caller.account) return false;
  if (who !== "root" && who !== "*") return isNamed(who, effect, caller);
  const isOwnersRoot = caller.type === "root" && caller.account === owner;
  if (effect === "Deny") return !isOwnersRoot;
  if (isOwnersRoot) return true;
  return caller.account !== owner;
}

function principalMatches(statement: Anything, request: ModelRequest, kind: Kind): boolean {
  if (kind === "identity" || kind === "session") return true;
  return Object.entries(statement.Principal).some(([member, texts]) =>
    list(texts).some((text) => {
      const naming = { member, text, effect: statement.Effect };
      return kind === "trust" ? trusts(naming, request) : names(naming, request);
    }),
  );
}

const KEY_ADMINISTRATORS =
  "List* Describe* Create* Enable* Disable* Get* Set* Update* Delete* Cancel* TagResource UntagResource ImportKeyMaterial ScheduleKeyDeletion";
const KEY_USERS =
  "Encrypt Decrypt GenerateDataKey GenerateAndExportDataKey AsymmetricEncrypt AsymmetricDecrypt DescribeKey DescribeKeyVersion ListKeyVersions ListAliasesByKeyId TagResource";
const KEY_LATER =
  "GenerateDataKeyWithoutPlaintext AsymmetricSign AsymmetricVerify ReEncrypt* ExportDataKey GenerateMac VerifyMac GetPublicKey";
const SECRET_ADMINISTRATORS =
  "List* Describe* PutSecretValue Update* DeleteSecret RestoreSecret RotateSecret TagResource UntagResource";
const SECRET_USERS = "GetSecretValue";

function canAllow(request: ModelRequest, kind: Kind): boolean {
  if (kind !== "key" && kind !== "secret") return true;
  const users = kind === "key" ? `${KEY_USERS} ${KEY_LATER}` : SECRET_USERS;
  const administrators = kind === "key" ? KEY_ADMINISTRATORS : SECRET_ADMINISTRATORS;
  const words = request.caller.account === request.owner ? `${users} ${administrators}` : users;
  return words
    .split(" ")
    .some((word) => like(`kms:${word}`.toLowerCase(), request.action.toLowerCase()));
}

function applies(statement: Anything, request: ModelRequest, kind: Kind): boolean {
  return (
    actionMatches(statement, request, kind) &&
    resourceMatches(statement, request) &&
    principalMatches(statement, request, kind) &&
    (statement.Effect === "Deny" || canAllow(request, kind)) &&
    conditionHolds(statement, request)
  );
}

function evaluate(documents: Anything[], request: ModelRequest, kind: Kind): ModelEffect {
  const statements = documents
    .flatMap((document) => document.Statement)
    .filter((statement) => applies(statement, request, kind));
  if (statements.some(({ Effect }) => Effect === "Deny")) return "ExplicitDeny";
  return statements.length > 0 ? "Allow" : "ImplicitDeny";
}

/** Section "Evaluation", steps 0 to 3, for one action on one resource. */
export function decideByModel(request: ModelRequest, policies: ModelPolicies): ModelEffect {
  const { caller, owner } = request;
  const action = request.action.toLowerCase();
  const assumes = ASSUMING.test(action);
  if (caller.type === "root" && assumes) return "ImplicitDeny";
  if (caller.type === "root" && caller.account === owner) return "Allow";
  if (policies.session !== undefined) {
    const session = evaluate([policies.session], request, "session");
    if (session !== "Allow") return session;
  }
  const hasNoSide = caller.type === "service" || caller.type === "federated";
  const a = hasNoSide ? "ImplicitDeny" : evaluate(policies.identity, request, "identity");
  const { kind, document } = policies.resource ?? {};
  const counts = kind !== undefined && (kind === "trust") === assumes;
  const b = counts ? evaluate([document], request, kind) : "ImplicitDeny";
  if (a === "ExplicitDeny" || b === "ExplicitDeny") return "ExplicitDeny";
  const both = a === "Allow" && b === "Allow";
  const either = a === "Allow" || b === "Allow";
  if (assumes) return (hasNoSide ? b === "Allow" : both) ? "Allow" : "ImplicitDeny";
  return (caller.account === owner ? either : both) ? "Allow" : "ImplicitDeny";
}
