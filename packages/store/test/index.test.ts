// Programs that open no database do not load what only databases need.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import test from "node:test";

const INDEX = join(import.meta.dirname, "../src/index.ts");

/** The modules that a program loads, by their addresses. */
function loadedBy(program: string): readonly string[] {
  const source = `import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ resolve(name, context, next) {
      const found = next(name, context);
      loaded.push(found.url);
      return found;
    } });
    ${program}
    console.log(JSON.stringify(loaded));`;
  const words = ["--input-type=module", "-e", source];
  const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

const HEAVY = /node_modules|node:sqlite|\/drivers\/|\/sql\//;

test("importing the store and using the one in memory loads no driver and no library", () => {
  const loaded = loadedBy(`const { MemoryStore } = await import(${JSON.stringify(INDEX)});
    await new MemoryStore().setting("x");`);
  assert.ok(loaded.some((url) => url.endsWith("/memory.ts")));
  assert.deepEqual(
    loaded.filter((url) => HEAVY.test(url)),
    [],
  );
});

test("opening SQLite does not load the client of PostgreSQL", () => {
  const loaded = loadedBy(`const { openSqliteStore } = await import(${JSON.stringify(INDEX)});
    await openSqliteStore({ path: "/no/such/folder/x.db" }).catch(() => undefined);`);
  assert.ok(loaded.some((url) => url === "node:sqlite"));
  assert.deepEqual(
    loaded.filter((url) => /node_modules\/pg\/|drivers\/postgres/.test(url)),
    [],
  );
});
