// One question to policies, from the words of a command line or an entry of a file of cases.
import type { AccessRequest, PolicyKind } from "@coffer/policy";
import { Failure } from "../failure.ts";

type Caller = AccessRequest["principal"];

/** As given; nothing is checked yet. */
export interface GivenQuestion {
  readonly action: string | undefined;
  readonly resources: readonly string[];
  readonly caller: string | undefined;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

const ACTION = /^[A-Za-z0-9-]+:[A-Za-z0-9]+$/;
const RESOURCE = /^acs:[a-z0-9-]+:[^:]*:([^:]*):.+$/s;

/** The account that a resource's ARN names. */
function accountOf(resource: string): string {
  const match = RESOURCE.exec(resource);
  if (match === null) {
    const example = "acs:kms:cn-hangzhou:1234567890123456:secret/name";
    throw new Failure(1, `\`${resource}\` is not the ARN of a resource, such as \`${example}\``);
  }
  return match[1] ?? "";
}

function callerOf(arn: string): Caller {
  const match = /^acs:(?:ram|sts)::([0-9]+):(root|(?:user|role|assumed-role)\/.+)$/.exec(arn);
  const [, account = "", rest = ""] = match ?? [];
  const [type = "", name = "", session] = rest.split("/");
  if (match === null) {
    const forms = "`acs:ram::<account>:root`, `…:user/<name>` or `…:role/<name>/<session>`";
    throw new Failure(1, `\`${arn}\` is not the ARN of a caller: ${forms}`);
  }
  if (type === "root") return { type, account };
  if (type === "user") return { type, account, name };
  return { type: "role", account, name, ...(session === undefined ? {} : { session }) };
}

/** The user that stands for everybody when no caller is named. */
const SOMEBODY = "somebody";

/** @throws Failure 1 for what is missing or malformed */
export function questionOf(given: GivenQuestion): AccessRequest {
  const { action = "", resources, caller, context } = given;
  if (!ACTION.test(action)) {
    throw new Failure(1, `\`${action}\` is not an action, such as \`kms:GetSecretValue\``);
  }
  const [first] = resources;
  if (first === undefined) throw new Failure(1, "no resource is given: `--resource <ARN>`");
  const accounts = new Set(resources.map(accountOf));
  if (accounts.size > 1) throw new Failure(1, "the resources belong to different accounts");
  const account = accountOf(first);
  const standIn: Caller = { type: "user", account, name: SOMEBODY };
  const principal = caller === undefined ? standIn : callerOf(caller);
  return { action, resources, principal, account, context };
}

const KINDS: readonly (readonly [part: string, kind: PolicyKind])[] = [
  ["secret/", "secret"],
  ["key/", "key"],
  ["role/", "trust"],
];

/** Which kind of policy a resource carries. @throws Failure 1 for a resource that carries none */
export function kindOfPolicyOn(resource: string): PolicyKind {
  const relative = resource.split(":").slice(4).join(":");
  const found = KINDS.find(([part]) => relative.startsWith(part));
  if (found !== undefined) return found[1];
  throw new Failure(1, `\`${resource}\` carries no policy: only keys, secrets and roles do`);
}
