// Laws of the settings: where each comes from, what is refused, and that every fault is told at once.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { readSettings, SettingsError } from "../../src/config/read-settings.ts";
import { environmentName, flagName, SETTINGS } from "../../src/config/settings.ts";

function faultsOf(argv: readonly string[], environment: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    readSettings(argv, environment);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.faults;
  }
  return [];
}

function fileWith(t: { after(fn: () => void): void }, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "coffer-settings-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "coffer.yaml");
  writeFileSync(path, text);
  return path;
}

test("a flag wins over the environment, the environment over the file, the file over the default", (t) => {
  const config = fileWith(t, "port: 1\nhost: 127.0.0.9\nlog-level: error\n");
  const environment = { COFFER_CONFIG: config, COFFER_PORT: "2", COFFER_HOST: "127.0.0.8" };
  const settings = readSettings(["--port", "3"], environment);
  assert.deepEqual([settings.port, settings.host, settings.logLevel], [3, "127.0.0.8", "error"]);
  assert.equal(settings.stopTimeout, SETTINGS.stopTimeout.default);
  assert.equal(readSettings(["--config", config], { COFFER_PORT: "" }).port, 1);
});

test("one name makes flag, variable and file name", () => {
  assert.equal(flagName("rootAccessKeySecret"), "root-access-key-secret");
  assert.equal(environmentName("rootAccessKeySecret"), "COFFER_ROOT_ACCESS_KEY_SECRET");
});

test("switches are on, off, or given a value", () => {
  assert.equal(readSettings([], {}).metrics, true);
  assert.equal(readSettings(["--no-metrics"], {}).metrics, false);
  assert.equal(readSettings(["--metrics=false"], {}).metrics, false);
  assert.equal(readSettings(["--metrics"], { COFFER_METRICS: "false" }).metrics, true);
});

test("every fault is told at once, each naming its place", (t) => {
  const config = fileWith(t, "nonsense: 1\nport: [1]\n");
  const argv = [
    "--config",
    config,
    "--port",
    "70000",
    "--unknown",
    "--log-level=loud",
    "--metrics=x",
  ];
  const faults = faultsOf(argv, { COFFER_STOP_TIMEOUT: "-1" });
  for (const word of ["--port", "`--unknown`", "--log-level", "--metrics", "COFFER_STOP_TIMEOUT"]) {
    assert.ok(
      faults.some((fault) => fault.includes(word)),
      `${word} in ${faults.join("; ")}`,
    );
  }
  assert.ok(faults.some((fault) => fault.includes("`nonsense`")));
});

test("a secret is never a flag", () => {
  for (const name of ["root-access-key-secret", "root-passphrase"]) {
    const [fault = ""] = faultsOf([`--${name}`, "marker-value"]);
    assert.match(fault, /cannot be a flag/);
    assert.doesNotMatch(fault, /marker/);
  }
});

test("settings that contradict each other are refused", () => {
  const cases: [string[], NodeJS.ProcessEnv, RegExp][] = [
    [["--tls-cert", "a"], {}, /belong together/],
    [["--host", "0.0.0.0"], {}, /plain http on `0\.0\.0\.0` is refused/],
    [["--account-id", "12"], {}, /16 digits/],
    [["--region", "A B"], {}, /lower-case letters/],
    [["--root-key-file", "a"], { COFFER_ROOT_PASSPHRASE: "x" }, /only one may be given/],
    [[], { COFFER_ROOT_ACCESS_KEY_SECRET: "short" }, /16 to 128/],
    [["--root-access-key-id", "a b"], {}, /8 to 64/],
    [["--audit-webhook", "http://example.com/"], {}, /`audit-webhook` must be/],
    [["--audit-webhook", "file:///etc/passwd"], {}, /`audit-webhook` must be/],
    [["--audit-webhook-token-file", "a"], {}, /need `audit-webhook`/],
    [["--audit-when-full", "ignore"], {}, /must be one of refuse-writes/],
  ];
  for (const [argv, environment, expected] of cases) {
    assert.match(faultsOf(argv, environment).join("\n"), expected);
  }
  assert.deepEqual(faultsOf(["--host", "0.0.0.0", "--allow-plain-http"]), []);
  assert.deepEqual(faultsOf(["--host", "0.0.0.0", "--tls-cert", "a", "--tls-key", "b"]), []);
  for (const host of ["::1", "localhost", "127.9.9.9"])
    assert.deepEqual(faultsOf(["--host", host]), []);
});
