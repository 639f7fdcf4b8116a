// Two callers at once. Every call of the store is a step, and the steps of both are mixed in many ways: each time the
// answers and what is left must be those of one order of the two. Which they are is not written down here: the
// orders are run one call after the other, on servers of their own.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { isDeepStrictEqual } from "node:util";
import { MemoryStore, openSqliteStore, type Store } from "@coffer/store";
import { type Answer, type TestServer, testServer } from "../support/server.ts";
import { versionsOf } from "./kit.ts";
import { type Mixture, Turns } from "./taking-turns.ts";
import {
  type Caller,
  type Members,
  type Prepare,
  SCENES,
  type Scene,
} from "./two-at-once-scenes.ts";

/** Everything that can be seen of a key: versions by their number. */
async function seenOf(server: TestServer, KeyId: string) {
  const { code, body } = await server.call("DescribeKey", { KeyId });
  const isKept = server.keyring.kept().includes(KeyId);
  if (code !== "OK") return { code, isKept };
  const versions = await versionsOf(server, KeyId);
  const { KeyState, PrimaryKeyVersion, DeleteDate, MaterialExpireTime, LastRotationDate } =
    body.KeyMetadata as Members;
  const shown = { KeyState, DeleteDate, MaterialExpireTime, LastRotationDate };
  const primary = versions.indexOf(PrimaryKeyVersion ?? "");
  // Material that is there may be kept ready or not.
  const hasMaterial = KeyState !== "PendingImport";
  return { ...shown, primary, versions: versions.length, ...(hasMaterial ? {} : { isKept }) };
}

/** What an answer says, in words that are the same on every server, and whether its ciphertext opens at the end. */
async function seenIn(server: TestServer, keys: readonly string[], answer: Answer | undefined) {
  if (answer === undefined) return "done";
  const { code, body } = answer;
  const { KeyId, KeyVersionId } = (body.KeyVersion ?? body) as Members;
  const key = keys.indexOf(KeyId ?? "");
  const known = await server.call("ListKeyVersions", { KeyId: KeyId ?? "key-none" });
  const { KeyVersion = [] } = (known.body.KeyVersions ?? {}) as {
    KeyVersion?: { KeyVersionId: string }[];
  };
  const oldestFirst = KeyVersion.map((each) => each.KeyVersionId).reverse();
  const version = known.code === "OK" ? oldestFirst.indexOf(KeyVersionId ?? "") : known.code;
  const { Plaintext, SecretData, CiphertextBlob: blob, VersionId, TotalCount } = body;
  const words = { code, key, version, Plaintext, SecretData, VersionId, TotalCount };
  if (blob === undefined) return words;
  const opened = await server.call("Decrypt", { CiphertextBlob: String(blob) });
  return { ...words, opens: [opened.code, opened.body.Plaintext] };
}

const run = async (caller: Caller): Promise<(Answer | undefined)[]> => {
  const answers = [];
  for (const each of caller) answers.push(await each());
  return answers;
};

async function ending(
  server: TestServer,
  { keys, last = [] }: Scene,
  answers: readonly (Answer | undefined)[],
) {
  const after = [];
  for (const [action, members] of last) after.push(await server.call(action, members));
  const words = [];
  for (const each of [...answers, ...after]) words.push(await seenIn(server, keys, each));
  const state = [];
  for (const keyId of keys) state.push(await seenOf(server, keyId));
  const { body } = await server.call("ListAliases");
  const { Alias } = body.Aliases as { Alias: Members[] };
  const aliases = Alias.map(({ AliasName, KeyId }) => [AliasName, keys.indexOf(KeyId ?? "")]);
  return { words, state, aliases };
}

type Ending = Awaited<ReturnType<typeof ending>>;
type Open = () => Promise<{ store: Store; close(): Promise<void> }>;

/** Every way to put the calls of both one after the other, as places of the first caller's calls. */
function ordersOf(one: number, two: number): boolean[][] {
  if (one === 0) return [new Array<boolean>(two).fill(false)];
  if (two === 0) return [new Array<boolean>(one).fill(true)];
  const begun = (first: boolean, rest: boolean[][]) => rest.map((each) => [first, ...each]);
  return [...begun(true, ordersOf(one - 1, two)), ...begun(false, ordersOf(one, two - 1))];
}

async function inOrder(prepare: Prepare, open: Open, order?: readonly boolean[]) {
  const { store, close } = await open();
  try {
    const server = await testServer({ store });
    const scene = await prepare(server);
    const [one, two] = [[...scene.one], [...scene.two]];
    const given = order ?? ordersOf(one.length, two.length)[0] ?? [];
    const answers: (Answer | undefined)[][] = [[], []];
    for (const isFirst of given) {
      answers[isFirst ? 0 : 1]?.push(await (isFirst ? one : two).shift()?.());
    }
    const end = await ending(server, scene, answers.flat());
    return { end, orders: ordersOf(scene.one.length, scene.two.length) };
  } finally {
    await close();
  }
}

/** The end of both at once, and how many steps each has made. */
async function mixed(prepare: Prepare, open: Open, mixture: Mixture) {
  const { store, close } = await open();
  try {
    const turns = new Turns();
    const server = await testServer({ store: turns.of(store) });
    const scene = await prepare(server);
    const answers = await turns.mix([() => run(scene.one), () => run(scene.two)], mixture);
    const end = await ending(server, scene, answers.flat());
    assert.deepEqual(server.unexpected, [], JSON.stringify(mixture));
    return { end, made: turns.made };
  } finally {
    await close();
  }
}

/**
 * Whoever begins is interrupted after every number of steps: `often` by every number of the other's steps, else by
 * all of them.
 */
async function check(prepare: Prepare, open: Open, often: boolean): Promise<void> {
  const { orders } = await inOrder(prepare, open);
  const allowed: Ending[] = [];
  for (const order of orders) allowed.push((await inOrder(prepare, open, order)).end);
  const stepsOf = async (mixture: Mixture): Promise<readonly number[]> => {
    const { end, made } = await mixed(prepare, open, mixture);
    if (allowed.some((each) => isDeepStrictEqual(each, end))) return made;
    const words = allowed.map((each) => JSON.stringify(each)).join("\n  ");
    const { first, steps } = mixture;
    return assert.fail(`${first} ${steps}: ${JSON.stringify(end)}\nis none of\n  ${words}`);
  };
  for (const first of [0, 1] as const) {
    for (let most = 0, own = 0; own <= most; own += 1) {
      const made = await stepsOf({ first, steps: [own] });
      most = made[first] ?? 0;
      for (let other = 1; often && other < (made[1 - first] ?? 0); other += 1) {
        await stepsOf({ first, steps: [own, other] });
      }
    }
  }
}

/** Imports take long. */
const isLong = (name: string): boolean => /import/i.test(name);

test("two calls at once over memory end as one of their orders does", async (t) => {
  const open: Open = async () => ({ store: new MemoryStore(), close: async () => undefined });
  for (const [name, prepare] of Object.entries(SCENES)) {
    await t.test(name, () => check(prepare, open, !isLong(name)));
  }
});

test("two calls at once over SQLite end as one of their orders does", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-two-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const installed = join(folder, "installed.db");
  const first = await openSqliteStore({ path: installed });
  await testServer({ store: first });
  await first.close();
  let count = 0;
  const open: Open = async () => {
    count += 1;
    const path = join(folder, `${count}.db`);
    copyFileSync(installed, path);
    const store = await openSqliteStore({ path });
    const close = async (): Promise<void> => {
      await store.close();
      rmSync(path, { force: true });
    };
    return { store, close };
  };
  for (const [name, prepare] of Object.entries(SCENES)) {
    await t.test(name, () => check(prepare, open, false));
  }
});
