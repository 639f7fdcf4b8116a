// A session of a role: its credentials, as both ways to assume a role answer them.
import { ApiError } from "@coffer/contract";
import type { RoleRecord } from "@coffer/store";
import type { ReadContext } from "../context.ts";
import { checkDocument } from "../domain/identity/check-document.ts";
import { noRole } from "../domain/identity/no-role.ts";
import { wholeSecond, wireTime } from "../domain/times.ts";
import { drawSessionKey } from "../keyring/access-key-secret.ts";
import { sealSecurityToken } from "./security-token.ts";

interface Asked {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds: number;
  readonly Policy?: string;
}

/** Authorisation has found it; meanwhile it may have gone. @throws ApiError `EntityNotExist.Role` */
async function roleOf(arn: string, { store }: ReadContext): Promise<RoleRecord> {
  const [, accountId = "", name = ""] = /^acs:ram::([0-9]+):role\/(.+)$/.exec(arn) ?? [];
  const role = await store.identity("role", accountId, name);
  if (role === undefined) throw noRole();
  return role;
}

/** In the largest unit that it is a whole number of. */
function spelled(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600}hr`;
  return seconds % 60 === 0 ? `${seconds / 60}min` : `${seconds}s`;
}

/**
 * @throws ApiError `EntityNotExist.Role`, `InvalidParameter.DurationSeconds`, `InvalidParameter.PolicyGrammar`,
 * `InvalidParameter.PolicySize`
 */
export async function issueSession(asked: Asked, context: ReadContext, sourceIdentity?: string) {
  const { Policy: policy, RoleSessionName: sessionName } = asked;
  if (policy !== undefined) checkDocument(policy, "session");
  const role = await roleOf(asked.RoleArn, context);
  if (asked.DurationSeconds > role.maxSessionSeconds) {
    const bounds = `15min/${spelled(role.maxSessionSeconds)}`;
    const message = `The Min/Max value of DurationSeconds is ${bounds}.`;
    throw new ApiError("InvalidParameter.DurationSeconds", message);
  }
  const { id: accessKeyId, secret: accessKeySecret } = drawSessionKey(context.random);
  const expiresAt = wholeSecond(context.now) + asked.DurationSeconds * 1000;
  const session = {
    ...{ accessKeyId, accessKeySecret, accountId: role.accountId, roleId: role.id, sessionName },
    ...(policy === undefined ? {} : { policy }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...{ issuedAt: context.now, expiresAt },
  };
  return {
    AssumedRoleUser: {
      Arn: `acs:ram::${role.accountId}:role/${role.name}/${sessionName}`,
      AssumedRoleId: `${role.id}:${sessionName}`,
    },
    Credentials: {
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: await sealSecurityToken(session, context),
      Expiration: wireTime(expiresAt),
    },
  };
}
