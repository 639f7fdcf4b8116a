// Laws of login profiles, MFA devices and the account's settings, through the front door.
import assert from "node:assert/strict";
import test from "node:test";
import { inflateSync } from "node:zlib";
import { oneTimeCode, timeStep } from "@coffer/crypto";
import { MemoryStore } from "@coffer/store";
import { ACCOUNT, testServer } from "../support/server.ts";

const PASSWORD = "a good passphrase";

async function world() {
  const store = new MemoryStore();
  const server = await testServer({ store });
  const ann = await server.user("ann", [
    { Effect: "Allow", Action: "ram:ChangePassword", Resource: "*" },
  ]);
  const code = async (action: string, members: Readonly<Record<string, string>>, by = ann) =>
    (await server.call(action, members, by)).code;
  const root = async (action: string, members: Readonly<Record<string, string>> = {}) =>
    (await server.call(action, members)).code;
  return { server, store, ann, code, root };
}

test("a password comes, changes and goes, and is nowhere but in its hash", async () => {
  const { server, store, code, root } = await world();
  const user = { UserName: "ann" };
  assert.equal(await root("GetLoginProfile", user), "EntityNotExist.User.LoginProfile");
  const made = { ...user, Password: PASSWORD, PasswordResetRequired: "true" };
  const { body } = await server.call("CreateLoginProfile", made);
  assert.deepEqual(body.LoginProfile, {
    ...{ UserName: "ann", PasswordResetRequired: true, MFABindRequired: false },
    CreateDate: "2026-11-24T08:00:00Z",
  });
  assert.equal(await root("CreateLoginProfile", made), "EntityAlreadyExists.User.LoginProfile");
  assert.equal(await root("DeleteUser", user), "DeleteConflict.User.AccessKey");
  const wrong = { OldPassword: "another one", NewPassword: "a better passphrase" };
  assert.equal(await code("ChangePassword", wrong), "InvalidParameter.OldPassword.Incorrect");
  const right = { OldPassword: PASSWORD, NewPassword: "a better passphrase" };
  assert.equal(await code("ChangePassword", right), "OK");
  assert.equal(await code("ChangePassword", right), "InvalidParameter.OldPassword.Incorrect");
  assert.equal(await root("ChangePassword", right), "NotSupport.Account");
  const profile = (await server.call("GetLoginProfile", user)).body.LoginProfile;
  assert.equal((profile as { PasswordResetRequired: boolean }).PasswordResetRequired, false);
  const everything = JSON.stringify([await server.events(), server.log(), profile]);
  assert.doesNotMatch(everything, /passphrase|argon2id/);
  const stored = JSON.stringify(await store.identity("user", ACCOUNT, "ann"));
  assert.doesNotMatch(stored, /passphrase/);
  assert.equal(await root("DeleteLoginProfile", user), "OK");
  assert.equal(await root("DeleteLoginProfile", user), "EntityNotExist.User.LoginProfile");
  assert.deepEqual(server.unexpected, []);
});

test("the account's policy says what a password must be, and which may not come again", async () => {
  const { server, code, root } = await world();
  const policy = {
    ...{ MinimumPasswordLength: "10", RequireNumbers: "true", RequireSymbols: "true" },
    ...{ RequireUppercaseCharacters: "true", PasswordReusePrevention: "2" },
  };
  const { body } = await server.call("SetPasswordPolicy", policy);
  assert.deepEqual(
    (await server.call("GetPasswordPolicy")).body.PasswordPolicy,
    body.PasswordPolicy,
  );
  assert.equal((body.PasswordPolicy as { MaxLoginAttemps: number }).MaxLoginAttemps, 5);
  const make = (Password: string) => root("CreateLoginProfile", { UserName: "ann", Password });
  const weak = ["Sh0rt!aaa", "no-digits-HERE", "No1symbolsHere", "no-upper-1234", "With-ann-1234"];
  for (const Password of [...weak, `Aa1!${"x".repeat(29)}`]) {
    assert.equal(await make(Password), "InvalidParameter.Password.TooWeak", Password);
  }
  assert.equal(await make("First-one-1"), "OK");
  const change = (OldPassword: string, NewPassword: string) =>
    code("ChangePassword", { OldPassword, NewPassword });
  const REUSED = "InvalidParameter.NewPassword.ReusePrevention";
  assert.equal(await change("First-one-1", "First-one-1"), REUSED);
  assert.equal(await change("First-one-1", "Second-one-2"), "OK");
  assert.equal(await change("Second-one-2", "First-one-1"), REUSED);
  assert.equal(await change("Second-one-2", "Third-one-3"), "OK");
  assert.equal(await change("Third-one-3", "First-one-1"), "OK", "two are remembered");
  for (const MinimumPasswordLength of ["7", "33", "x"]) {
    const { code: short, body: told } = await server.call("SetPasswordPolicy", {
      MinimumPasswordLength,
    });
    assert.equal(short, "InvalidParameter.MinimumPasswordLength.Range");
    const sentence = 'The parameter - "MinimumPasswordLength" MUST be in the range of 8 and 32.';
    assert.equal(told.Message, sentence);
  }
});

function base32Bytes(text: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

test("a device is bound by two codes in a row, once, to one user", async () => {
  const { server, root } = await world();
  await server.user("bob");
  const { body } = await server.call("CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" });
  const device = body.VirtualMFADevice as Readonly<Record<string, string>>;
  const { SerialNumber = "", Base32StringSeed = "", QRCodePNG = "" } = device;
  assert.equal(SerialNumber, `acs:ram::${ACCOUNT}:mfa/phone`);
  assert.match(Base32StringSeed, /^[A-Z2-7]{32}$/);
  const picture = Buffer.from(QRCodePNG, "base64");
  assert.equal(picture.subarray(1, 4).toString(), "PNG");
  const side = picture.readUInt32BE(16);
  const data = picture.indexOf("IDAT");
  const pixels = inflateSync(picture.subarray(data + 4, data + 4 + picture.readUInt32BE(data - 4)));
  assert.equal(pixels.length, side * (1 + Math.ceil(side / 8)));
  const again = { VirtualMFADeviceName: "PHONE" };
  assert.equal(await root("CreateVirtualMFADevice", again), "EntityAlreadyExists.VirtualMFADevice");

  const seed = base32Bytes(Base32StringSeed);
  const step = timeStep(server.now);
  const bind = (UserName: string, first: number, second: number) =>
    root("BindMFADevice", {
      ...{ UserName, SerialNumber, AuthenticationCode1: oneTimeCode(seed, first) },
      AuthenticationCode2: oneTimeCode(seed, second),
    });
  const WRONG = "CheckAuthenticationCodeFail";
  const typed = { UserName: "ann", SerialNumber, AuthenticationCode1: "12345" };
  const short = { ...typed, AuthenticationCode2: "123456" };
  assert.equal(await root("BindMFADevice", short), "InvalidParameter.AuthenticationCode.Format");
  assert.equal(await bind("ann", step, step), WRONG);
  assert.equal(await bind("ann", step, step + 2), WRONG);
  assert.equal(await bind("ann", step + 1, step), WRONG);
  assert.equal(await bind("ann", step - 9, step - 8), WRONG);
  assert.equal(await root("GetUserMFAInfo", { UserName: "ann" }), "EntityNotExist.User.MFADevice");
  assert.equal(await bind("ann", step - 1, step), "OK");
  const info = (await server.call("GetUserMFAInfo", { UserName: "ann" })).body.MFADevice;
  assert.deepEqual(info, { SerialNumber, Type: "VMFA" });
  assert.equal(await bind("bob", step, step + 1), "EntityAlreadyExists.VirtualMFADevice.User");
  assert.equal(await bind("ann", step, step + 1), "EntityAlreadyExists.User.MFADevice");
  const conflict = "DeleteConflict.VirtualMFADevice.User";
  assert.equal(await root("DeleteVirtualMFADevice", { SerialNumber }), conflict);
  const listed = (await server.call("ListVirtualMFADevices")).body.VirtualMFADevices;
  const [row] = (listed as { VirtualMFADevice: { User: { UserName: string } }[] }).VirtualMFADevice;
  assert.equal(row?.User.UserName, "ann");
  assert.equal(await root("UnbindMFADevice", { UserName: "ann" }), "OK");
  // Codes that were used do not bind it again.
  assert.equal(await bind("bob", step - 1, step), WRONG);
  assert.equal(await root("DeleteVirtualMFADevice", { SerialNumber }), "OK");
  const events = JSON.stringify(await server.events());
  assert.equal(events.includes(Base32StringSeed) || events.includes(QRCodePNG), false);
  assert.deepEqual(server.unexpected, []);
});

test("a device of another account is not there", async () => {
  const { server } = await world();
  const other = await server.account("partner");
  await server.call("CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" });
  const SerialNumber = `acs:ram::${ACCOUNT}:mfa/phone`;
  const answer = await server.call("DeleteVirtualMFADevice", { SerialNumber }, other);
  assert.deepEqual([answer.status, answer.code], [404, "EntityNotExist.VirtualMFADevice"]);
});

test("the account's alias and preferences are kept, and are each account's own", async () => {
  const { server, root } = await world();
  const other = await server.account("partner");
  assert.equal((await server.call("GetAccountAlias")).body.AccountAlias, "");
  assert.equal(await root("SetAccountAlias", { AccountAlias: "my-team" }), "OK");
  assert.equal((await server.call("GetAccountAlias")).body.AccountAlias, "my-team");
  assert.equal((await server.call("GetAccountAlias", {}, other)).body.AccountAlias, "");
  const bad = "InvalidParameter.AccountAlias.Format";
  for (const AccountAlias of ["My-team", "my--team", "-team", "team-", "my_team"]) {
    assert.equal(await root("SetAccountAlias", { AccountAlias }), bad, AccountAlias);
  }
  assert.equal(await root("ClearAccountAlias"), "OK");
  assert.equal((await server.call("GetAccountAlias")).body.AccountAlias, "");
  await server.call("SetSecurityPreference", { LoginSessionDuration: "8" });
  const { body } = await server.call("GetSecurityPreference");
  assert.deepEqual(body.SecurityPreference, {
    LoginProfilePreference: {
      ...{ AllowUserToChangePassword: true, EnableSaveMFATicket: false, LoginNetworkMasks: "" },
      LoginSessionDuration: 8,
    },
    AccessKeyPreference: { AllowUserToManageAccessKeys: false },
    MFAPreference: { AllowUserToManageMFADevices: true },
    PublicKeyPreference: { AllowUserToManagePublicKeys: false },
  });
  assert.deepEqual(server.unexpected, []);
});
