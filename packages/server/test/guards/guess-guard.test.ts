// Laws of the slow-down after wrong signatures: guessing is slow, a right request elsewhere never is.
import assert from "node:assert/strict";
import test from "node:test";
import { createGuessGuard } from "../../src/guards/guess-guard.ts";
import { ACCESS_KEY, ACCOUNT, formRequest, START, testServer } from "../support/server.ts";

const ATTACKER = "203.0.113.9";
const OTHER = "198.51.100.4";

async function guessing() {
  const server = await testServer();
  const from = (address: string, change: Readonly<Record<string, string>> = {}) => {
    const parameters = { ...server.signed("ListSecrets"), ...change };
    return server.handle({ ...formRequest(parameters), remoteAddress: address });
  };
  const guess = (address: string, accessKeyId: string = ACCESS_KEY.id) =>
    from(address, { Signature: "d3Jvbmc=", AccessKeyId: accessKeyId });
  return { server, from, guess };
}

test("after twenty wrong signatures the AccessKey waits at that address, and only there", async () => {
  const { server, from, guess } = await guessing();
  for (let index = 0; index < 20; index += 1) {
    assert.equal((await guess(ATTACKER)).code, "SignatureDoesNotMatch");
  }
  const refused = await guess(ATTACKER);
  assert.deepEqual([refused.status, refused.code], [429, "Rejected.Throttling"]);
  // A right signature gets the same answer, so that a refused guess tells nothing.
  assert.equal((await from(ATTACKER)).code, "Rejected.Throttling");
  assert.equal((await from(OTHER)).code, "OK");
  server.now += 1000 * Number(refused.headers["retry-after"]);
  assert.equal((await from(ATTACKER)).code, "OK");
});

test("a guesser's rate over a long time is one in three seconds", async () => {
  const { server, guess } = await guessing();
  let looked = 0;
  for (let second = 0; second < 300; second += 1) {
    server.now += 1000;
    if ((await guess(ATTACKER)).code === "SignatureDoesNotMatch") looked += 1;
  }
  assert.ok(looked <= 20 + 300 / 3 + 1, `${looked} guesses were looked at`);
});

test("changing the AccessKey with each guess ends at the address's limit", async () => {
  const { guess } = await guessing();
  const codes = new Map<string, number>();
  for (let index = 0; index < 300; index += 1) {
    const { code } = await guess(ATTACKER, `LTAI5tGuessed${index}`);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  assert.deepEqual(
    [...codes],
    [
      ["InvalidAccessKeyId.NotFound", 200],
      ["Rejected.Throttling", 100],
    ],
  );
});

/** Every way in which something guessed is wrong, as an attacker without credentials meets it. */
const GUESSES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SignatureDoesNotMatch: { Signature: "d3Jvbmc=" },
  "InvalidAccessKeyId.NotFound": { AccessKeyId: "LTAI5tNobody" },
  "InvalidSecurityToken.Malformed": { AccessKeyId: "STS.guessed", SecurityToken: "v1.guessed" },
};

for (const [code, change] of Object.entries(GUESSES)) {
  test(`whose guesses end in ${code} waits after twenty`, async () => {
    const { from } = await guessing();
    for (let index = 0; index < 20; index += 1) {
      assert.equal((await from(ATTACKER, change)).code, code);
    }
    assert.equal((await from(ATTACKER, change)).code, "Rejected.Throttling");
  });
}

test("who tries a session's token with other AccessKeys waits after twenty", async () => {
  const { server, from } = await guessing();
  const trust = { Effect: "Allow", Action: "sts:AssumeRole" };
  const Principal = { RAM: [`acs:ram::${ACCOUNT}:root`] };
  const document = JSON.stringify({ Version: "1", Statement: [{ ...trust, Principal }] });
  await server.ram("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: document });
  const ann = await server.user("ann", [{ ...trust, Resource: "*" }]);
  const { token = "" } = await server.session(ann, { RoleArn: `acs:ram::${ACCOUNT}:role/r` });
  const change = { AccessKeyId: "STS.guessed", SecurityToken: token };
  const mismatch = "InvalidSecurityToken.MismatchWithAccessKey";
  for (let index = 0; index < 20; index += 1) {
    assert.equal((await from(ATTACKER, change)).code, mismatch);
  }
  assert.equal((await from(ATTACKER, change)).code, "Rejected.Throttling");
});

test("faults that no guess ends in are not counted", () => {
  const guard = createGuessGuard();
  const attempt = { claimed: ACCESS_KEY.id, address: ATTACKER };
  for (let index = 0; index < 1000; index += 1) {
    guard.failed(attempt, "InvalidTimeStamp.Expired", START);
    guard.failed(attempt, "SignatureNonceUsed", START);
  }
  guard.check(attempt, START);
});

test("a clock that goes back makes no failure good, and one far ahead is no lock", () => {
  const guard = createGuessGuard();
  const attempt = { claimed: ACCESS_KEY.id, address: ATTACKER };
  for (let index = 0; index < 20; index += 1) {
    guard.failed(attempt, "SignatureDoesNotMatch", START);
  }
  assert.throws(() => guard.check(attempt, START - 3_600_000), { code: "Rejected.Throttling" });
  guard.check(attempt, START + 3_600_000);
});

test("no claimed name, however long, makes the table grow by its length", async () => {
  const { guess } = await guessing();
  const long = "L".repeat(5000);
  for (let index = 0; index < 20; index += 1) await guess(ATTACKER, `${long}${index}`);
  assert.equal((await guess(ATTACKER, `${long}99`)).code, "Rejected.Throttling");
});
