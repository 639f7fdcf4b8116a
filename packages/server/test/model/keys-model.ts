// A small model of keys: states, versions, aliases, imported material, ciphertexts and codes, secrets under a named
// key. Plain, slow, written from upstream's rules and not from the server. Where a call must be refused for more
// than one reason, upstream does not say which comes first: the model names them all.
import { isSymmetric, type Key, RULES, type Spec, stateCode, UNFIT } from "./keys-rules.ts";

/** The number of a key in the order of creation (modulo how many there are), or an alias. */
export type KeyRef = number | string;

interface Verb<Kind extends string> {
  readonly kind: Kind;
  readonly key: KeyRef;
}
interface OfMade<Kind extends string> {
  readonly kind: Kind;
  /** The number of a ciphertext or code in the order of their making, modulo how many there are. */
  readonly made: number;
}
interface OfName<Kind extends string> {
  readonly kind: Kind;
  readonly name: string;
}

type Plain = "enable" | "disable" | "cancel" | "version" | "describe" | "versions" | "unload";
export type Command =
  | { kind: "create"; spec: Spec; external: boolean; days?: number | undefined }
  | Verb<Plain>
  | (Verb<"schedule"> & { days: number })
  | (Verb<"protect"> & { on: boolean })
  | (Verb<"policy"> & { days?: number | undefined })
  | (Verb<"explain"> & { text: string })
  | (Verb<"name"> & OfName<"name">)
  | (Verb<"rename"> & OfName<"rename">)
  | OfName<"unname">
  | (Verb<"encrypt" | "draw"> & { context: string })
  | (OfMade<"decrypt"> & { context: string })
  | (OfMade<"forge"> & { key: number; context: string })
  | (OfMade<"again"> & Verb<"again"> & { context: string; next: string })
  | (Verb<"code"> & { text: string })
  | (OfMade<"verify"> & Verb<"verify"> & { text: string })
  | (Verb<"load"> & { material: string; hours?: number | undefined })
  | (OfName<"secret"> & { key: number; data: string })
  | (OfName<"put"> & { data: string })
  | OfName<"get">
  | { kind: "keys" }
  | { kind: "aliases" };

/** What a ciphertext holds: enough to say who can open it. */
interface Made {
  readonly key: number;
  readonly version: number;
  readonly context: string;
  /** The number of the plaintext. */
  readonly plain: number;
}

/** Success with what the model knows of the answer, or the codes of which the answer must be one. */
export type Outcome = Readonly<Record<string, unknown>> | readonly string[];

export const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
const wholeSecond = (time: number): number => time - (time % 1000);
const wire = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
const optional = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });
const at = <Item>(items: readonly Item[], index: number): Item | undefined =>
  items[index % items.length];

/** What DescribeKey shows; versions by their number. Upstream says nothing of codes' primary version. */
function shown(key: Key): Outcome {
  const { state, intervalDays: days, rotatedAt, deleteAt, expiresAt, versions } = key;
  const rotates = state === "Enabled" ? "Enabled" : "Suspended";
  const primary = isSymmetric(key) && versions.length > 0 ? versions.length - 1 : undefined;
  return {
    KeySpec: key.spec,
    KeyState: state,
    Description: key.description,
    Origin: key.external ? "EXTERNAL" : "Aliyun_KMS",
    CreationDate: wire(key.createdAt),
    AutomaticRotation: days === undefined ? "Disabled" : rotates,
    ...optional("RotationInterval", days && `${(days * DAY) / 1000}s`),
    ...optional("NextRotationDate", days && wire((rotatedAt ?? 0) + days * DAY)),
    ...optional("LastRotationDate", rotatedAt === undefined ? undefined : wire(rotatedAt)),
    ...optional("PrimaryKeyVersion", primary),
    DeleteDate: deleteAt === undefined ? "" : wire(deleteAt),
    MaterialExpireTime: expiresAt === undefined ? "" : wire(expiresAt),
    DeletionProtection: key.isProtected ? "Enabled" : "Disabled",
  };
}

function addVersion(key: Key, now: number): void {
  key.versions.push(now);
  key.rotatedAt = wholeSecond(now);
}

function unload(key: Key): void {
  key.loaded = false;
  delete key.expiresAt;
  if (key.state !== "PendingDeletion") key.state = "PendingImport";
}

type Refused = readonly string[];
const isRefused = (given: Key | Refused): given is Refused => Array.isArray(given);

export class KeysModel {
  readonly keys: Key[] = [];
  readonly made: Made[] = [];
  readonly #codes: { readonly key: number; readonly text: string }[] = [];
  readonly #aliases = new Map<string, number>();
  readonly #secrets = new Map<string, { readonly key: number; data: string }>();
  #now = 0;

  /** Time passes; deletions and expiries happen at their time, rotations when the job runs. */
  passTo(now: number, { job }: { readonly job: boolean }): void {
    this.#now = now;
    for (const [index, key] of this.keys.entries()) {
      if (key.deleteAt !== undefined && key.deleteAt <= now) this.#destroy(key, index);
      if (key.expiresAt !== undefined && key.expiresAt <= now) unload(key);
      const { intervalDays: days, rotatedAt } = key;
      if (!job || key.gone || key.state !== "Enabled" || days === undefined) continue;
      if ((rotatedAt ?? 0) + days * DAY <= now) addVersion(key, now);
    }
  }

  #destroy(key: Key, index: number): void {
    key.gone = true;
    for (const [name, target] of this.#aliases) if (target === index) this.#aliases.delete(name);
  }

  run(command: Command): Outcome {
    switch (command.kind) {
      case "create":
        return this.#create(command);
      case "keys":
        return { keys: [...this.keys.keys()].filter((index) => !this.keys[index]?.gone) };
      case "aliases":
        return { aliases: [...this.#aliases].map(String).sort() };
      case "unname":
        return this.#aliases.delete(command.name) ? {} : ["Forbidden.AliasNotFound"];
      case "decrypt":
      case "forge":
      case "again":
        return this.made.length === 0 ? {} : this.#withMade(command);
      case "secret":
      case "put":
      case "get":
        return this.#withSecret(command);
      default:
        return this.#withKey(command);
    }
  }

  #create({ spec, external, days }: Command & { kind: "create" }): Outcome {
    const now = wholeSecond(this.#now);
    const key: Key = {
      spec,
      external,
      createdAt: now,
      state: external ? "PendingImport" : "Enabled",
      description: "",
      isProtected: false,
      versions: external ? [] : [this.#now],
      ...optional("rotatedAt", external ? undefined : now),
      ...optional("intervalDays", days),
      loaded: !external,
      gone: false,
    };
    if (!isSymmetric(key) && (external || days !== undefined)) return ["UnsupportedOperation"];
    if (external && days !== undefined) return ["UnsupportedOperation"];
    this.keys.push(key);
    const { DeletionProtection: _, ...metadata } = shown(key) as Record<string, unknown>;
    return metadata;
  }

  #indexOf(ref: KeyRef): number {
    return typeof ref === "number" ? ref % this.keys.length : (this.#aliases.get(ref) ?? -1);
  }

  /** The key, or why the verb is refused: what is not there comes before all else, all else is in any order. */
  #find(verb: string, ref: KeyRef): Key | Refused {
    const { operation, byName, fits, unfit = UNFIT } = RULES[verb] ?? { operation: "" };
    if (typeof ref === "string" && !byName) return ["Unsupported.Alias"];
    const key = this.keys[this.#indexOf(ref)];
    if (typeof ref === "string" && key === undefined) return ["Forbidden.AliasNotFound"];
    if (key === undefined || key.gone) return ["Forbidden.KeyNotFound"];
    const code = stateCode(operation, key.state);
    const refusals = [...(code === "OK" ? [] : [code]), ...(fits?.(key) === false ? [unfit] : [])];
    return refusals.length === 0 ? key : refusals;
  }

  #withKey(command: Extract<Command, { key: KeyRef }>): Outcome {
    const found = this.#find(command.kind, command.key);
    const refusals = [...(isRefused(found) ? found : []), ...this.#otherRefusals(command)];
    if (isRefused(found) || refusals.length > 0) return refusals;
    return this.#act(command, found);
  }

  #otherRefusals(command: Extract<Command, { key: KeyRef }>): Refused {
    if (command.kind === "load") {
      const bound = this.keys[this.#indexOf(command.key)]?.bound ?? command.material;
      return bound === command.material ? [] : ["InvalidKeyMaterial"];
    }
    if (command.kind !== "name" && command.kind !== "rename") return [];
    const taken = this.#aliases.has(command.name);
    if (command.kind === "name") return taken ? ["AliasAlreadyExists"] : [];
    return taken ? [] : ["Forbidden.AliasNotFound"];
  }

  #act(command: Extract<Command, { key: KeyRef }>, key: Key): Outcome {
    const index = this.keys.indexOf(key);
    const now = this.#now;
    switch (command.kind) {
      case "describe":
        return shown(key);
      case "versions":
        return { versions: key.versions.map(wire).reverse() };
      case "version":
        addVersion(key, now);
        return { version: key.versions.length - 1 };
      case "name":
      case "rename":
        this.#aliases.set(command.name, index);
        return {};
      case "load":
        this.#load(command, key);
        return {};
      case "encrypt":
      case "draw": {
        const version = key.versions.length - 1;
        const { context } = command;
        this.made.push({ key: index, version, context, plain: this.made.length });
        return { key: index, version };
      }
      case "code":
        this.#codes.push({ key: index, text: command.text });
        return { key: index };
      case "verify": {
        const code = at(this.#codes, command.made);
        return { valid: code?.key === index && code.text === command.text };
      }
      default:
        this.#change(command, key);
        return {};
    }
  }

  #load({ material, hours }: Command & { kind: "load" }, key: Key): void {
    key.bound ??= material;
    key.loaded = true;
    if (key.versions.length === 0) addVersion(key, this.#now);
    if (key.state !== "Disabled") key.state = "Enabled";
    delete key.expiresAt;
    if (hours !== undefined) key.expiresAt = wholeSecond(this.#now) + hours * HOUR;
  }

  #change(command: Extract<Command, { key: KeyRef }>, key: Key): void {
    if (command.kind === "enable") key.state = "Enabled";
    if (command.kind === "disable") key.state = "Disabled";
    if (command.kind === "protect") key.isProtected = command.on;
    if (command.kind === "explain") key.description = command.text;
    if (command.kind === "unload") unload(key);
    if (command.kind === "schedule") {
      key.state = "PendingDeletion";
      key.deleteAt = wholeSecond(this.#now) + command.days * DAY;
    }
    if (command.kind === "cancel") {
      key.state = key.loaded ? "Enabled" : "PendingImport";
      delete key.deleteAt;
    }
    if (command.kind === "policy") {
      delete key.intervalDays;
      if (command.days !== undefined) key.intervalDays = command.days;
    }
  }

  /** Opens for the same key and context only, whatever has become of the key's versions since. */
  #withMade(command: Extract<Command, { kind: "decrypt" | "forge" | "again" }>): Outcome {
    const made = at(this.made, command.made);
    if (made === undefined) throw new Error("nothing was made");
    const { key, version, plain, context } = made;
    const forged = command.kind === "forge" && this.#indexOf(command.key) !== key;
    const opening = forged ? this.#indexOf(command.key) : key;
    const from = this.#find(command.kind === "again" ? "from" : "decrypt", opening);
    const to = command.kind === "again" ? this.#find("again", command.key) : [];
    const refusals = [...(isRefused(from) ? from : []), ...(isRefused(to) ? to : [])];
    const opens = !forged && context === command.context;
    if (!opens && !isRefused(from)) refusals.push("InvalidParameter");
    if (refusals.length > 0) return refusals;
    if (command.kind !== "again" || isRefused(to)) return { key, version, plain };
    const [next, target] = [command.next, this.keys.indexOf(to)];
    this.made.push({ key: target, version: to.versions.length - 1, context: next, plain });
    return { key, version };
  }

  #withSecret(command: Extract<Command, { kind: "secret" | "put" | "get" }>): Outcome {
    const { kind, name } = command;
    const secret = this.#secrets.get(name);
    if (kind === "secret") {
      const found = this.#find(kind, command.key);
      const exists = secret === undefined ? [] : ["Rejected.ResourceExist"];
      const refusals = (isRefused(found) ? found : []).map((code) =>
        code === "Forbidden.KeyNotFound" ? "Forbidden.ResourceNotFound" : code,
      );
      if (isRefused(found) || exists.length > 0) return [...exists, ...refusals];
      this.#secrets.set(name, { key: this.#indexOf(command.key), data: command.data });
      return {};
    }
    if (secret === undefined) return ["Forbidden.ResourceNotFound"];
    const found = this.#find(kind, secret.key);
    if (isRefused(found)) return found;
    if (kind === "put") secret.data = command.data;
    return kind === "put" ? {} : { data: secret.data };
  }
}
