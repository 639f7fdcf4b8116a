// Why a document is no policy, and what the service that received it answers. The inner fault is one of a closed
// union and names its place; the answer's code and wording depend on the kind of policy, as clients compare them.

export type PolicyKind = "identity" | "session" | "trust" | "key" | "secret";

export type PolicyFault =
  | "TooLong"
  | "NotJson"
  | "DuplicateMember"
  | "TooDeep"
  | "WrongType"
  | "UnknownMember"
  | "MissingMember"
  | "WrongVersion"
  | "Empty"
  | "WrongEffect"
  | "ActionAndNotAction"
  | "WrongAction"
  | "WrongResource"
  | "WrongPrincipal"
  | "WrongSid"
  | "UnknownOperator"
  | "WrongConditionKey"
  | "WrongConditionValue";

/** The parameter that brought a document: error codes for its length are named after it. */
export type PolicyParameter =
  | "PolicyDocument"
  | "AssumeRolePolicyDocument"
  | "NewAssumeRolePolicyDocument"
  | "Policy";

interface PolicyAnswer {
  readonly status: 400;
  readonly code: string;
  readonly message: string;
}

const PARAMETERS: Readonly<Record<PolicyKind, PolicyParameter>> = {
  identity: "PolicyDocument",
  session: "Policy",
  trust: "AssumeRolePolicyDocument",
  key: "Policy",
  secret: "Policy",
};

function answerOf(
  kind: PolicyKind,
  fault: PolicyFault,
  detail: string,
): Omit<PolicyAnswer, "status"> {
  if (kind === "key" || kind === "secret") {
    return {
      code: "InvalidParameter",
      message: 'The specified parameter "Policy" is not valid.',
    };
  }
  if (kind === "session") {
    return fault === "TooLong"
      ? {
          code: "InvalidParameter.PolicySize",
          message: "The size of Policy must be smaller than 2048 bytes.",
        }
      : {
          code: "InvalidParameter.PolicyGrammar",
          message: "The parameter Policy has not passed grammar check.",
        };
  }
  return fault === "TooLong"
    ? lengthAnswer(PARAMETERS[kind])
    : { code: "MalformedPolicyDocument", message: detail };
}

function lengthAnswer(parameter: PolicyParameter): Omit<PolicyAnswer, "status"> {
  return {
    code: `InvalidParameter.${parameter}.Length`,
    message: `The parameter - "${parameter}" beyond the length limit.`,
  };
}

/**
 * A document that is refused. `code`, `status` and `message` are the answer to the client; `fault`, `detail` and
 * `path` (such as `$.Statement[0].Action[1]`) say what is wrong where, also when the answer may not.
 */
export class PolicyError extends Error {
  readonly status = 400;
  readonly code: string;
  readonly kind: PolicyKind;
  readonly fault: PolicyFault;
  readonly path: string;
  readonly detail: string;

  constructor(kind: PolicyKind, found: PolicyFinding) {
    const { code, message } = answerOf(kind, found.fault, found.detail);
    super(message);
    this.name = "PolicyError";
    this.code = code;
    this.kind = kind;
    this.fault = found.fault;
    this.path = found.path;
    this.detail = found.detail;
  }

  /** The answer when the document came in another parameter than the usual one: UpdateRole has a name of its own. */
  answerFor(parameter: PolicyParameter): PolicyAnswer {
    const own = { code: this.code, message: this.message };
    const isNamed = this.fault === "TooLong" && (this.kind === "identity" || this.kind === "trust");
    return { status: 400, ...(isNamed ? lengthAnswer(parameter) : own) };
  }
}

/** What is wrong where; thrown below `parsePolicy`, which knows the kind and makes a `PolicyError` of it. */
export class PolicyFinding extends Error {
  readonly fault: PolicyFault;
  readonly path: string;
  readonly detail: string;

  constructor(fault: PolicyFault, path: string, detail: string) {
    super(detail);
    this.name = "PolicyFinding";
    this.fault = fault;
    this.path = path;
    this.detail = detail;
  }
}
