// The border: a document becomes a policy or is refused, with the place and the fault. Nothing is skipped as unknown,
// because a member that is ignored (`NotResource`, a misspelt `Condition`) widens what its author granted.
import { readJson } from "./json-text.ts";
import { KINDS } from "./kinds.ts";
import { readStatement } from "./parse-statement.ts";
import { membersOf } from "./parse-value.ts";
import type { Policy } from "./policy.ts";
import { PolicyError, PolicyFinding, type PolicyKind } from "./policy-error.ts";

function textOf(document: unknown): string {
  if (typeof document === "string") return document;
  let text: string | undefined;
  try {
    text = typeof document === "object" ? JSON.stringify(document) : undefined;
  } catch {
    // A cycle, a big integer, a nesting without end.
  }
  if (text !== undefined) return text;
  throw new PolicyFinding("NotJson", "$", "The policy document is no JSON.");
}

function checkLength(text: string, kind: PolicyKind): void {
  const { limit, limitUnit } = KINDS[kind];
  const length = limitUnit === "bytes" ? Buffer.byteLength(text) : text.length;
  if (length <= limit) return;
  const detail = `The policy document has ${length} ${limitUnit}, at most ${limit} are allowed.`;
  throw new PolicyFinding("TooLong", "$", detail);
}

function readPolicy(document: unknown, kind: PolicyKind): Policy {
  const text = textOf(document);
  checkLength(text, kind);
  const members = membersOf(readJson(text), "$", ["Version", "Statement"]);
  if (members.get("Version") !== "1") {
    const fault = members.has("Version") ? "WrongVersion" : "MissingMember";
    const detail = 'The policy document is invalid. `Version` must be the string "1".';
    throw new PolicyFinding(fault, "$.Version", detail);
  }
  const statements = members.get("Statement");
  if (!Array.isArray(statements)) {
    const fault = statements === undefined ? "MissingMember" : "WrongType";
    throw new PolicyFinding(fault, "$.Statement", "`Statement` must be a list of statements.");
  }
  if (statements.length === 0) {
    throw new PolicyFinding("Empty", "$.Statement", "`Statement` must hold a statement.");
  }
  return {
    kind,
    statements: statements.map((item, index) => readStatement(item, `$.Statement[${index}]`, kind)),
  };
}

/**
 * Reads a policy document, JSON text or the object it stands for (whose length is that of its shortest text).
 * @throws PolicyError for anything that is no policy of this kind, with the fault and its place
 */
export function parsePolicy(document: unknown, kind: PolicyKind): Policy {
  try {
    return readPolicy(document, kind);
  } catch (error) {
    throw error instanceof PolicyFinding ? new PolicyError(kind, error) : error;
  }
}
