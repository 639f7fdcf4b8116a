// Sessions of roles: what their tokens say, as far as it still holds.
import { ApiError } from "@coffer/contract";
import type { Grants, ReadStore, RoleRecord } from "@coffer/store";
import type { RoleCaller } from "../context.ts";
import { openSecurityToken, type Session, type TokenParts } from "../resources/security-token.ts";

/** AccessKeys of sessions, and of nobody else. */
export const isSessionKey = (accessKeyId: string): boolean => accessKeyId.startsWith("STS.");

export interface Sessions {
  /**
   * The session of a token that belongs to this AccessKey and has not ended by its time.
   * @throws ApiError `MissingSecurityToken`, `InvalidSecurityToken.Malformed`,
   * `InvalidSecurityToken.MismatchWithAccessKey`, `InvalidSecurityToken.Expired`
   */
  open(accessKeyId: string, token: string | undefined, now: number): Promise<Session>;
  /**
   * Who calls with it. Asked after the signature: what became of the role is told to nobody else.
   * @throws ApiError `InvalidSecurityToken.Expired` when the role is gone or its sessions were ended
   */
  callerOf(session: Session): Promise<RoleCaller>;
}

function isRole(identity: Grants["identity"]): identity is RoleRecord {
  return "trustPolicy" in identity;
}

export function createSessions(parts: TokenParts & { readonly store: ReadStore }): Sessions {
  return {
    async open(accessKeyId, token, now) {
      if (token === undefined || token === "") throw new ApiError("MissingSecurityToken");
      const session = await openSecurityToken(token, parts);
      if (session === undefined) throw new ApiError("InvalidSecurityToken.Malformed");
      if (session.accessKeyId !== accessKeyId) {
        throw new ApiError("InvalidSecurityToken.MismatchWithAccessKey");
      }
      if (session.expiresAt <= now) throw new ApiError("InvalidSecurityToken.Expired");
      return session;
    },
    async callerOf(session) {
      const { accessKeyId, accountId, roleId, sessionName, issuedAt, expiresAt } = session;
      const role = (await parts.store.grants("role", roleId))?.identity;
      const lives = role !== undefined && isRole(role) && role.sessionsNotBefore <= issuedAt;
      if (!lives) throw new ApiError("InvalidSecurityToken.Expired");
      return {
        ...{ kind: "role", accountId, accessKeyId, roleId, roleName: role.name, sessionName },
        ...(session.policy === undefined ? {} : { sessionPolicy: session.policy }),
        ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
        ...{ issuedAt, expiresAt },
      };
    },
  };
}
