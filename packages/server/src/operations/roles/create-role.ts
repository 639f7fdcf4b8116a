// CreateRole: a trust policy says who may assume it; it has no rights yet.
import { ApiError, RAM_LIMITS } from "@coffer/contract";
import { checkDocument } from "../../domain/identity/check-document.ts";
import { newRoleId } from "../../domain/identity/identity-ids.ts";
import { tagsFrom } from "../../domain/identity/identity-tags.ts";
import { roleView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import { bindPrincipals } from "../../resources/identity/bind-principals.ts";
import type { RamHandler } from "../handler.ts";

export const createRole: RamHandler<"CreateRole"> = async (request, context) => {
  const { store, caller, random, now } = context;
  const { accountId } = caller;
  const { RoleName: name, AssumeRolePolicyDocument: trustPolicy } = request;
  checkDocument(trustPolicy, "trust");
  const tags = tagsFrom(request.Tag);
  if ((await store.identity("role", accountId, name)) !== undefined) {
    throw new ApiError("EntityAlreadyExists.Role");
  }
  if ((await store.countIdentities("role", accountId)) >= RAM_LIMITS.rolesPerAccount) {
    throw new ApiError("LimitExceeded.Role");
  }
  const [createdAt, updatedAt] = [wholeSecond(now), wholeSecond(now)];
  const role = {
    ...{ accountId, id: newRoleId(random), name, trustPolicy, createdAt, updatedAt },
    principals: await bindPrincipals({ document: trustPolicy, kind: "trust", accountId }, context),
    description: request.Description ?? "",
    maxSessionSeconds: request.MaxSessionDuration ?? RAM_LIMITS.maxSessionSecondsMinimum,
    sessionsNotBefore: 0,
  };
  await store.insertIdentity("role", role);
  await store.putTags("role", role.id, tags);
  return { Role: { ...roleView(role), AssumeRolePolicyDocument: trustPolicy } };
};
