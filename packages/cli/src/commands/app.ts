// `coffer app create|revoke`: a user with a narrow policy and one AccessKey, made in one go and taken away in one go.
// Every step is an operation of RAM, so that what was made can be seen and changed as anything else there.
import { type Client, ServerError } from "@coffer/client";
import { RAM_OPERATIONS, STS_OPERATIONS } from "@coffer/contract";
import { clientOf } from "../calls/client.ts";
import { Failure } from "../failure.ts";
import { type Language, languageOf } from "../language.ts";
import type { CommandLine } from "../read-words.ts";
import { findSettings } from "../settings.ts";
import { suggest } from "../suggest.ts";
import type { Terminal } from "../terminal.ts";
import { type AppKey, appFormat, printAppKey } from "./app-key.ts";
import { appPolicy, keyIds, namePatterns } from "./app-policy.ts";
import { warningsOfKeys } from "./app-warning.ts";
import type { RunCommand } from "./command.ts";

/** In the user's comments: which users `app revoke` may delete. */
const MARK = "Made by `coffer app create`.";

const WORDS = {
  undone: {
    en: "`{step}` failed, and what had been made before it was taken back.",
    zh: "`{step}` 失败，此前创建的内容已撤销。",
  },
  left: {
    en: "`{step}` failed, and so did taking back what had been made: run `coffer app revoke {name}`.",
    zh: "`{step}` 失败，且撤销未完成：请运行 `coffer app revoke {name}`。",
  },
  revoked: {
    en: "{name} is revoked: {keys} AccessKey(s) deleted, the user is gone.",
    zh: "{name} 已撤销：删除 {keys} 个 AccessKey，用户已删除。",
  },
  kept: {
    en: "warning: the policy `app-{name}` is attached to others too and was left to them: `coffer ram ListEntitiesForPolicy --PolicyType Custom --PolicyName app-{name}` shows to whom. Once it is detached there, `coffer app revoke {name}` deletes it.",
    zh: "警告：策略 `app-{name}` 还授权给了其他对象，已保留：`coffer ram ListEntitiesForPolicy --PolicyType Custom --PolicyName app-{name}` 可查看。解除授权后，`coffer app revoke {name}` 会将其删除。",
  },
  absent: { en: "There is no application {name}.", zh: "没有应用 {name}。" },
} as const;

function say(
  words: keyof typeof WORDS,
  language: Language,
  values: Record<string, string>,
): string {
  return WORDS[words][language].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

/** What a user and a policy can both be named. @throws Failure 1 */
function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,57}$/.test(name)) return;
  const expected = "letters, digits and `-`, at most 58 of them";
  throw new Failure(1, `\`${name}\` cannot be the name of an application: expected ${expected}`);
}

const policyNameOf = (name: string): string => `app-${name}`;

/** Whether the server says that it is not there. */
function isAbsent(error: unknown): boolean {
  return error instanceof ServerError && error.code.startsWith("EntityNotExist");
}

/** Undefined when what it is about is not there. */
async function ifThere<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Takes away the keys first: from then on the application can do nothing. Returns how many there were. */
async function deleteKeys(client: Client, name: string): Promise<number> {
  const { AccessKeys: keys } = await client.callOf(RAM_OPERATIONS, "ListAccessKeys", {
    UserName: name,
  });
  for (const { AccessKeyId: id } of keys.AccessKey) {
    const request = { UserName: name, UserAccessKeyId: id };
    await ifThere(client.callOf(RAM_OPERATIONS, "DeleteAccessKey", request));
  }
  return keys.AccessKey.length;
}

async function detachAll(client: Client, name: string): Promise<void> {
  const user = { UserName: name };
  const { Policies } = await client.callOf(RAM_OPERATIONS, "ListPoliciesForUser", user);
  for (const { PolicyName, PolicyType } of Policies.Policy) {
    const request = { ...user, PolicyName, PolicyType };
    await ifThere(client.callOf(RAM_OPERATIONS, "DetachPolicyFromUser", request));
  }
  const { Groups } = await client.callOf(RAM_OPERATIONS, "ListGroupsForUser", user);
  for (const { GroupName } of Groups.Group) {
    await ifThere(client.callOf(RAM_OPERATIONS, "RemoveUserFromGroup", { ...user, GroupName }));
  }
}

/** What others may have given the user, and how it is taken; only then, so that no more rights are needed. */
const IN_THE_WAY = {
  "DeleteConflict.User.LoginProfile": "DeleteLoginProfile",
  "DeleteConflict.User.MFADevice": "UnbindMFADevice",
} as const;

function isInTheWay(code: string): code is keyof typeof IN_THE_WAY {
  return Object.hasOwn(IN_THE_WAY, code);
}

/** Each thing in the way is taken once: what comes back again is somebody's will, and is told. */
async function deleteUser(client: Client, name: string): Promise<void> {
  const user = { UserName: name };
  const taken = new Set<string>();
  for (;;) {
    try {
      await ifThere(client.callOf(RAM_OPERATIONS, "DeleteUser", user));
      return;
    } catch (error) {
      const code = error instanceof ServerError ? error.code : "";
      if (!isInTheWay(code) || taken.has(code)) throw error;
      taken.add(code);
      await ifThere(client.callOf(RAM_OPERATIONS, IN_THE_WAY[code], user));
    }
  }
}

/** `kept`: in force for others, whom it is left to. `absent`: there is none that `app create` made. */
async function deletePolicy(client: Client, name: string): Promise<"gone" | "kept" | "absent"> {
  const policy = { PolicyName: policyNameOf(name) };
  const asked = { ...policy, PolicyType: "Custom" };
  const found = await ifThere(client.callOf(RAM_OPERATIONS, "GetPolicy", asked));
  if (found?.Policy.Description !== MARK) return "absent";
  try {
    const all = { ...policy, CascadingDelete: true };
    await ifThere(client.callOf(RAM_OPERATIONS, "DeletePolicy", all));
    return "gone";
  } catch (error) {
    const isElsewhere =
      error instanceof ServerError &&
      /^DeleteConflict\.Policy\.(?:User|Group|Role)$/.test(error.code);
    if (isElsewhere) return "kept";
    throw error;
  }
}

interface Removed {
  /** How many AccessKeys there were. */
  readonly keys: number;
  readonly policy: "gone" | "kept" | "absent";
}

/** Removes what `app create` makes, as far as it is there. Undefined if there was nothing. */
async function remove(client: Client, name: string): Promise<Removed | undefined> {
  const found = await ifThere(client.callOf(RAM_OPERATIONS, "GetUser", { UserName: name }));
  if (found !== undefined && found.User.Comments !== MARK) {
    throw new Failure(
      1,
      `the user \`${name}\` was not made by \`coffer app create\`: delete it with \`coffer ram\``,
    );
  }
  const keys = found === undefined ? undefined : await deleteKeys(client, name);
  if (found !== undefined) {
    await detachAll(client, name);
    await deleteUser(client, name);
  }
  const policy = await deletePolicy(client, name);
  if (keys === undefined && policy === "absent") return undefined;
  return { keys: keys ?? 0, policy };
}

interface NewApp {
  readonly name: string;
  readonly document: string;
}

/** The steps in their order. `done` tells which one was tried last. */
async function make(client: Client, { name, document }: NewApp, done: (step: string) => void) {
  const user = { UserName: name };
  const policy = { PolicyName: policyNameOf(name) };
  done("CreateUser");
  await client.callOf(RAM_OPERATIONS, "CreateUser", { ...user, Comments: MARK });
  done("CreatePolicy");
  const described = { ...policy, PolicyDocument: document, Description: MARK };
  await client.callOf(RAM_OPERATIONS, "CreatePolicy", described);
  done("AttachPolicyToUser");
  const attached = { ...user, ...policy, PolicyType: "Custom" };
  await client.callOf(RAM_OPERATIONS, "AttachPolicyToUser", attached);
  done("CreateAccessKey");
  const { AccessKey: key } = await client.callOf(RAM_OPERATIONS, "CreateAccessKey", user);
  return key;
}

async function create(client: Client, line: CommandLine, terminal: Terminal): Promise<number> {
  const { positionals, members, flags } = line;
  const [, , name = ""] = positionals;
  const format = appFormat(members.get("format"));
  const read = namePatterns(members.get("read"));
  const write = namePatterns(members.get("write"));
  if (read.length + write.length === 0) {
    throw new Failure(1, "say what the application may do: `--read 'prod/billing/*'`");
  }
  const { AccountId } = await client.callOf(STS_OPERATIONS, "GetCallerIdentity", {});
  const rights = { read, write, keys: keyIds(members.get("key")) };
  const app = { name, document: appPolicy(AccountId, rights) };
  const language = languageOf(flags, terminal.environment);
  let step = "CreateUser";
  let key: AppKey;
  try {
    key = await make(client, app, (next) => {
      step = next;
    });
  } catch (error) {
    if (step === "CreateUser") throw error;
    const undone = await remove(client, name).then(
      () => "undone" as const,
      () => "left" as const,
    );
    terminal.error(`${say(undone, language, { step, name })}\n`);
    throw error;
  }
  printAppKey({ name, key, rights, format }, terminal, language);
  for (const warning of await warningsOfKeys(client, rights, language)) {
    terminal.error(`${warning}\n`);
  }
  return 0;
}

async function revoke(client: Client, line: CommandLine, terminal: Terminal): Promise<number> {
  const [, , name = ""] = line.positionals;
  const language = languageOf(line.flags, terminal.environment);
  const removed = await remove(client, name);
  if (removed === undefined) {
    terminal.error(`${say("absent", language, { name })}\n`);
    return 1;
  }
  const { keys, policy } = removed;
  terminal.print(`${say("revoked", language, { name, keys: String(keys) })}\n`);
  // The application is revoked all the same: what is left is in force for others only.
  if (policy === "kept") terminal.error(`${say("kept", language, { name })}\n`);
  return 0;
}

export const app: RunCommand = async (line, terminal) => {
  const [, word = "", name, ...rest] = line.positionals;
  const run = word === "create" ? create : word === "revoke" ? revoke : undefined;
  if (run === undefined || name === undefined || rest.length > 0) {
    const suggestions = run === undefined ? suggest(word, ["create", "revoke"]) : [];
    throw new Failure(2, "usage: coffer app create|revoke <name>", { suggestions });
  }
  checkName(name);
  const client = clientOf(findSettings(line.flags, terminal.environment), line.flags);
  return run(client, line, terminal);
};
