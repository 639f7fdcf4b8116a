// Laws of the profile file: private, written in one step, and a broken one is never overwritten unseen.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { ConfigError, configPath, readConfig, withProfile, writeConfig } from "../src/profile.ts";

function folder(t: { after(fn: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), "coffer-profile-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test("a profile file is private, whole, and keeps what it does not know", (t) => {
  const path = join(folder(t), "new", "config.json");
  assert.equal(readConfig(path), undefined);
  const other = { name: "other", mode: "OIDC", oidc_provider_arn: "x" };
  const config = withProfile(
    { current: "other", profiles: [other], meta_path: "m" },
    { name: "a", mode: "AK" },
  );
  writeConfig(path, config);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(readConfig(path), config);
  assert.equal(config.current, "a");
  assert.equal(config.meta_path, "m");
  assert.deepEqual(readdirSync(join(path, "..")), ["config.json"]);
  assert.match(readFileSync(path, "utf8"), /\n\t"profiles"/);
});

test("a broken profile file is refused in a sentence that names it", (t) => {
  const path = join(folder(t), "config.json");
  for (const text of ["{bad", "[]", '{"profiles":1}', '{"profiles":[1]}', "null"]) {
    writeFileSync(path, text);
    assert.throws(
      () => readConfig(path),
      (error) => error instanceof ConfigError && error.message.includes(path),
    );
  }
});

test("the folder is the home's, unless another is named", () => {
  assert.equal(configPath({ HOME: "/h" }), "/h/.coffer/config.json");
  assert.equal(configPath({ HOME: "/h", COFFER_CONFIG_DIR: "/c" }), "/c/config.json");
});
