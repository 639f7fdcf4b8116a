// AssumeRole: the caller's policies and the role's trust policy have both allowed it.
import { ApiError } from "@coffer/contract";
import { issueSession } from "../../resources/issue-session.ts";
import type { StsHandler } from "../handler.ts";

export const assumeRole: StsHandler<"AssumeRole"> = async (request, context) => {
  const { caller } = context;
  const before = caller.kind === "role" ? caller.sourceIdentity : undefined;
  const given = request.SourceIdentity;
  if (before !== undefined && given !== undefined && given !== before) {
    const message = "The parameter `SourceIdentity` cannot be changed within a chain of sessions.";
    throw new ApiError("InvalidParameter", message);
  }
  const sourceIdentity = before ?? given;
  const issued = await issueSession(request, context, sourceIdentity);
  return { ...issued, ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }) };
};
