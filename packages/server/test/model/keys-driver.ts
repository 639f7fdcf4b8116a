// The model's commands as calls of a server, and the server's answers in the model's words: keys by their number,
// versions by their number within the key, plaintexts by theirs.

import { seededRandom } from "@coffer/crypto";
import { lookAfterDueKeys } from "../../src/jobs/look-after-due-keys.ts";
import { base64, versionsOf, wrapMaterial } from "../keys/kit.ts";
import type { Answer, TestServer } from "../support/server.ts";
import type { Command, KeyRef, Outcome } from "./keys-model.ts";

type Members = Readonly<Record<string, string>>;
type Call = readonly [action: string, members: Members];
type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

const HOUR_SECONDS = 60 * 60;
const NOTHING = base64("x");
/** What is imported: by name and length. */
const materialOf = (name: string, spec: string): Buffer =>
  Buffer.alloc(spec === "Aliyun_SM4" ? 16 : 32, name);

const contextOf = (context: string): string => JSON.stringify({ of: context });
const at = <Item>(items: readonly Item[], index: number): Item | undefined =>
  items[index % items.length];

interface MadeKey {
  readonly id: string;
  readonly spec: string;
  /** Ids of the versions that were seen, oldest first. */
  versions: string[];
  /** Its newest import parameters, and what was wrapped with them by name. */
  parameters?: {
    readonly publicKey: string;
    readonly token: string;
    readonly at: number;
    readonly wrapped: Map<string, string>;
  };
}

const VERBS = {
  enable: "EnableKey",
  disable: "DisableKey",
  cancel: "CancelKeyDeletion",
  version: "CreateKeyVersion",
  describe: "DescribeKey",
  versions: "ListKeyVersions",
  unload: "DeleteKeyMaterial",
} as const;

const isPlain = (kind: Command["kind"]): kind is keyof typeof VERBS => kind in VERBS;

export class KeysDriver {
  readonly server: TestServer;
  readonly keys: MadeKey[] = [];
  readonly #blobs: string[] = [];
  readonly #plains: string[] = [];
  readonly #codes: string[] = [];
  readonly #random = seededRandom("job");
  #versions = 0;

  constructor(server: TestServer) {
    this.server = server;
  }

  /** The job that looks after due keys, as the scheduler runs it. */
  async runJob(): Promise<void> {
    const { store, keyring, now } = this.server;
    await lookAfterDueKeys({ store, keyring, random: this.#random }).run(now);
  }

  async run(command: Command): Promise<Outcome> {
    const call = command.kind === "load" ? await this.#load(command) : this.#callOf(command);
    if (call === undefined) return {};
    const answer = await this.server.call(...call);
    if (answer.code !== "OK") return [answer.code];
    return this.#outcomeOf(command, answer, call[1]);
  }

  #id(ref: KeyRef): string {
    return typeof ref === "string" ? ref : (at(this.keys, ref)?.id ?? "key-none");
  }

  #callOf(command: Command): Call | undefined {
    switch (command.kind) {
      case "keys":
        return ["ListKeys", { PageSize: "100" }];
      case "aliases":
        return ["ListAliases", { PageSize: "100" }];
      case "create":
        return ["CreateKey", createMembers(command)];
      case "unname":
        return ["DeleteAlias", { AliasName: command.name }];
      case "secret":
      case "put":
      case "get":
        return this.#secretCall(command);
      case "decrypt":
      case "forge":
      case "again":
        return this.#madeCall(command);
      default:
        return this.#keyCall(command);
    }
  }

  #secretCall(command: Of<"secret" | "put" | "get">): Call {
    const { name: SecretName } = command;
    if (command.kind === "get") return ["GetSecretValue", { SecretName }];
    this.#versions += 1;
    const members = { SecretName, SecretData: command.data, VersionId: `v${this.#versions}` };
    if (command.kind === "put") return ["PutSecretValue", members];
    return ["CreateSecret", { ...members, EncryptionKeyId: this.#id(command.key) }];
  }

  #madeCall(command: Of<"decrypt" | "forge" | "again">): Call | undefined {
    const blob = at(this.#blobs, command.made);
    if (blob === undefined) return undefined;
    const context = contextOf(command.context);
    if (command.kind === "again") {
      const DestinationKeyId = this.#id(command.key);
      const DestinationEncryptionContext = contextOf(command.next);
      const members = { DestinationKeyId, DestinationEncryptionContext };
      const source = { CiphertextBlob: blob, SourceEncryptionContext: context };
      return ["ReEncrypt", { ...source, ...members }];
    }
    const CiphertextBlob = command.kind === "forge" ? this.#forged(blob, command.key) : blob;
    return ["Decrypt", { CiphertextBlob, EncryptionContext: context }];
  }

  /** The ciphertext with another key's id in it, and the id of a version of that key. */
  #forged(blob: string, ref: number): string {
    let text = Buffer.from(blob, "base64").toString("latin1");
    const target = at(this.keys, ref);
    for (const { id, versions } of this.keys) {
      if (target === undefined || !text.includes(id) || target.id === id) continue;
      text = text.replace(id, target.id);
      for (const version of versions) text = text.replace(version, target.versions[0] ?? version);
      break;
    }
    return base64(Buffer.from(text, "latin1"));
  }

  #keyCall(command: Extract<Command, { key: KeyRef }>): Call {
    const KeyId = this.#id(command.key);
    if (isPlain(command.kind)) return [VERBS[command.kind], { KeyId }];
    switch (command.kind) {
      case "schedule":
        return ["ScheduleKeyDeletion", { KeyId, PendingWindowInDays: String(command.days) }];
      case "protect":
        return ["SetDeletionProtection", { KeyId, EnableDeletionProtection: String(command.on) }];
      case "policy":
        return ["UpdateRotationPolicy", { KeyId, ...rotationMembers(command.days, "false") }];
      case "explain":
        return ["UpdateKeyDescription", { KeyId, Description: command.text }];
      case "name":
        return ["CreateAlias", { KeyId, AliasName: command.name }];
      case "rename":
        return ["UpdateAlias", { KeyId, AliasName: command.name }];
      case "code":
      case "verify":
        return this.#codeCall(command);
      case "encrypt": {
        const Plaintext = base64(`plaintext ${this.#plains.length}`);
        return ["Encrypt", { KeyId, Plaintext, EncryptionContext: contextOf(command.context) }];
      }
      case "draw":
        return ["GenerateDataKey", { KeyId, EncryptionContext: contextOf(command.context) }];
      default:
        throw new Error(`no call for ${command.kind}`);
    }
  }

  #codeCall(command: Of<"code" | "verify">): Call {
    const members = { KeyId: this.#id(command.key), Algorithm: "HMAC_SHA_256" };
    const whole = { ...members, Message: base64(command.text) };
    if (command.kind === "code") return ["GenerateMac", whole];
    const Mac = at(this.#codes, command.made) ?? base64(Buffer.alloc(32));
    return ["VerifyMac", { ...whole, Mac }];
  }

  async #load({ key: ref, material, hours }: Of<"load">): Promise<Call> {
    const KeyId = this.#id(ref);
    const key = this.keys.find(({ id }) => id === KeyId);
    const { token, publicKey, wrapped } = (await this.#parametersOf(key)) ?? {};
    const bytes = materialOf(material, key?.spec ?? "");
    const EncryptedKeyMaterial =
      wrapped?.get(material) ?? (publicKey ? wrapMaterial(publicKey, "SM2PKE", bytes) : NOTHING);
    wrapped?.set(material, EncryptedKeyMaterial);
    const now = Math.floor(this.server.now / 1000);
    const expires = hours === undefined ? 0 : now + hours * HOUR_SECONDS;
    const members = { KeyId, ImportToken: token ?? NOTHING, EncryptedKeyMaterial };
    return ["ImportKeyMaterial", { ...members, KeyMaterialExpireUnix: String(expires) }];
  }

  /** Of an external key; asked for again when they are about to expire. */
  async #parametersOf(key: MadeKey | undefined): Promise<MadeKey["parameters"]> {
    const { server } = this;
    const isFresh = (key?.parameters?.at ?? 0) + 20 * HOUR_SECONDS * 1000 > server.now;
    if (key === undefined || isFresh) return key?.parameters;
    const members = { KeyId: key.id, WrappingKeySpec: "EC_SM2", WrappingAlgorithm: "SM2PKE" };
    const { code, body } = await server.call("GetParametersForImport", members);
    if (code !== "OK") return undefined;
    const { PublicKey: publicKey = "", ImportToken: token = "" } = body as Members;
    key.parameters = { publicKey, token, at: server.now, wrapped: new Map() };
    return key.parameters;
  }

  async #versionOf(key: number, versionId: unknown): Promise<number> {
    const made = this.keys[key];
    if (made === undefined) return -1;
    if (!made.versions.includes(String(versionId))) {
      made.versions = (await versionsOf(this.server, made.id)).reverse();
    }
    return made.versions.indexOf(String(versionId));
  }

  async #outcomeOf(command: Command, { body }: Answer, sent: Members): Promise<Outcome> {
    const key = this.keys.findIndex(({ id }) => id === body.KeyId);
    switch (command.kind) {
      case "create": {
        const { KeyId: id } = body.KeyMetadata as { KeyId: string };
        this.keys.push({ id, spec: command.spec, versions: [] });
        return this.#shown(body.KeyMetadata);
      }
      case "describe":
        return this.#shown(body.KeyMetadata);
      case "encrypt":
      case "draw":
        this.#blobs.push(String(body.CiphertextBlob));
        this.#plains.push(String(body.Plaintext ?? sent.Plaintext));
        return { key, version: await this.#versionOf(key, body.KeyVersionId) };
      case "again":
        this.#blobs.push(String(body.CiphertextBlob));
        this.#plains.push(at(this.#plains, command.made) ?? "");
        return { key, version: await this.#versionOf(key, body.KeyVersionId) };
      case "decrypt":
      case "forge": {
        const plain = this.#plains.indexOf(String(body.Plaintext));
        return { key, version: await this.#versionOf(key, body.KeyVersionId), plain };
      }
      case "code":
        this.#codes.push(String(body.Mac));
        return { key };
      case "verify":
        return { valid: body.Value };
      case "get":
        return { data: body.SecretData };
      default:
        return this.#listed(command, body);
    }
  }

  async #listed(command: Command, body: Answer["body"]): Promise<Outcome> {
    const indexOf = (id: string): number => this.keys.findIndex((key) => key.id === id);
    if (command.kind === "version") {
      const { KeyId, KeyVersionId } = body.KeyVersion as Members;
      return { version: await this.#versionOf(indexOf(String(KeyId)), KeyVersionId) };
    }
    if (command.kind === "versions") {
      const { KeyVersion } = body.KeyVersions as { KeyVersion: { CreationDate: string }[] };
      return { versions: KeyVersion.map(({ CreationDate }) => CreationDate) };
    }
    if (command.kind === "keys") {
      const { Key } = body.Keys as { Key: { KeyId: string }[] };
      return { keys: Key.map(({ KeyId }) => indexOf(KeyId)).sort((one, two) => one - two) };
    }
    if (command.kind !== "aliases") return {};
    const { Alias } = body.Aliases as { Alias: { AliasName: string; KeyId: string }[] };
    return { aliases: Alias.map(({ AliasName, KeyId }) => `${AliasName},${indexOf(KeyId)}`) };
  }

  async #shown(metadata: unknown): Promise<Outcome> {
    const { KeyId, Arn, Creator, KeyUsage, ProtectionLevel, ...rest } = metadata as Members;
    const { PrimaryKeyVersion, DeletionProtectionDescription, ...shown } = rest;
    if (PrimaryKeyVersion === undefined || rest.KeySpec === "HMAC_SHA_256") return shown;
    const index = this.keys.findIndex(({ id }) => id === KeyId);
    return { ...shown, PrimaryKeyVersion: await this.#versionOf(index, PrimaryKeyVersion) };
  }
}

function rotationMembers(days: number | undefined, off?: string): Members {
  if (days !== undefined) return { EnableAutomaticRotation: "true", RotationInterval: `${days}d` };
  return off === undefined ? {} : { EnableAutomaticRotation: off };
}

function createMembers({ spec, external, days }: Of<"create">): Members {
  const origin = external ? { Origin: "EXTERNAL" } : {};
  return { KeySpec: spec, ...origin, ...rotationMembers(days) };
}
