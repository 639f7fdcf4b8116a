// Random histories of a store: transactions of a few steps each, over a world so small that names meet. Played on
// two stores, every answer, every refusal and everything that can be read afterwards must be the same.
import fc from "fast-check";
import { type Store, StoreError, type WriteStore } from "../src/index.ts";
import { newKey, newSecret, newVersion } from "./records.ts";

/** One step on a transaction; what it returns is compared. */
export interface Step {
  readonly name: string;
  readonly run: (store: WriteStore) => Promise<unknown>;
}

export interface Played {
  readonly steps: readonly Step[];
  /** Whether the transaction throws at its end. */
  readonly fails: boolean;
}

const NAMES = ["a", "A", "b%", "_", "é", "\u{1f600}", "\uffee"] as const;
const HOSTILE = ["", "'", '"; --', "%", "_", "\\", "\u0001", "\ufffd", "a\0b", "\ud83d", "中文"];

const name = fc.constantFrom(...NAMES);
const keyId = fc.constantFrom("k1", "k2", "\u{1f511}", "\uff4b");
const versionId = fc.constantFrom("v1", "v2", "v3");
const time = fc.integer({ min: 0, max: 5 });
const due = fc.option(time, { nil: undefined });
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const word = fc.constantFrom("x", "y", "%", "__proto__", "constructor", "a\0b");
const creator = fc.constantFrom("service", "1", "2");
const type = fc.constantFrom("key", "secret");
const blob = fc.uint8Array({ maxLength: 40 });
const tags = fc.dictionary(word, fc.oneof(word, text), { maxKeys: 3, noNullPrototype: true });
const some = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[] | undefined> =>
  fc.option(fc.array(value, { maxLength: 2 }), { nil: undefined, freq: 2 });
const paging = { offset: fc.nat(4), limit: fc.integer({ min: 1, max: 4 }) };
const resource = fc.oneof(name, keyId);

/** A record without the members that are undefined: absent and undefined are not the same to a record. */
function present<Value extends object>(
  value: Value,
): { [Member in keyof Value]: Exclude<Value[Member], undefined> } {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as never; // only undefined members are gone
}

const step = (label: string, run: Step["run"]): Step => ({ name: label, run });
const secretMembers = fc.record({
  description: text,
  type: fc.constantFrom("Generic", "Rds"),
  creator,
  createdAt: time,
  deleteAt: due,
  stages: tags,
  keyId,
});
const keyMembers = fc.record({
  state: fc.constantFrom("Enabled", "Disabled"),
  creator,
  createdAt: time,
  deleteAt: due,
  description: text,
  deletionProtection: fc.boolean(),
  dueAt: due,
  materialExpiresAt: due,
});

/** Steps name secrets by name: the numbers differ between databases, only their order is promised. */
const withId = async (
  store: WriteStore,
  secretName: string,
  run: (id: number) => Promise<unknown>,
): Promise<unknown> => run((await store.secret(secretName))?.id ?? 99_999);

const aliasName = fc.constantFrom("alias/a", "alias/b", "alias/c");
const bytesOrNone = fc.option(
  blob.filter((bytes) => bytes.length > 0),
  { nil: undefined },
);
const keyVersion = fc
  .record({
    keyId,
    versionId,
    createdAt: time,
    wrappedMaterial: bytesOrNone,
    publicKey: bytesOrNone,
    wrappedCheck: bytesOrNone,
  })
  .map(present);

const writes: fc.Arbitrary<Step>[] = [
  fc
    .tuple(fc.oneof(name, text), text)
    .map(([key, value]) => step(`put ${key}`, (store) => store.putSetting(key, value))),
  name.map((key) => step(`unset ${key}`, (store) => store.deleteSetting(key))),
  fc.tuple(name, secretMembers).map(([secretName, members]) =>
    step(`insert ${secretName}`, async (store) => {
      await store.insertSecret(newSecret(secretName, present(members)));
    }),
  ),
  fc
    .tuple(name, secretMembers)
    .map(([secretName, members]) =>
      step(`update ${secretName}`, (store) =>
        withId(store, secretName, (id) =>
          store.updateSecret({ ...newSecret(secretName, present(members)), id }),
        ),
      ),
    ),
  name.map((secretName) =>
    step(`delete ${secretName}`, (store) =>
      withId(store, secretName, (id) => store.deleteSecret(id)),
    ),
  ),
  fc
    .tuple(name, versionId, time, blob)
    .map(([secretName, version, createdAt, value]) =>
      step(`version ${secretName} ${version}`, (store) =>
        withId(store, secretName, (id) =>
          store.insertSecretVersion(newVersion(id, version, { createdAt, value })),
        ),
      ),
    ),
  fc
    .tuple(name, versionId)
    .map(([secretName, version]) =>
      step(`drop ${secretName} ${version}`, (store) =>
        withId(store, secretName, (id) => store.deleteSecretVersion(id, version)),
      ),
    ),
  fc
    .tuple(keyId, keyMembers)
    .map(([id, members]) =>
      step(`key ${id}`, (store) => store.insertKey(newKey(id, present(members)))),
    ),
  fc
    .tuple(keyId, keyMembers)
    .map(([id, members]) =>
      step(`change ${id}`, (store) => store.updateKey(newKey(id, present(members)))),
    ),
  fc
    .tuple(fc.constantFrom("insert" as const, "update" as const), keyVersion)
    .map(([way, record]) =>
      step(`${way} material ${record.keyId}`, (store) =>
        way === "insert" ? store.insertKeyVersion(record) : store.updateKeyVersion(record),
      ),
    ),
  keyId.map((id) => step(`delete key ${id}`, (store) => store.deleteKey(id))),
  fc
    .tuple(aliasName, keyId, time)
    .map(([alias, id, createdAt]) =>
      step(`alias ${alias}`, (store) => store.insertAlias({ name: alias, keyId: id, createdAt })),
    ),
  fc
    .tuple(aliasName, keyId)
    .map(([alias, id]) => step(`point ${alias} at ${id}`, (store) => store.updateAlias(alias, id))),
  aliasName.map((alias) => step(`drop ${alias}`, (store) => store.deleteAlias(alias))),
  fc.tuple(name, versionId, time, blob).map(([dataKeyName, version, createdAt, value]) =>
    step(`data key ${dataKeyName} ${version}`, (store) => {
      const record = { name: dataKeyName, versionId: version, createdAt, keyId: "k1" };
      return store.insertManagedDataKey({ ...record, dataKey: value, value });
    }),
  ),
  fc
    .tuple(type, resource, tags)
    .map(([kind, id, more]) => step(`tag ${id}`, (store) => store.putTags(kind, id, more))),
  fc
    .tuple(type, resource, some(word))
    .map(([kind, id, keys]) => step(`untag ${id}`, (store) => store.deleteTags(kind, id, keys))),
];

const secretQuery = fc.record({
  ...paging,
  names: some(fc.oneof(name, text)),
  descriptions: some(text),
  types: some(fc.constantFrom("Generic", "Rds", "x")),
  creators: some(creator),
  keyIds: some(keyId),
  tagKeys: some(word),
  tagValues: some(fc.oneof(word, text)),
});
const keyQuery = fc.record({
  ...paging,
  keyIds: some(keyId),
  aliases: some(aliasName),
  states: some(fc.constantFrom("Enabled", "Disabled")),
  creators: some(creator),
  service: fc.option(fc.boolean(), { nil: undefined }),
  tagKeys: some(word),
  tagValues: some(word),
});
const wantedTag = fc.record({ key: word, value: fc.option(word, { nil: undefined }) });
const tagQuery = fc.record({
  resourceType: type,
  limit: paging.limit,
  resourceIds: some(resource),
  matching: fc.option(fc.array(wantedTag.map(present), { maxLength: 2 }), { nil: undefined }),
  after: fc.option(fc.record({ resourceId: resource, key: fc.constantFrom("", "x") }), {
    nil: undefined,
  }),
});

const reads: fc.Arbitrary<Step>[] = [
  secretQuery.map((query) => step("secrets", (store) => store.secrets(present(query)))),
  keyQuery.map((query) => step("keys", (store) => store.keys(present(query)))),
  fc
    .tuple(keyId, fc.record(paging))
    .map(([id, page]) => step("versions", (store) => store.keyVersionsOf(id, page))),
  fc
    .record({ ...paging, keyId: fc.option(keyId, { nil: undefined }) })
    .map((query) => step("aliases", (store) => store.aliases(present(query)))),
  fc
    .tuple(name, fc.record(paging))
    .map(([of, page]) => step("data keys", (store) => store.managedDataKeyVersions(of, page))),
  fc
    .tuple(time, paging.limit)
    .map(([now, limit]) => step("keys due", (store) => store.keysDue(now, limit))),
  fc
    .tuple(time, paging.limit)
    .map(([now, limit]) => step("keys rotated", (store) => store.keysRotatedAfter(now, limit))),
  tagQuery.map((query) => step("tags", (store) => store.tags(present(query)))),
  fc.tuple(time, paging.limit).map(([now, limit]) =>
    step("due", async (store) => {
      // Those due at the same time come in no promised order: only their times are compared.
      return (await store.secretsDue(now, limit)).map((secret) => secret.deleteAt);
    }),
  ),
];

export const histories: fc.Arbitrary<Played[]> = fc.array(
  fc.record({
    steps: fc.array(fc.oneof(...writes, ...reads), { minLength: 1, maxLength: 16, size: "max" }),
    fails: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Bytes as hex, members in order, numbers of secrets left out. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .filter(([member]) => member !== "id" && member !== "secretId")
    .map(([member, inner]) => [member, plain(inner)])
    .sort(([one], [two]) => (String(one) < String(two) ? -1 : 1));
}

async function everything(store: Store): Promise<unknown> {
  const all = { offset: 0, limit: 100 };
  const { rows } = await store.secrets(all);
  const ofSecrets = rows.map(async ({ id, name: secretName }) => [
    await store.secretAndKey(secretName),
    await store.secretVersions(id),
    await store.secretVersion(id, "v1"),
    await store.tagsOf("secret", secretName),
  ]);
  return [
    await Promise.all(NAMES.map((key) => store.setting(key))),
    await store.secrets(all),
    await Promise.all(ofSecrets),
    await store.keys(all),
    await store.keyVersions(undefined, 100),
    await store.aliases(all),
    await store.alias("alias/a"),
    await Promise.all(NAMES.map((of) => store.managedDataKeyVersions(of, all))),
    await Promise.all(NAMES.map((of) => store.managedDataKey(of, "v1"))),
    await store.nextKeyDue(),
    await store.keyVersions({ keyId: "k1", versionId: "v2" }, 2),
    await store.tags({ resourceType: "key", limit: 100 }),
    await store.tags({ resourceType: "secret", limit: 100 }),
    (await store.secretsDue(9, 100)).length,
    await store.nextSecretDue(),
  ];
}

/** @returns what each step answered or how it was refused, and all that can be read after each transaction */
export async function play(store: Store, history: readonly Played[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  const thrown = new Error("the history's own");
  for (const { steps, fails } of history) {
    const answers = store.transaction(async (transaction) => {
      const own: unknown[] = [];
      for (const { name: label, run } of steps) {
        const answer = await run(transaction).catch((error) => {
          if (!(error instanceof StoreError)) throw error;
          return `refused: ${error.code}`;
        });
        own.push([label, plain(answer)]);
      }
      seen.push(own);
      if (fails) throw thrown;
    });
    await answers.catch((error) => {
      if (error !== thrown) throw error;
    });
    seen.push(plain(await everything(store)));
  }
  return seen;
}
