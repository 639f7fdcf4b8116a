// UpdateRole: another trust policy, description or longest session.
import type { WriteContext } from "../../context.ts";
import { checkDocument } from "../../domain/identity/check-document.ts";
import { describedRoleView } from "../../domain/identity/identity-views.ts";
import { wholeSecond } from "../../domain/times.ts";
import { bindPrincipals } from "../../resources/identity/bind-principals.ts";
import { findRole } from "../../resources/identity/find-identity.ts";
import type { RamHandler } from "../handler.ts";

async function trusting(trustPolicy: string, context: WriteContext) {
  const { accountId } = context.caller;
  const policy = { document: trustPolicy, kind: "trust", accountId } as const;
  return { trustPolicy, principals: await bindPrincipals(policy, context) };
}

export const updateRole: RamHandler<"UpdateRole"> = async (request, context) => {
  const { store, now } = context;
  const { NewAssumeRolePolicyDocument: document } = request;
  if (document !== undefined) checkDocument(document, "trust", "NewAssumeRolePolicyDocument");
  const before = await findRole(request.RoleName, context);
  const role = {
    ...before,
    ...(document === undefined ? {} : await trusting(document, context)),
    description: request.NewDescription ?? before.description,
    maxSessionSeconds: request.NewMaxSessionDuration ?? before.maxSessionSeconds,
    updatedAt: wholeSecond(now),
  };
  await store.updateIdentity("role", role);
  return { Role: describedRoleView(role) };
};
