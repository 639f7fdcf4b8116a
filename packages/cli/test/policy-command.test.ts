// `coffer policy explain|test`: policies are tried without a server, and what is wrong with a file is told.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { runCommand } from "../src/main.ts";

const SECRET = "acs:kms:cn-hangzhou:1234567890123456:secret/prod/db";
const READER = {
  Version: "1",
  Statement: [
    {
      ...{ Sid: "Read", Effect: "Allow", Action: "kms:GetSecretValue" },
      Resource: "acs:kms:*:*:secret/prod/*",
    },
    {
      ...{ Effect: "Deny", Action: "kms:*", Resource: "*" },
      Condition: { NotIpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } },
    },
  ],
};
const ASKED = ["--action", "kms:GetSecretValue", "--resource", SECRET] as const;
const INSIDE = ["--context", "acs:SourceIp=10.1.2.3"] as const;

function files(t: { after(fn: () => void): void }) {
  const folder = mkdtempSync(join(tmpdir(), "coffer-policy-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };
  const run = async (...words: string[]) => {
    let [out, err] = ["", ""];
    const code = await runCommand(["policy", ...words], {
      ...{ environment: { HOME: folder }, stdoutIsTerminal: false, stderrIsTerminal: false },
      print(text) {
        out += text;
      },
      error(text) {
        err += text;
      },
      sleep: async () => undefined,
    });
    return { code, out, err };
  };
  return { write, run };
}

test("test prints the decision and exits by it", async (t) => {
  const { write, run } = files(t);
  const policy = write("reader.json", READER);
  assert.deepEqual(await run("test", policy, ...ASKED, ...INSIDE), {
    ...{ code: 0, out: "Allow\n", err: "" },
  });
  const outside = await run("test", policy, ...ASKED, "--context", "acs:SourceIp=192.0.2.1");
  assert.deepEqual([outside.code, outside.out], [1, "ExplicitDeny\n"]);
  const other = await run(
    "test",
    policy,
    "--action",
    "kms:PutSecretValue",
    ...ASKED.slice(2),
    ...INSIDE,
  );
  assert.deepEqual([other.code, other.out], [1, "ImplicitDeny\n"]);
});

test("explain names the statement that decided, in two languages", async (t) => {
  const { write, run } = files(t);
  const policy = write("reader.json", READER);
  const { code, out } = await run("explain", policy, ...ASKED, ...INSIDE);
  assert.equal(code, 0);
  assert.match(out, /`kms:GetSecretValue` on `acs:kms:.*secret\/prod\/db` is allowed\./);
  assert.match(out, /statement 1 \(`Read`\) of the identity policy `.*reader\.json`/);
  assert.match((await run("explain", policy, ...ASKED, ...INSIDE, "--language", "zh")).out, /允许/);
});

test("a session policy narrows, and the resource's policy speaks for another account", async (t) => {
  const { write, run } = files(t);
  const policy = write("reader.json", READER);
  const session = write("session.json", {
    ...{ Version: "1", Statement: [{ Effect: "Allow", Action: "kms:ListSecrets", Resource: "*" }] },
  });
  const narrowed = await run("test", policy, ...ASKED, ...INSIDE, "--session", session);
  assert.deepEqual([narrowed.code, narrowed.out], [1, "ImplicitDeny\n"]);
  const stranger = ["--caller", "acs:ram::6543210987654321:user/ann"];
  assert.equal((await run("test", policy, ...ASKED, ...INSIDE, ...stranger)).code, 1);
  const consent = write("consent.json", {
    Version: "1",
    Statement: [
      {
        ...{ Effect: "Allow", Action: ["kms:GetSecretValue"], Resource: ["*"] },
        Principal: { RAM: ["acs:ram::6543210987654321:*"] },
      },
    ],
  });
  const both = await run(
    ...["test", policy, ...ASKED, ...INSIDE, ...stranger, "--resource-policy", consent],
  );
  assert.deepEqual([both.code, both.out, both.err], [0, "Allow\n", ""]);
});

test("cases: one line each, the reason of those that do not hold, and the count", async (t) => {
  const { write, run } = files(t);
  const policy = write("reader.json", READER);
  const context = { "acs:SourceIp": "10.0.0.1" };
  const right = { name: "reads", action: ASKED[1], resource: SECRET, context, expect: "Allow" };
  const cases = [right, { ...right, name: "from outside", context: {}, expect: "Deny" }];
  const good = await run("test", policy, "--cases", write("good.json", cases));
  assert.deepEqual([good.code, good.out], [0, "ok    reads\nok    from outside\n2 of 2 hold\n"]);
  const wrong = [...cases, { ...right, name: "never", expect: "ImplicitDeny" }];
  const bad = await run("test", policy, "--cases", write("bad.json", wrong));
  assert.equal(bad.code, 1);
  assert.match(bad.out, /FAIL {2}never\n {6}expected ImplicitDeny: .*allowed/);
  assert.match(bad.out, /2 of 3 hold\n$/);
});

const broken: readonly [name: string, content: unknown, told: RegExp][] = [
  ["no JSON", "{", /reader\.json: \$: /],
  ["a misspelt member", { ...READER, Statment: [] }, /reader\.json: \$\.Statment: /],
  [
    "an unknown operator",
    { Version: "1", Statement: [{ ...READER.Statement[0], Condition: { Nope: { a: "b" } } }] },
    /reader\.json: \$\.Statement\[0\]\.Condition/,
  ],
];

for (const [name, content, told] of broken) {
  test(`a policy file with ${name} is refused with file, place and fault`, async (t) => {
    const { write, run } = files(t);
    const { code, out, err } = await run("test", write("reader.json", content), ...ASKED);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, told);
  });
}

test("what is missing or misspelt on the command line is told", async (t) => {
  const { write, run } = files(t);
  const policy = write("reader.json", READER);
  const told = async (...words: string[]) => (await run(...words)).err;
  assert.match(await told("tset", policy), /usage: coffer policy[\s\S]*test/);
  assert.match(await told("test", ...ASKED), /no policy file is given/);
  assert.match(await told("test", policy, ...ASKED.slice(0, 2)), /no resource is given/);
  assert.match(await told("test", policy, ...ASKED.slice(2)), /is not an action/);
  assert.match(await told("test", policy, ...ASKED, "--resorce", "x"), /invalid flag --resorce/);
  assert.match(await told("test", policy, ...ASKED, "--caller", "ann"), /not the ARN of a caller/);
  assert.match(await told("test", policy, ...ASKED, "--context", "x"), /must be a key and a value/);
  assert.match(await told("test", "/nowhere.json", ...ASKED), /there is no such file/);
  const cases = write("cases.json", [{ action: ASKED[1], resource: SECRET, expect: "allow" }]);
  assert.match(await told("test", policy, "--cases", cases), /case 1: `expect` must be one of/);
});
