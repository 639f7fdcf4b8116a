// Laws of rows that are kept between requests: nothing is kept that a commit may have changed meanwhile.
import assert from "node:assert/strict";
import test from "node:test";
import type { Connection } from "../src/sql/database.ts";
import { KeptReader } from "../src/sql/kept-reader.ts";
import type { Statements } from "../src/sql/statements.ts";

class Reader extends KeptReader {
  row(name: string, read: () => Promise<number>): Promise<number> {
    return this.kept(name, read);
  }
}

function started() {
  const state: { version: number | undefined } = { version: 1 };
  const connection = { version: () => state.version } as unknown as Connection;
  return { state, reader: new Reader(connection, {} as Statements) };
}

test("a row is read once while nothing changes, and anew after a commit", async () => {
  const { state, reader } = started();
  let reads = 0;
  const read = async () => ++reads;
  assert.deepEqual([await reader.row("a", read), await reader.row("a", read)], [1, 1]);
  state.version = 2;
  assert.deepEqual([await reader.row("a", read), await reader.row("a", read)], [2, 2]);
});

test("a row that was read across a commit is not kept", async () => {
  const { state, reader } = started();
  const { promise, resolve } = Promise.withResolvers<number>();
  const old = reader.row("a", () => promise);
  state.version = 2;
  // Another row, so that the commit is known.
  await reader.row("b", async () => 0);
  resolve(1);
  assert.equal(await old, 1);
  assert.equal(await reader.row("a", async () => 2), 2);
});

test("nothing is kept where no version is told", async () => {
  const { state, reader } = started();
  state.version = undefined;
  assert.equal(await reader.row("a", async () => 1), 1);
  assert.equal(await reader.row("a", async () => 2), 2);
});
