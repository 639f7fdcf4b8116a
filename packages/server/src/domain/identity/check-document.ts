// A policy document at the door: refused in upstream's codes, with what is wrong where.
import { ApiError, type ErrorCode } from "@coffer/contract";
import { PolicyError, type PolicyKind, type PolicyParameter, parsePolicy } from "@coffer/policy";

/** The place, and what is wrong there where upstream's sentence does not say it. */
function whereOf({ fault, path, detail, message }: PolicyError): string {
  if (fault === "TooLong") return "";
  return message === detail ? ` (${path})` : ` (${path}: ${detail})`;
}

/** @throws ApiError of the codes that the policy engine names for this kind and parameter */
export function checkDocument(
  document: string,
  kind: PolicyKind,
  parameter?: PolicyParameter,
): void {
  try {
    parsePolicy(document, kind);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const answer = parameter === undefined ? error : error.answerFor(parameter);
    // The engine's codes are the wire's: a test compares them.
    throw new ApiError(answer.code as ErrorCode, `${answer.message}${whereOf(error)}`);
  }
}

/** For a name that is nobody's. */
export function noSuchPrincipal(
  kind: "trust" | "key" | "secret",
  arn: string,
  path: string,
): ApiError {
  const detail = `The principal \`${arn}\` does not exist.`;
  if (kind === "trust") return new ApiError("MalformedPolicyDocument", `${detail} (${path})`);
  const message = `The specified parameter "Policy" is not valid. (${path}: ${detail})`;
  return new ApiError("InvalidParameter", message);
}
