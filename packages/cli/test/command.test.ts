// What a person at a terminal sees: the official command line's cases, with the places where we do better.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { runCommand } from "../src/main.ts";

interface Seen {
  readonly method: string;
  readonly parameters: Record<string, string>;
  readonly headers: Record<string, string | string[] | undefined>;
}

type Reply = readonly [status: number, body: string, headers?: Record<string, string>];

interface World {
  run(...words: string[]): Promise<{ code: number; out: string; err: string }>;
  readonly seen: Seen[];
  readonly home: string;
  readonly environment: Record<string, string | undefined>;
  reply: (seen: Seen) => Reply;
  terminal: boolean;
}

/** A home without files, credentials in the environment, and a server that answers as told. */
async function world(t: { after(fn: () => void): void }): Promise<World> {
  const home = mkdtempSync(join(tmpdir(), "coffer-cli-"));
  const seen: Seen[] = [];
  const listening = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const query = (request.url ?? "").split("?")[1] ?? "";
    const parameters = Object.fromEntries(new URLSearchParams(`${query}&${body}`));
    const one: Seen = { method: request.method ?? "", parameters, headers: request.headers };
    seen.push(one);
    const [status, text, headers] = self.reply(one);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
  }).listen(0, "127.0.0.1");
  t.after(() => {
    listening.close();
    rmSync(home, { recursive: true });
  });
  await once(listening, "listening");
  const address = listening.address();
  assert.ok(typeof address === "object" && address);
  const self: World = {
    home,
    seen,
    terminal: false,
    reply: () => [200, '{"RequestId":"r"}'],
    environment: {
      HOME: home,
      ALIBABA_CLOUD_ACCESS_KEY_ID: "ak",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "marker-sk",
      ALIBABA_CLOUD_REGION_ID: "cn-hangzhou",
      ALIBABA_CLOUD_ENDPOINT: `127.0.0.1:${address.port}`,
    },
    async run(...words) {
      let [out, err] = ["", ""];
      const code = await runCommand(words, {
        environment: self.environment,
        stdoutIsTerminal: self.terminal,
        stderrIsTerminal: self.terminal,
        print(text) {
          out += text;
        },
        error(text) {
          err += text;
        },
        sleep: async () => undefined,
      });
      return { code, out, err };
    },
  };
  return self;
}

/** Begins every colour. */
const ESCAPE = new RegExp(String.fromCharCode(27));
const CREATE = ["kms", "CreateSecret", "--SecretName", "x", "--VersionId", "v1", "--insecure"];

test("1 values of every kind arrive as typed, in a signed POST body", async (t) => {
  const w = await world(t);
  const { code } = await w.run(...CREATE, "--SecretData", "a b+c~*/é\n'\"&=%");
  assert.equal(code, 0);
  assert.equal(w.seen[0]?.method, "POST");
  assert.equal(w.seen[0]?.parameters.SecretData, "a b+c~*/é\n'\"&=%");
  assert.equal(w.seen[0]?.headers["x-acs-action"], "CreateSecret");
  assert.match(String(w.seen[0]?.headers.authorization), /^ACS3-HMAC-SHA256 Credential=ak,/);
});

test("2 output: sorted keys, TABs, exact numbers, nothing escaped that need not be", async (t) => {
  const w = await world(t);
  w.reply = () => [
    200,
    '{"b":"<a>&\\u2028中","a":{},"z":[],"n":12345678901234567890.10,"m":[1.0,1e21]}',
  ];
  const { out } = await w.run("kms", "ListKeys", "--insecure");
  const lines = [
    '\t"a": {},',
    '\t"b": "<a>&\\u2028中",',
    '\t"m": [',
    "\t\t1.0,",
    "\t\t1e21",
    "\t],",
  ];
  assert.equal(out, `{\n${lines.join("\n")}\n\t"n": 12345678901234567890.10,\n\t"z": []\n}\n`);
});

test("3, 4 --method GET sends a query; --quiet prints nothing", async (t) => {
  const w = await world(t);
  const { code, out } = await w.run("kms", "ListKeys", "--insecure", "--method", "GET", "-q");
  assert.deepEqual([code, out, w.seen[0]?.method], [0, "", "GET"]);
  assert.equal((await w.run("kms", "ListKeys", "--method", "PUT")).code, 1);
});

test("5 what is required is asked for, before anything is sent", async (t) => {
  const w = await world(t);
  const { code, err } = await w.run("kms", "CreateSecret", "--SecretName", "x", "--insecure");
  assert.equal(code, 3);
  const list = "  --SecretData\n  --VersionId";
  const tip = "use `coffer kms CreateSecret --help` to get more information";
  const expected = err.replaceAll("  --VersionId\n  --SecretData", list);
  assert.equal(expected, `ERROR: required parameters not assigned: \n${list}\n\n${tip}\n`);
  assert.equal(w.seen.length, 0);
});

test("6, 7, 8 wrong words: exit code 2, suggestions on standard error", async (t) => {
  const w = await world(t);
  const cases: [string[], string, string][] = [
    [
      ["kms", "CreateSecret", "--SecretNam", "x"],
      "'--SecretNam' is not a valid parameter or flag.",
      "SecretName",
    ],
    [["kms", "CreateSecre"], "'CreateSecre' is not a valid api.", "CreateSecret"],
    [["kmss", "ListKeys"], "'kmss' is not a valid command or product.", "kms"],
    [["configure", "lst"], "'lst' is not a valid command", "list"],
  ];
  for (const [words, message, suggestion] of cases) {
    const { code, out, err } = await w.run(...words);
    assert.deepEqual([code, out], [2, ""]);
    assert.ok(err.startsWith(`ERROR: ${message}`), err);
    assert.ok(err.includes(`Did you mean:\n  ${suggestion}\n`), err);
  }
  assert.equal(w.seen.length, 0);
});

test("9, 10 a member twice is refused; types are the server's to judge", async (t) => {
  const w = await world(t);
  const twice = await w.run("kms", "ListKeys", "--PageNumber", "1", "--PageNumber", "2");
  assert.deepEqual(
    [twice.code, twice.err],
    [1, "ERROR: parse failed flag duplicated --PageNumber\n"],
  );
  await w.run("kms", "ListKeys", "--PageNumber", "abc", "--insecure");
  assert.equal(w.seen[0]?.parameters.PageNumber, "abc");
});

test("11, 12 lists by number, and the region fills RegionId", async (t) => {
  const w = await world(t);
  const words = ["--ResourceType", "secret", "--ResourceId.1", "a", "--ResourceId.2", "b"];
  const tag = ["--Tag.1.Key", "k", "--Tag.1.Value", "v"];
  assert.equal((await w.run("kms", "TagResources", ...words, ...tag, "--insecure")).code, 0);
  assert.deepEqual(w.seen[0]?.parameters, {
    ...{ ResourceType: "secret", "ResourceId.1": "a", "ResourceId.2": "b" },
    ...{ "Tag.1.Key": "k", "Tag.1.Value": "v", RegionId: "cn-hangzhou" },
  });
  assert.equal((await w.run("kms", "TagResources", ...words, "--Tag.1", "x")).code, 2);
});

test("13 a file's content is sent byte for byte; a missing file is a clean error", async (t) => {
  const w = await world(t);
  const path = join(w.home, "f");
  writeFileSync(path, "line1\nline2\n");
  await w.run(...CREATE, "--SecretData-FILE", path);
  assert.equal(w.seen[0]?.parameters.SecretData, "line1\nline2\n");
  const missing = await w.run(...CREATE, "--SecretData-FILE", join(w.home, "nobody"));
  assert.equal(missing.code, 1);
  assert.match(missing.err, /there is no such file/);
  const both = await w.run(...CREATE, "--SecretData", "x", "--SecretData-FILE", path);
  assert.deepEqual([both.code, w.seen.length], [1, 1]);
});

test("14 `-FILE -` reads standard input", async (t) => {
  const w = await world(t);
  const program = join(import.meta.dirname, "../../coffer/bin/coffer.js");
  const words = [program, ...CREATE, "--SecretData-FILE", "-", "--dryrun", "--method", "GET"];
  const run = spawnSync(process.execPath, words, {
    input: "s",
    encoding: "utf8",
    env: { ...w.environment, PATH: process.env.PATH },
  });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /SecretData=\*\*\*\*&SecretName=x/);
});

test("15 a value may begin with a dash, and no word is dropped", async (t) => {
  const w = await world(t);
  for (const words of [["--SecretData", "-abc"], ["--SecretData=-abc"], ["--SecretData:-abc"]]) {
    assert.equal((await w.run(...CREATE, ...words)).code, 0);
  }
  await w.run(...CREATE, "--SecretData", "-----BEGIN KEY-----\nx");
  await w.run(...CREATE, "--SecretData", "--unknown-flag");
  const sent = w.seen.map(({ parameters }) => parameters.SecretData);
  assert.deepEqual(sent, ["-abc", "-abc", "-abc", "-----BEGIN KEY-----\nx", "--unknown-flag"]);
  const stray = await w.run("kms", "ListKeys", "-abcdef-secret");
  assert.equal(stray.code, 1);
  assert.doesNotMatch(stray.err, /secret/);
});

test("16 the server's error in the known block, on standard error, exit code 1", async (t) => {
  const w = await world(t);
  w.reply = () => [
    404,
    '{"Code":"Forbidden.ResourceNotFound","Message":"m","RequestId":"r","Recommend":"u"}',
  ];
  const { code, out, err } = await w.run(
    "kms",
    "DescribeSecret",
    "--SecretName",
    "x",
    "--insecure",
  );
  assert.deepEqual([code, out, w.seen.length], [1, "", 1]);
  const block =
    "ERROR: SDK.ServerError\nErrorCode: Forbidden.ResourceNotFound\nRecommend: u\nRequestId: r\nMessage: m\n";
  assert.ok(err.startsWith(`${block}RespHeaders: map[Connection:`), err);
  const json = await w.run(
    "kms",
    "DescribeSecret",
    "--SecretName",
    "x",
    "--insecure",
    "--error-format",
    "json",
  );
  const { kind, code: name, status, requestId } = JSON.parse(json.err);
  assert.deepEqual(
    [kind, name, status, requestId],
    ["server", "Forbidden.ResourceNotFound", 404, "r"],
  );
});

test("17, 18 what is refused for its rate is repeated, each time signed anew", async (t) => {
  const w = await world(t);
  w.reply = () =>
    w.seen.length < 3
      ? [429, '{"Code":"Rejected.Throttling"}', { "x-acs-retry-after": "1" }]
      : [200, "{}"];
  assert.equal((await w.run(...CREATE, "--SecretData", "x")).code, 0);
  const nonces = w.seen.map(({ headers }) => headers["x-acs-signature-nonce"]);
  assert.equal(new Set(nonces).size, 3);
});

test("19 an endpoint's scheme wins; without one it is https, or http when asked", async (t) => {
  const w = await world(t);
  const host = w.environment.ALIBABA_CLOUD_ENDPOINT ?? "";
  assert.equal((await w.run("kms", "ListKeys")).code, 1);
  assert.equal((await w.run("kms", "ListKeys", "--endpoint", `http://${host}`)).code, 0);
  assert.equal(
    (await w.run("kms", "ListKeys", "--endpoint", `http://${host}`, "--secure")).code,
    1,
  );
  assert.equal((await w.run("kms", "ListKeys", "--endpoint", "")).code, 3);
});

test("20 --pager fetches all pages and keeps numbers exact; an empty list is []", async (t) => {
  const w = await world(t);
  w.reply = ({ parameters }) => {
    const page = Number(parameters.PageNumber ?? "1");
    const rows = [0, 1].filter((index) => (page - 1) * 2 + index < 5);
    const Secret = rows.map((index) => `{"n":9007199254740993,"SecretName":"${page}.${index}"}`);
    return [
      200,
      `{"SecretList":{"Secret":[${Secret}]},"PageNumber":${page},"PageSize":2,"TotalCount":5}`,
    ];
  };
  const { out } = await w.run("kms", "ListSecrets", "--pager", "--insecure");
  assert.equal(w.seen.length, 3);
  assert.equal(out.match(/9007199254740993/g)?.length, 5);
  assert.deepEqual(Object.keys(JSON.parse(out)), ["SecretList"]);
  w.reply = () => [200, '{"SecretList":{"Secret":[]},"PageNumber":1,"PageSize":10,"TotalCount":0}'];
  const empty = await w.run("kms", "ListSecrets", "--pager", "--insecure");
  assert.deepEqual(JSON.parse(empty.out), { SecretList: { Secret: [] } });
  w.reply = () => [200, '{"RequestId":"r"}'];
  const none = await w.run("kms", "ListSecrets", "--pager", "--insecure");
  assert.match(none.err, /can't auto recognize collections path/);
});

test("21 --pager follows a token, and never for ever", async (t) => {
  const w = await world(t);
  const page = (token: string) =>
    `{"TagResources":{"TagResource":[{"a":1}]},"NextToken":"${token}"}`;
  w.reply = ({ parameters }) => [200, page(parameters.NextToken === undefined ? "t" : "")];
  const words = ["kms", "ListTagResources", "--ResourceType", "key", "--pager", "--insecure"];
  const { out } = await w.run(...words);
  assert.equal(JSON.parse(out).TagResources.TagResource.length, 2);
  w.reply = () => [200, page("same")];
  assert.equal((await w.run(...words)).code, 0);
  assert.equal(w.seen.length, 4);
});

test("22, 23 a table, and a table without columns is refused", async (t) => {
  const w = await world(t);
  w.reply = () => [200, '{"L":{"S":[{"N":"a","Big":12345678901234568},{"N":"bcd","Big":1}]}}'];
  const words = [
    "kms",
    "ListSecrets",
    "--insecure",
    "-o",
    "cols=N,Big,None",
    "rows=L.S",
    "num=true",
  ];
  const { out } = await w.run(...words);
  const table = [
    "Num | N   | Big               | None",
    "--- | -   | ---               | ----",
    "0   | a   | 12345678901234568 | <nil>",
    "1   | bcd | 1                 | <nil>",
  ];
  assert.equal(out, `${table.join("\n")}\n\n`);
  const wrong = await w.run("kms", "ListSecrets", "--insecure", "--output", "json");
  assert.notEqual(wrong.code, 0);
  const alone = await w.run("kms", "ListSecrets", "--insecure", "-o");
  assert.equal(alone.err, "ERROR: bad flag format --output with field cols= required\n");
});

test("24 --waiter repeats until the value is there, or says what it saw last", async (t) => {
  const w = await world(t);
  w.reply = () => [
    200,
    `{"KeyMetadata":{"KeyState":"${w.seen.length < 3 ? "PendingImport" : "Enabled"}"}}`,
  ];
  const words = [
    "kms",
    "DescribeKey",
    "--KeyId",
    "k",
    "--insecure",
    "--waiter",
    "expr=KeyMetadata.KeyState",
  ];
  assert.equal((await w.run(...words, "to=Enabled")).code, 0);
  assert.equal(w.seen.length, 3);
  assert.match((await w.run(...words)).err, /with field to= required/);
  assert.match((await w.run(...words, "to=x", "timeout=601")).err, /must between 1-600/);
  const exclusive = await w.run(...words, "to=x", "--pager");
  assert.equal(exclusive.err, "ERROR: flag --pager is exclusive with --waiter\n");
});

test("25 --cli-query", async (t) => {
  const w = await world(t);
  w.reply = () => [200, '{"A":{"B":"c"},"N":[{"n":1},{"n":2}]}'];
  const query = async (expression: string) =>
    w.run("kms", "ListKeys", "--insecure", "--cli-query", expression);
  assert.equal((await query("A.B")).out, '"c"\n');
  assert.equal((await query("nope")).out, "null\n");
  assert.equal((await query("N[?n>`1`].n")).out, "[\n\t2\n]\n");
  const wrong = await query("[[");
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /^ERROR: JMESPath query failed: SyntaxError/);
});

test("26 --dryrun shows the request without its secrets, and sends nothing", async (t) => {
  const w = await world(t);
  const { out, code } = await w.run(...CREATE, "--SecretData", "marker-data", "--dryrun");
  assert.deepEqual([code, w.seen.length], [0, 0]);
  assert.ok(
    out.startsWith(
      `Skip invoke in dry-run mode, request is:\n${"-".repeat(36)}\nPOST / HTTP/1.1\n`,
    ),
  );
  assert.match(out, /SecretData=\*\*\*\*&SecretName=x/);
  assert.doesNotMatch(out, /marker/);
  assert.match(out, /Signature=\*\*\*\*/);
  assert.equal(
    (await w.run("kms", "ListKeys", "--dryrun", "-q")).err,
    "ERROR: flag --quiet is exclusive with --dryrun\n",
  );
});

test("27 without region or credentials it says what to do", async (t) => {
  const w = await world(t);
  const { ALIBABA_CLOUD_REGION_ID: _, ...noRegion } = w.environment;
  Object.assign(w.environment, { ALIBABA_CLOUD_REGION_ID: undefined });
  const region = await w.run("kms", "ListKeys");
  assert.equal(region.code, 3);
  assert.match(
    region.err,
    /^ERROR: region can't be empty\n\nConfiguration failed, use `coffer configure`/,
  );
  assert.ok("HOME" in noRegion);
  Object.assign(w.environment, { ALIBABA_CLOUD_ACCESS_KEY_ID: undefined });
  const keys = await w.run("kms", "ListKeys", "--RegionId", "cn-hangzhou");
  assert.match(
    keys.err,
    /profile default is not configure yet, run `coffer configure --profile default` first/,
  );
});

test("28 a broken profile file is an error, never silence", async (t) => {
  const w = await world(t);
  mkdirSync(join(w.home, ".coffer"));
  writeFileSync(join(w.home, ".coffer/config.json"), "{bad");
  for (const words of [
    ["kms", "ListKeys"],
    ["configure", "list"],
    ["configure", "explain"],
  ]) {
    const { code, err } = await w.run(...words);
    assert.equal(code, 3);
    assert.match(err, /config\.json` is not valid JSON/);
  }
});

test("29 temporary credentials send their token; other modes are refused in words", async (t) => {
  const w = await world(t);
  await w.run("kms", "ListKeys", "--insecure", "--mode", "StsToken", "--sts-token", "tok");
  assert.equal(w.seen[0]?.headers["x-acs-security-token"], "tok");
  const role = await w.run("kms", "ListKeys", "--insecure", "--mode", "RamRoleArn");
  assert.equal(role.code, 3);
  assert.match(role.err, /mode RamRoleArn cannot be used here/);
});

test("30 completion: products, operations, members, values", async (t) => {
  const w = await world(t);
  const complete = async (...words: string[]) =>
    (await w.run("__complete", ...words)).out.split("\n").slice(0, -1);
  assert.deepEqual(await complete("k"), ["kms"]);
  assert.deepEqual(await complete("kms", "listse"), ["ListSecretVersionIds", "ListSecrets"]);
  const members = await complete("kms", "CreateSecret", "--Se");
  assert.deepEqual(members.filter((word) => word.startsWith("--S")).sort(), [
    ...["--SecretData", "--SecretDataType", "--SecretName", "--SecretType"],
  ]);
  assert.deepEqual(await complete("kms", "TagResources", "--Tag"), [
    "--Tag.1.Key",
    "--Tag.1.Value",
  ]);
  assert.deepEqual(await complete("kms", "CreateSecret", "--SecretDataType", "b"), ["binary"]);
  for (const shell of ["bash", "zsh", "fish"]) {
    assert.match((await w.run("completion", shell)).out, /coffer __complete/);
  }
});

test("what cannot be reached is told without address parameters or secrets", async (t) => {
  const w = await world(t);
  w.environment.ALIBABA_CLOUD_ENDPOINT = "127.0.0.1:1";
  const { code, err } = await w.run(...CREATE, "--SecretData", "marker-data");
  assert.equal(code, 1);
  assert.equal(
    err,
    "ERROR: `127.0.0.1:1` cannot be reached: the connection was refused: is the server running?\n",
  );
});

test("colour only on a terminal, and never with NO_COLOR", async (t) => {
  const w = await world(t);
  assert.doesNotMatch((await w.run("nonsense")).err, ESCAPE);
  w.terminal = true;
  assert.match((await w.run("nonsense")).err, /\[1;31mERROR/);
  w.environment.NO_COLOR = "yes";
  assert.doesNotMatch((await w.run("nonsense")).err, ESCAPE);
});

test("a long list shows how far it is on a terminal only", async (t) => {
  const w = await world(t);
  w.reply = () => [
    200,
    '{"SecretList":{"Secret":[{"a":1}]},"PageNumber":1,"PageSize":10,"TotalCount":1}',
  ];
  const words = ["kms", "ListSecrets", "--pager", "--insecure"];
  assert.equal((await w.run(...words)).err, "");
  w.terminal = true;
  assert.equal((await w.run(...words)).err, "\r1 / 1 \r\x1b[K");
});

test("members come from a JSON file too; the command line wins", async (t) => {
  const w = await world(t);
  const path = join(w.home, "in.json");
  writeFileSync(
    path,
    '{"SecretName":"file","SecretData":"d","VersionId":"v","Tags":[{"TagKey":"a"}]}',
  );
  await w.run(
    "kms",
    "CreateSecret",
    "--cli-input-json",
    path,
    "--SecretName",
    "word",
    "--insecure",
  );
  const sent = { SecretName: "word", SecretData: "d", VersionId: "v", Tags: '[{"TagKey":"a"}]' };
  assert.deepEqual(w.seen[0]?.parameters, sent);
});

test("profiles: set, list, get, switch, delete, explain", async (t) => {
  const w = await world(t);
  const keys = ["--access-key-id", "LTAI-abc", "--access-key-secret", "marker-secret"];
  assert.equal(
    (await w.run("configure", "set", "--profile", "one", ...keys, "--region", "r1")).code,
    0,
  );
  assert.equal(
    (await w.run("configure", "set", "--profile", "two", ...keys, "--region", "r2")).code,
    0,
  );
  const path = join(w.home, ".coffer/config.json");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const list = await w.run("configure", "list");
  assert.match(list.out, /one +\| AK:\*\*\*abc +\| Valid \| r1/);
  assert.match(list.out, /two \* +\|/);
  assert.equal(
    (await w.run("configure", "switch", "--profile", "one")).out,
    "The default profile is `one` now.\n",
  );
  assert.equal((await w.run("configure", "get", "region")).out, "r1\n");
  const shown = await w.run("configure", "get");
  assert.doesNotMatch(shown.out, /marker-secret/);
  const explained = (await w.run("configure", "explain", "--region", "r9")).out;
  assert.match(explained, /^profile: one, from /);
  assert.match(explained, /region: r9 {2}\(--region\)/);
  assert.match(explained, /accessKeySecret: \*\*\*ret {2}\(profile one\)/);
  assert.match(explained, /endpoint: .* {2}\(ALIBABA_CLOUD_ENDPOINT\)/);
  assert.equal((await w.run("configure", "delete", "--profile", "one")).code, 0);
  assert.equal(JSON.parse(readFileSync(path, "utf8")).current, "two");
  assert.equal((await w.run("configure", "delete", "--profile", "one")).code, 1);
  assert.equal((await w.run("kms", "ListKeys", "--profile", "nobody")).code, 3);
});

test("each setting: flag over profile over environment", async (t) => {
  const w = await world(t);
  const host = w.environment.ALIBABA_CLOUD_ENDPOINT ?? "";
  await w.run("kms", "ListKeys", "--insecure");
  await w.run(
    "configure",
    "set",
    "--access-key-id",
    "file",
    "--access-key-secret",
    "s",
    "--region",
    "r",
    "--endpoint",
    `http://${host}`,
  );
  await w.run("kms", "ListKeys");
  await w.run("kms", "ListKeys", "--access-key-id", "flag");
  w.environment.ALIBABA_CLOUD_IGNORE_PROFILE = "TRUE";
  await w.run("kms", "ListKeys", "--insecure");
  const keys = w.seen.map(
    ({ headers }) => /Credential=([^,]*)/.exec(String(headers.authorization))?.[1],
  );
  assert.deepEqual(keys, ["ak", "file", "flag", "ak"]);
});

test("the profile file of `aliyun` is read when there is none of ours", async (t) => {
  const w = await world(t);
  mkdirSync(join(w.home, ".aliyun"));
  const profile = {
    name: "default",
    mode: "AK",
    access_key_id: "theirs",
    access_key_secret: "s",
    region_id: "r",
  };
  writeFileSync(
    join(w.home, ".aliyun/config.json"),
    JSON.stringify({ current: "default", profiles: [profile] }),
  );
  await w.run("kms", "ListKeys", "--insecure");
  assert.match(String(w.seen[0]?.headers.authorization), /Credential=theirs,/);
});

test("help: pages in English and Chinese, for every operation", async (t) => {
  const w = await world(t);
  for (const words of [["help"], ["--help"], []])
    assert.match((await w.run(...words)).out, /Commands:/);
  const product = await w.run("kms");
  assert.equal(product.out, (await w.run("kms", "help")).out);
  assert.match(product.out, /GetSecretValue +Reads the value of a secret\./);
  assert.match(product.out, /CreatePolicy +\[planned\] /);
  const page = await w.run("kms", "CreateSecret", "--help");
  assert.equal(page.out, (await w.run("help", "kms", "CreateSecret")).out);
  assert.match(page.out, /--SecretData String Required\n {2}Value, at most 30,720 bytes\.\n/);
  assert.match(
    (await w.run("kms", "CreateSecret", "help", "--language", "zh")).out,
    /--SecretData String 必选\n {2}凭据值/,
  );
  w.environment.LANG = "zh_CN.UTF-8";
  assert.match((await w.run("kms")).out, /GetSecretValue +获取凭据值。/);
  assert.equal((await w.run("kms", "Nope", "help")).code, 2);
  assert.equal((await w.run("kms", "CreateSecret", "x", "help")).code, 1);
  assert.equal(
    (
      await w.run(
        "kms",
        "CreateSecret",
        "--SecretName",
        "help",
        "--SecretData",
        "x",
        "--VersionId",
        "v",
        "--dryrun",
      )
    ).code,
    0,
  );
});

const status = (EndTime?: string): Reply => {
  const rotation = { FromFingerprint: "aa", ToFingerprint: "bb", StartTime: "s", EndTime };
  return [200, JSON.stringify({ Fingerprint: "bb", Rotation: rotation, RequestId: "r" })];
};

test("root-key rotate watches the rotation until its end", async (t) => {
  const w = await world(t);
  let asked = 0;
  w.reply = ({ headers }) => {
    if (headers["x-acs-action"] === "RotateRootKey") {
      return [200, '{"FromFingerprint":"aa","ToFingerprint":"bb","RequestId":"r"}'];
    }
    asked += 1;
    return asked < 3 ? status() : status("e");
  };
  const { code, out } = await w.run("root-key", "rotate", "--insecure");
  assert.deepEqual([code, asked], [0, 3]);
  assert.match(out, /^The root key aa is being replaced by bb\..*\nDone: .*`<file>\.aa`.*\n$/);
  assert.equal(w.seen[0]?.headers["x-acs-version"], "2026-11-24");
  const shown = await w.run("root-key", "status", "--insecure");
  assert.equal(JSON.parse(shown.out).Rotation.EndTime, "e");
  assert.equal((await w.run("root-key", "rotte")).code, 2);
  assert.equal((await w.run("root-key")).code, 2);
});

test("ScheduleKeyDeletion names the secrets that will be lost, on standard error", async (t) => {
  const w = await world(t);
  const KeyMetadata = { KeyId: "key-1", DeleteDate: "2026-12-24T00:00:00Z" };
  const ProtectedSecrets = { SecretName: ["db", "api"], TotalCount: 12 };
  w.reply = ({ headers }) =>
    headers["x-acs-action"] === "DescribeKey"
      ? [200, JSON.stringify({ KeyMetadata, ProtectedSecrets })]
      : [200, '{"RequestId":"r"}'];
  const words = ["kms", "ScheduleKeyDeletion", "--KeyId", "alias/x", "--PendingWindowInDays", "30"];
  const { code, out, err } = await w.run(...words, "--insecure");
  assert.deepEqual([code, JSON.parse(out)], [0, { RequestId: "r" }]);
  assert.match(
    err,
    /^warning: the key protects 12 secrets: `db`, `api` …\. .*2026-12-24.*key-1\n$/,
  );
  assert.deepEqual(w.seen[1]?.parameters, { KeyId: "alias/x" });
  w.reply = ({ headers }) =>
    headers["x-acs-action"] === "DescribeKey"
      ? [403, '{"Code":"Forbidden.NoPermission","Message":"m","RequestId":"r"}']
      : [200, '{"RequestId":"r"}'];
  assert.deepEqual((await w.run(...words, "--insecure")).err, "");
});
