// The rules of keys for the model: which operation each of its verbs is, which keys it fits, and upstream's table of
// states.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Spec = "Aliyun_AES_256" | "Aliyun_SM4" | "HMAC_SHA_256" | "EC_P256";
export type State = "Enabled" | "Disabled" | "PendingDeletion" | "PendingImport";

/** A key as the model knows it. Times in milliseconds. */
export interface Key {
  readonly spec: Spec;
  readonly external: boolean;
  readonly createdAt: number;
  state: State;
  description: string;
  isProtected: boolean;
  /** When each version came into being, oldest first. */
  versions: number[];
  rotatedAt?: number;
  intervalDays?: number;
  deleteAt?: number;
  /** Whether there is material now. */
  loaded: boolean;
  /** What was imported first. */
  bound?: string;
  expiresAt?: number;
  gone: boolean;
}

type Row = { readonly operation: string } & Readonly<Record<State, string>>;
const TABLE = JSON.parse(
  readFileSync(join(import.meta.dirname, "../fixtures/key-states.json"), "utf8"),
) as { readonly rows: readonly Row[] };

export const stateCode = (operation: string, state: State): string =>
  TABLE.rows.find((row) => row.operation === operation)?.[state] ?? "no row";

export const UNFIT = "Rejected.UnsupportedOperation";

export const isSymmetric = ({ spec }: Key): boolean => spec.startsWith("Aliyun");
const isCode = ({ spec }: Key): boolean => spec.startsWith("HMAC");
const isOwn = ({ external }: Key): boolean => !external;

/** Each verb's operation, which keys it fits and the code for others; `byName`: it takes aliases. */
export const RULES: Readonly<
  Record<
    string,
    { operation: string; byName?: boolean; fits?: (key: Key) => boolean; unfit?: string }
  >
> = {
  enable: { operation: "EnableKey" },
  disable: { operation: "DisableKey" },
  cancel: { operation: "CancelKeyDeletion" },
  schedule: { operation: "ScheduleKeyDeletion", fits: ({ isProtected }) => !isProtected },
  protect: { operation: "SetDeletionProtection" },
  version: {
    operation: "CreateKeyVersion",
    byName: true,
    fits: (key) => isOwn(key) && !isCode(key),
  },
  policy: { operation: "UpdateRotationPolicy", fits: (key) => isOwn(key) && isSymmetric(key) },
  explain: { operation: "UpdateKeyDescription" },
  describe: { operation: "DescribeKey", byName: true },
  versions: { operation: "ListKeyVersions", byName: true },
  name: { operation: "CreateAlias" },
  rename: { operation: "UpdateAlias" },
  encrypt: {
    operation: "Encrypt",
    byName: true,
    fits: isSymmetric,
    unfit: "UnsupportedOperation",
  },
  draw: {
    operation: "GenerateDataKey",
    byName: true,
    fits: isSymmetric,
    unfit: "UnsupportedOperation",
  },
  decrypt: { operation: "Decrypt", fits: isSymmetric, unfit: "UnsupportedOperation" },
  from: { operation: "ReEncrypt from", fits: isSymmetric, unfit: "UnsupportedOperation" },
  again: { operation: "ReEncrypt to", fits: isSymmetric, unfit: "UnsupportedOperation" },
  code: { operation: "GenerateMac", byName: true, fits: isCode },
  verify: { operation: "VerifyMac", byName: true, fits: isCode },
  load: {
    operation: "ImportKeyMaterial",
    fits: ({ external }) => external,
    unfit: "Unsupported.Origin",
  },
  unload: {
    operation: "DeleteKeyMaterial",
    fits: ({ external }) => external,
    unfit: "Unsupported.Origin",
  },
  secret: { operation: "CreateSecret", fits: isSymmetric, unfit: "UnsupportedOperation" },
  put: { operation: "PutSecretValue" },
  get: { operation: "GetSecretValue" },
};
