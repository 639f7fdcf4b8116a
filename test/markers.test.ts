// A marker planted in every value is found nowhere: standard output, logs, metrics, error bodies, the audit, the
// database and its write-ahead log, also after the process was killed.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAbsent } from "./support/forms.ts";
import { ACCESS_KEY, startServer, temporaryFolder } from "./support/server.ts";
import { call } from "./support/signed-call.ts";

const MARKER = "MARKER-7f3a9c51";

test("a marker in every value is found nowhere", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const audit = join(dataDir, "audit.log");
  const environment = { COFFER_LOG_LEVEL: "debug", COFFER_AUDIT_FILE: audit };
  const running = await startServer({ dataDir, environment, flags: ["--no-profile", "--metrics"] });
  const { endpoint } = running;
  const errors: string[] = [];
  const ask = async (action: string, members: Record<string, string>): Promise<number> => {
    const { status, text } = await call(endpoint, action, members);
    if (status !== 200) errors.push(text);
    return status;
  };
  for (let index = 0; index < 30; index += 1) {
    const name = { SecretName: `s${index}` };
    const value = { SecretData: `${MARKER}-${index}`, VersionId: "v1" };
    assert.equal(await ask("CreateSecret", { ...name, ...value }), 200);
    assert.equal(await ask("GetSecretValue", name), 200);
    // Faults of every kind around the value.
    await ask("CreateSecret", { ...name, ...value });
    await ask("PutSecretValue", { ...name, ...value, SecretData: `${MARKER}-other` });
    await ask("PutSecretValue", { ...name, SecretData: MARKER.repeat(3_000), VersionId: "big" });
    await ask("PutSecretValue", { ...name, SecretData: MARKER, VersionId: "bad id!" });
    await ask("PutSecretValue", { ...name, SecretData: MARKER });
    await ask("CreateSecret", { SecretName: "t", ...value, SecretDataType: "wrong" });
    await ask("Encrypt", { KeyId: "k", Plaintext: MARKER });
  }
  const unsigned = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ SecretData: MARKER, Action: "CreateSecret" }),
  });
  errors.push(await unsigned.text());
  const broken = await fetch(`${endpoint}/other?SecretData=${MARKER}`);
  errors.push(await broken.text());
  const metrics = await (await fetch(`${endpoint}/metrics`)).text();
  assert.match(metrics, /coffer_requests_total\{operation="CreateSecret",code="OK"\} 30/);
  running.child.kill("SIGKILL");
  await running.gone;
  const restarted = await startServer({ dataDir, environment });
  const events = (): number => readFileSync(audit, "utf8").split("\n").length - 1;
  // Some faults come before there is a request: those have no event.
  while (events() < errors.length) await sleep(20);
  assert.match(readFileSync(audit, "utf8"), /"SecretData":"\*\*\*\*"/);
  assert.equal(await restarted.stop(), 0);

  const secrets = [MARKER];
  assert.ok(errors.length > 200);
  assertAbsent("an error body", Buffer.from(errors.join("\n")), secrets);
  assertAbsent("the metrics", Buffer.from(metrics), secrets);
  assertAbsent("the logs", Buffer.from(running.output() + restarted.output()), secrets);
  for (const name of readdirSync(dataDir)) {
    const content = readFileSync(join(dataDir, name));
    assertAbsent(name, content, [...secrets, ACCESS_KEY.accessKeySecret]);
  }
});

test("a wrong root key stops the start with both fingerprints, and changes nothing", async (t) => {
  const { copyFileSync, chmodSync } = await import("node:fs");
  const folder = temporaryFolder(t);
  const [one, two] = [join(folder, "one"), join(folder, "two")];
  for (const dataDir of [one, two]) await (await startServer({ dataDir })).stop();
  const before = readFileSync(join(one, "coffer.db"));
  const wrong = join(folder, "wrong.key");
  copyFileSync(join(two, "root.key"), wrong);
  chmodSync(wrong, 0o600);
  const flags = ["--no-profile", "--root-key-file", wrong];
  await assert.rejects(startServer({ dataDir: one, flags }), (error: Error) => {
    const found = [...error.message.matchAll(/`([0-9a-f]{16})`/g)].map((match) => match[1]);
    assert.equal(new Set(found).size, 2, error.message);
    return true;
  });
  assert.deepEqual(readFileSync(join(one, "coffer.db")), before);
  chmodSync(join(one, "root.key"), 0o644);
  await assert.rejects(startServer({ dataDir: one }), /chmod 600/);
  const missing = ["--no-profile", "--root-key-file", join(folder, "nowhere.key")];
  await assert.rejects(
    startServer({ dataDir: one, flags: missing }),
    /not there|does not exist|is missing/i,
  );
});

test("a root key from a passphrase opens what it closed, and no other does", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const environment = { COFFER_ROOT_PASSPHRASE: "correct horse battery staple" };
  const first = await startServer({ dataDir, environment });
  await call(first.endpoint, "CreateSecret", { SecretName: "s", SecretData: "x", VersionId: "v1" });
  await first.stop();
  const second = await startServer({ dataDir, environment });
  const { body } = await call(second.endpoint, "GetSecretValue", { SecretName: "s" });
  assert.equal(body.SecretData, "x");
  await second.stop();
  const other = { COFFER_ROOT_PASSPHRASE: "another horse battery staple" };
  await assert.rejects(startServer({ dataDir, environment: other }), /does not fit this data/);
  await assert.rejects(startServer({ dataDir }), /comes from a passphrase/);
});
