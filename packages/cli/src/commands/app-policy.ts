// The narrow policy that `coffer app create` gives an application.
import { Failure } from "../failure.ts";

export interface AppRights {
  /** Patterns of secret names. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Ids of the keys that protect those secrets, where they name one of their own. */
  readonly keys: readonly string[];
}

const READ_ACTIONS = ["kms:GetSecretValue", "kms:DescribeSecret", "kms:ListSecretVersionIds"];
const WRITE_ACTIONS = [
  "kms:PutSecretValue",
  "kms:UpdateSecretVersionStage",
  "kms:DescribeSecret",
  "kms:ListSecretVersionIds",
];

const PATTERN = /^[A-Za-z0-9_/+=.@*?-]{1,192}$/;
const KEY_ID = /^[A-Za-z0-9-]{1,64}$/;

/** @throws Failure 1 for what cannot be the name of a secret */
export function namePatterns(text: string | undefined): string[] {
  const names = (text ?? "").split(",").map((each) => each.trim());
  return names.filter((name) => {
    if (name === "" || PATTERN.test(name)) return name !== "";
    const expected = "letters, digits and `_/+=.@-`, with `*` for anything";
    throw new Failure(1, `\`${name}\` cannot be the name of a secret: expected ${expected}`);
  });
}

/** @throws Failure 1 for what cannot be the id of a key: a policy names keys by id, not by alias */
export function keyIds(text: string | undefined): string[] {
  const ids = (text ?? "").split(",").map((each) => each.trim());
  return ids.filter((id) => {
    if (id === "" || KEY_ID.test(id)) return id !== "";
    throw new Failure(
      1,
      `\`${id}\` is not the id of a key: policies name keys by id, not by alias`,
    );
  });
}

/** The document as text. */
export function appPolicy(accountId: string, { read, write, keys }: AppRights): string {
  const arn = (kind: string) => (name: string) => `acs:kms:*:${accountId}:${kind}/${name}`;
  const allow = (actions: readonly string[], resources: readonly string[]) =>
    resources.length === 0 ? [] : [{ Effect: "Allow", Action: actions, Resource: resources }];
  const keyActions = [
    ...(read.length === 0 ? [] : ["kms:Decrypt"]),
    ...(write.length === 0 ? [] : ["kms:GenerateDataKey"]),
  ];
  const statements = [
    ...allow(READ_ACTIONS, read.map(arn("secret"))),
    ...allow(WRITE_ACTIONS, write.map(arn("secret"))),
    ...allow(keyActions, keys.map(arn("key"))),
  ];
  return JSON.stringify({ Version: "1", Statement: statements });
}
