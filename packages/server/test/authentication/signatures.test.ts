// The verified vectors of both signature schemes, step by step: canonical form, string to sign, signature.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "@coffer/contract";
import fc from "fast-check";
import { percentEncode, sortedNames } from "../../src/authentication/percent.ts";
import { signV1, stringToSignV1 } from "../../src/authentication/signature-v1.ts";
import {
  parseAuthorization,
  signV3,
  stringToSignV3,
} from "../../src/authentication/signature-v3.ts";

const SECRET = "FakeSecretKey0123456789abcdefABCD";
const NONCE = "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf";
const TIME = "2024-05-06T07:08:09Z";
const SIGNED = {
  AccessKeyId: "LTAI5tFakeAccessKey01",
  SignatureMethod: "HMAC-SHA1",
  SignatureNonce: NONCE,
  SignatureVersion: "1.0",
  Timestamp: TIME,
  Version: "2016-01-20",
};

interface VectorV1 {
  readonly name: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly secret: string;
  readonly canonical?: string;
  readonly signature: string;
}

/** pop-core 1.8.0, the KMS TypeScript SDK 3.2.0, and the example of RAM's documentation. */
const V1: readonly VectorV1[] = [
  {
    name: "GET with every sign in a value",
    method: "GET",
    parameters: {
      ...SIGNED,
      Action: "CreateKey",
      Description: "a b+c*d~e!f'(g)/h=中",
      EnableAutomaticRotation: "true",
      Format: "JSON",
      RegionId: "cn-hangzhou",
    },
    secret: SECRET,
    canonical:
      "GET&%2F&AccessKeyId%3DLTAI5tFakeAccessKey01%26Action%3DCreateKey%26Description%3Da%2520b%252Bc%252Ad~e%2521f%2527%2528g%2529%252Fh%253D%25E4%25B8%25AD%26EnableAutomaticRotation%3Dtrue%26Format%3DJSON%26RegionId%3Dcn-hangzhou%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0%26Timestamp%3D2024-05-06T07%253A08%253A09Z%26Version%3D2016-01-20",
    signature: "hkUo2WTYoeTbYbiuEuKSqH2Zfw4=",
  },
  {
    name: "POST with a security token and an empty value",
    method: "POST",
    parameters: {
      ...SIGNED,
      Action: "TagResources",
      Format: "JSON",
      RegionId: "cn-hangzhou",
      "ResourceId.1": "key-1",
      ResourceType: "key",
      SecurityToken: "FakeSecurityToken/+=",
      "Tag.1.Key": "team",
      "Tag.1.Value": "",
    },
    secret: SECRET,
    signature: "vPW7b0QblFsxRf51PmtlW/23k9c=",
  },
  {
    name: "POST with everything in the query",
    method: "POST",
    parameters: { ...SIGNED, Action: "DescribeKey", Format: "json", KeyId: "key-1" },
    secret: SECRET,
    signature: "zJe40AYSBxktQb7oFdqJ9cwFgo0=",
  },
  {
    name: "the documentation's example",
    method: "GET",
    parameters: {
      AccessKeyId: "testid",
      Action: "CreateUser",
      Format: "JSON",
      SignatureMethod: "HMAC-SHA1",
      SignatureNonce: "6a6e0ca6-4557-11e5-86a2-b8e8563dc8d2",
      SignatureVersion: "1.0",
      Timestamp: "2015-08-18T03:15:45Z",
      UserName: "test",
      Version: "2015-05-01",
    },
    secret: "testsecret",
    signature: "kRA2cnpJVacIhDMzXnoNZG9tDCI=",
  },
];

for (const { name, method, parameters, secret, canonical, signature } of V1) {
  test(`V1 vector: ${name}`, () => {
    const given = new Map([["Signature", "never part of it"], ...Object.entries(parameters)]);
    const text = stringToSignV1(method, given);
    if (canonical !== undefined) assert.equal(text, canonical);
    assert.equal(signV1(text, secret).toString("base64"), signature);
  });
}

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const EMPTY_SM3 = "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b";
const HEADERS = {
  host: "127.0.0.1:18080",
  "x-acs-content-sha256": EMPTY_SHA256,
  "x-acs-date": TIME,
  "x-acs-signature-nonce": NONCE,
  "x-acs-version": "2016-01-20",
};

interface VectorV3 {
  readonly name: string;
  readonly algorithm: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly hashed: string;
  readonly signature: string;
}

/** The KMS TypeScript SDK 3.2.0 and generic calls of openapi-core 1.0.8. */
const V3: readonly VectorV3[] = [
  {
    name: "query only",
    algorithm: "ACS3-HMAC-SHA256",
    query: { EncryptionContext: '{"a":"b c*~"}', KeyId: "alias/a", Plaintext: "cGxhaW4=" },
    headers: {
      ...HEADERS,
      "x-acs-action": "Encrypt",
      "x-acs-credentials-provider": "static_ak",
    },
    body: "",
    hashed: "e99e30214eeeb874cb76baeef1d41bd54ef7e1730f3fb3e9594535659d51d438",
    signature: "066113536f8e7158b43a61277c3d201cf72e9af86ed11f5e6f5fd824150ff988",
  },
  {
    name: "form body with a security token",
    algorithm: "ACS3-HMAC-SHA256",
    query: { RegionId: "cn-hangzhou" },
    headers: {
      ...HEADERS,
      "content-type": "application/x-www-form-urlencoded",
      "x-acs-accesskey-id": "LTAI5tFakeAccessKey01",
      "x-acs-action": "CreateSecret",
      "x-acs-content-sha256": "54993f45cb453cc4ab3eda3afd88f7d73ae6bde570565c5191f9b156b95afa60",
      "x-acs-credentials-provider": "static_sts",
      "x-acs-security-token": "FakeSecurityToken/+=",
    },
    body: "SecretName=db%2Fpw&SecretData=p%40ss%20w%2Brd*~'&VersionId=v1&EnableAutomaticRotation=false",
    hashed: "8c388509bb2932ebb43afc234e9cb34aa026a6252baf94e847739e96ba5797fc",
    signature: "13d0895b592a20e17ac090795f6fe03bdabb4ddfb5b7b9aaea068cdb4dbfd8af",
  },
  {
    name: "SM3",
    algorithm: "ACS3-HMAC-SM3",
    query: { KeyId: "key-1" },
    headers: {
      ...HEADERS,
      "x-acs-action": "DescribeKey",
      "x-acs-content-sha256": EMPTY_SM3,
      "x-acs-credentials-provider": "static_ak",
    },
    body: "",
    hashed: "1992bb542d9e491cb1434f15ac2f997bb8109c3379fd6bd284ffdbc568750eec",
    signature: "eaac4586fc2e4328be1b4ef1cc16719d8847f473c67803103c2804b9eb987d7c",
  },
];

for (const { name, algorithm, query, headers, body, hashed, signature } of V3) {
  test(`V3 vector: ${name}`, () => {
    const names = Object.keys(headers).sort().join(";");
    const fields = [`Credential=ak`, `SignedHeaders=${names}`, `Signature=${signature}`];
    const authorization = parseAuthorization(`${algorithm} ${fields.join(",")}`);
    // Java clients write the fields in another order, with blanks.
    const java = `${algorithm} ${fields[0]}, ${fields[2]}, ${fields[1]}`;
    assert.deepEqual(parseAuthorization(java), authorization);
    const parts = {
      method: "POST",
      query: new Map(Object.entries(query).reverse()),
      headers,
      body: Buffer.from(body),
    };
    const text = stringToSignV3(authorization, parts);
    assert.equal(text, `${algorithm}\n${hashed}`);
    assert.equal(signV3(authorization.digest, text, SECRET).toString("hex"), signature);
  });
}

test("a repeated header counts with its values sorted and joined", () => {
  const text = "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=x-acs-many,Signature=b";
  const authorization = parseAuthorization(text);
  const parts = { method: "GET", query: new Map(), body: new Uint8Array() };
  const one = stringToSignV3(authorization, { ...parts, headers: { "x-acs-many": [" b", "a "] } });
  const other = stringToSignV3(authorization, { ...parts, headers: { "x-acs-many": "a,b" } });
  assert.equal(one, other);
});

test("names of the prototype are headers that the request does not have", () => {
  const parts = { method: "GET", query: new Map(), body: new Uint8Array(), headers: {} };
  for (const name of ["constructor", "__proto__", "toString", "absent"]) {
    const text = `ACS3-HMAC-SHA256 Credential=a,SignedHeaders=${name},Signature=b`;
    assert.match(
      stringToSignV3(parseAuthorization(text), parts),
      /^ACS3-HMAC-SHA256\n[0-9a-f]{64}$/,
    );
  }
});

test("an authorization header that is not complete is refused", () => {
  const refused = [
    "ACS3-HMAC-SHA256",
    "ACS3-HMAC-SHA256 ",
    "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host",
    "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=",
    "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=,Signature=b",
    "ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=b",
    "ACS3-HMAC-SHA256 Credential=a,Credential=b,SignedHeaders=host,Signature=b",
    "ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=b",
    "constructor Credential=a,SignedHeaders=host,Signature=b",
  ];
  for (const text of refused) {
    assert.throws(() => parseAuthorization(text), ApiError, text);
  }
});

test("percent-encoding leaves nothing but unreserved signs, and decodes to what it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const encoded = percentEncode(text);
      assert.match(encoded, /^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
      assert.equal(decodeURIComponent(encoded), text);
    }),
  );
});

test("names are sorted by their UTF-8 bytes", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (names) => {
      const bytes = names.map((name) => Buffer.from(name)).sort(Buffer.compare);
      assert.deepEqual(sortedNames(names), bytes.map(String));
    }),
  );
});
