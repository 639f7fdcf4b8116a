// A small model of secrets, versions and stage labels: plain, slow, written from the rules and not from the
// server. It answers each command as the server must.

export type Command =
  | {
      readonly kind: "create";
      readonly name: string;
      readonly version: string;
      readonly data: string;
    }
  | {
      readonly kind: "put";
      readonly name: string;
      readonly version: string;
      readonly data: string;
      readonly stages?: readonly string[];
    }
  | {
      readonly kind: "get";
      readonly name: string;
      readonly version?: string;
      readonly stage?: string;
    }
  | {
      readonly kind: "move";
      readonly name: string;
      readonly stage: string;
      readonly to?: string;
      readonly from?: string;
    }
  | { readonly kind: "versions"; readonly name: string }
  | {
      readonly kind: "delete";
      readonly name: string;
      readonly days: number;
      readonly forced: boolean;
    }
  | { readonly kind: "restore"; readonly name: string }
  | { readonly kind: "list" };

interface Version {
  readonly id: string;
  readonly data: string;
}

interface Secret {
  readonly name: string;
  /** Oldest first. */
  versions: Version[];
  labels: Map<string, string>;
  goneAt?: number;
}

const DAY = 24 * 60 * 60 * 1000;
const MOST_VERSIONS = 10;
const MOST_LABELS = 8;

/** What a caller sees: an error code, or the parts of the answer that the model knows. */
export type Outcome = string | { readonly [member: string]: unknown };

export class SecretsModel {
  readonly #secrets: Secret[];

  constructor(secrets: Secret[] = []) {
    this.#secrets = secrets;
  }

  copy(): SecretsModel {
    return new SecretsModel(
      this.#secrets.map((secret) => ({
        ...secret,
        versions: [...secret.versions],
        labels: new Map(secret.labels),
      })),
    );
  }

  /** Equal for models that will answer alike. */
  state(): string {
    const secrets = this.#secrets.map(({ labels, ...secret }) => ({
      ...secret,
      labels: [...labels].sort(),
    }));
    return JSON.stringify(secrets);
  }

  /** `now` in milliseconds. */
  run(command: Command, now: number): Outcome {
    this.#forget(now);
    if (command.kind === "list") return { names: this.#secrets.map(({ name }) => name) };
    const secret = this.#secrets.find(({ name }) => name === command.name);
    if (command.kind === "create") return this.#create(command, secret);
    if (secret === undefined) return "Forbidden.ResourceNotFound";
    if (command.kind === "versions") return listed(secret);
    if (command.kind === "delete") return this.#delete(command, secret, now);
    if (command.kind === "restore") {
      if (secret.goneAt === undefined) return "Rejected.ResourceInUse";
      delete secret.goneAt;
      return {};
    }
    if (secret.goneAt !== undefined) return "Rejected.ResourceInDeleteWindow";
    if (command.kind === "get") return get(command, secret);
    return command.kind === "put" ? put(command, secret) : move(command, secret);
  }

  #forget(now: number): void {
    for (const [index, { goneAt }] of [...this.#secrets.entries()].reverse()) {
      if (goneAt !== undefined && goneAt <= now) this.#secrets.splice(index, 1);
    }
  }

  #create(command: Command & { kind: "create" }, existing: Secret | undefined): Outcome {
    if (existing?.goneAt !== undefined) return "Rejected.ResourceInDeleteWindow";
    if (existing !== undefined) return "Rejected.ResourceExist";
    const { name, version, data } = command;
    const labels = new Map([["ACSCurrent", version]]);
    this.#secrets.push({ name, versions: [{ id: version, data }], labels });
    return { version };
  }

  #delete(command: Command & { kind: "delete" }, secret: Secret, now: number): Outcome {
    if (command.forced) {
      this.#secrets.splice(this.#secrets.indexOf(secret), 1);
      return {};
    }
    if (secret.goneAt !== undefined) return "Rejected.ResourceInDeleteWindow";
    secret.goneAt = now + command.days * DAY;
    return {};
  }
}

function labelsOf(secret: Secret, version: string): string[] {
  return [...secret.labels]
    .filter(([, id]) => id === version)
    .map(([label]) => label)
    .sort();
}

function listed(secret: Secret): Outcome {
  const rows = [...secret.versions].reverse().map(({ id }) => `${id}: ${labelsOf(secret, id)}`);
  return { rows };
}

function get({ version, stage }: Command & { kind: "get" }, secret: Secret): Outcome {
  const label = stage ?? (version === undefined ? "ACSCurrent" : undefined);
  const found = secret.versions.find(({ id }) => {
    if (version !== undefined && id !== version) return false;
    return label === undefined || secret.labels.get(label) === id;
  });
  if (found === undefined) return "Forbidden.ResourceNotFound";
  return { version: found.id, data: found.data, labels: labelsOf(secret, found.id) };
}

/** Gives labels to a version, or says that there would be too many. */
function give(secret: Secret, labels: readonly string[], version: string): boolean {
  const next = new Map(secret.labels);
  const current = next.get("ACSCurrent");
  if (labels.includes("ACSCurrent") && current !== undefined && current !== version) {
    next.set("ACSPrevious", current);
  }
  for (const label of labels) next.set(label, version);
  if (next.size > MOST_LABELS) return false;
  secret.labels = next;
  return true;
}

function put(command: Command & { kind: "put" }, secret: Secret): Outcome {
  const { version, data, stages = ["ACSCurrent"] } = command;
  const same = secret.versions.find(({ id }) => id === version);
  if (same !== undefined) {
    return same.data === data ? { labels: labelsOf(secret, version) } : "Rejected.ResourceExist";
  }
  if (!give(secret, stages, version)) return "Rejected.LimitExceeded";
  secret.versions.push({ id: version, data });
  const labelled = new Set(secret.labels.values());
  while (secret.versions.length > MOST_VERSIONS) {
    const oldest = secret.versions.find(({ id }) => id !== version && !labelled.has(id));
    secret.versions = secret.versions.filter((each) => each !== oldest);
  }
  return { labels: labelsOf(secret, version) };
}

function move(command: Command & { kind: "move" }, secret: Secret): Outcome {
  const { stage, to, from } = command;
  const has = (version: string | undefined): boolean =>
    version === undefined || secret.versions.some(({ id }) => id === version);
  if (!has(to) || !has(from)) return "Forbidden.ResourceNotFound";
  if (to === undefined && from === undefined) return "InvalidParameter";
  const holder = secret.labels.get(stage);
  if (from !== undefined && from !== holder) return "Rejected.InvalidRequest";
  if (to === undefined) {
    if (stage === "ACSCurrent" || stage === "ACSPrevious") return "Rejected.InvalidRequest";
    secret.labels.delete(stage);
    return {};
  }
  if (to === holder) return {};
  return give(secret, [stage], to) ? {} : "Rejected.LimitExceeded";
}
