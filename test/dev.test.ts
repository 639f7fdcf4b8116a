// `coffer dev --memory`: one line of JSON when ready, gone at exit; and the table that the server prints.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import test from "node:test";
import PopCore from "@alicloud/pop-core";
import { PRODUCTS } from "@coffer/contract";
import { COMMAND } from "./support/server.ts";

async function startDev(t: { after(fn: () => void): void }) {
  const child = spawn(process.execPath, [COMMAND, "dev", "--memory"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [text] = await once(createInterface({ input: child.stdout }), "line");
  return { child, line: JSON.parse(text) };
}

test("one line of JSON says how to reach a server that forgets everything", async (t) => {
  const { child, line } = await startDev(t);
  const names = ["accessKeyId", "accessKeySecret", "accountId", "endpoint", "region"];
  assert.deepEqual(Object.keys(line).sort(), names);
  assert.match(line.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  const client = new PopCore({ ...line, apiVersion: "2016-01-20" });
  const secret = { SecretName: "s", SecretData: "x", VersionId: "v1" };
  await client.request("CreateSecret", secret, { method: "POST" });
  const { SecretData } = (await client.request(
    "GetSecretValue",
    { SecretName: "s" },
    {},
  )) as typeof secret;
  assert.equal(SecretData, "x");
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
  const again = await startDev(t);
  assert.notEqual(again.line.accessKeySecret, line.accessKeySecret);
  again.child.kill("SIGTERM");
});

test("`coffer operations --json` prints the whole table", () => {
  const run = spawnSync(process.execPath, [COMMAND, "operations", "--json"], { encoding: "utf8" });
  assert.equal(run.status, 0);
  const rows = JSON.parse(run.stdout);
  const ofProduct = (code: string) =>
    rows.filter(({ product }: { product: string }) => product === code).length;
  assert.equal(ofProduct("Kms"), 90);
  for (const { code, operations } of PRODUCTS) {
    assert.equal(ofProduct(code), Object.keys(operations).length, code);
  }
  const row = rows.find((each: { name: string }) => each.name === "GetSecretValue");
  assert.deepEqual(
    [row.product, row.version, row.support],
    ["Kms", "2016-01-20", { level: "full", note: "" }],
  );
  for (const member of ["action", "resources", "members", "errors"]) assert.ok(member in row);
});

test("wrong words are answered in sentences, without a stack", () => {
  const run = (...words: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...words], {
      encoding: "utf8",
    });
    return [status, stderr];
  };
  assert.deepEqual(run("dev"), [1, "coffer: `coffer dev` needs `--memory`\n"]);
  const [status, text] = run("server", "--port", "x", "--nonsense", "--host", "0.0.0.0");
  assert.equal(status, 1);
  assert.match(String(text), /`--nonsense` is not a flag/);
  assert.match(String(text), /--port must be a whole number from 0 to 65535/);
  assert.match(
    String(run("server", "--host", "0.0.0.0")[1]),
    /plain http on `0\.0\.0\.0` is refused/,
  );
});
