// Identities for a bench run: users with an AccessKey each, and policies attached to them.
import { systemRandom } from "@coffer/crypto";
import type { PolicyRecord, UserRecord, WriteStore } from "@coffer/store";
import { newPolicyId, newUserId } from "../packages/server/src/domain/identity/identity-ids.ts";
import {
  drawAccessKey,
  wrapAccessKeySecret,
} from "../packages/server/src/keyring/access-key-secret.ts";
import type { Open } from "./data.ts";
import type { Credentials } from "./load/request.ts";

const PER_USER = 3;
const ROWS_PER_TRANSACTION = 1_000;

/** Who reads in the measure, in every data folder. */
export const READER: Credentials = {
  accessKeyId: "LTAI5tBenchReaderReader1",
  accessKeySecret: "ReaderSecret0123456789abcdefABCD",
};

/** Five statements; the third of the third policy lets its user read the bench's secrets, the others speak of more. */
function document(number: number): string {
  const statement = (index: number) => ({
    Effect: "Allow",
    Action: ["kms:GetSecretValue", "kms:DescribeSecret"],
    Resource: [
      `acs:kms:*:*:secret/${number === 2 && index === 2 ? "bench" : `s${number}-${index}`}/*`,
    ],
    ...(index === 4
      ? { Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8", "127.0.0.0/8"] } } }
      : {}),
  });
  return JSON.stringify({ Version: "1", Statement: [0, 1, 2, 3, 4].map(statement) });
}

function policyRecord(accountId: string, number: number): PolicyRecord {
  const now = Date.now();
  return {
    ...{ accountId, id: newPolicyId(systemRandom), name: `policy-${number}`, description: "" },
    ...{ createdAt: now, updatedAt: now, defaultVersion: "v1", nextVersion: 2 },
    versions: [{ versionId: "v1", document: document(number), createdAt: now }],
  };
}

function userRecord(accountId: string, number: number): UserRecord {
  const now = Date.now();
  return {
    ...{ accountId, id: newUserId(systemRandom), name: `user-${number}`, displayName: "" },
    ...{ mobilePhone: "", email: "", comments: "", createdAt: now, updatedAt: now },
  };
}

/** Users `user-0` … with three policies each; the first is the reader's. */
export function withIdentities(users: number, policies: number) {
  return async ({ store, rootKeys, accountId }: Open): Promise<void> => {
    const rootKey = await rootKeys.wrapping(store);
    const made = Array.from({ length: policies }, (_, number) => policyRecord(accountId, number));
    const add = async (write: WriteStore, number: number): Promise<void> => {
      const user = userRecord(accountId, number);
      await write.insertIdentity("user", user);
      const { accessKeyId: id, accessKeySecret: secret } = READER;
      const pair = number === 0 ? { id, secret } : drawAccessKey(systemRandom);
      await write.insertAccessKey({
        ...{ id: pair.id, accountId, principal: user.id, status: "Active", createdAt: Date.now() },
        wrappedSecret: wrapAccessKeySecret(rootKey, { ...pair, accountId }),
      });
      for (let index = 0; index < PER_USER; index += 1) {
        const policy = made[(number * PER_USER + index) % policies];
        const ends = { from: user.id, to: `Custom:${policy?.id}` };
        await write.insertLink({ accountId, kind: "attachment", ...ends, createdAt: Date.now() });
      }
    };
    await store.transaction(async (write) => {
      for (const policy of made) await write.insertIdentity("policy", policy);
    });
    for (let first = 0; first < users; first += ROWS_PER_TRANSACTION) {
      await store.transaction(async (write) => {
        const end = Math.min(first + ROWS_PER_TRANSACTION, users);
        for (let number = first; number < end; number += 1) await add(write, number);
      });
    }
  };
}
