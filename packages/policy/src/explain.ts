// Decisions as sentences, in English and Chinese: what was asked, what was decided, and by which statement of which
// policy, so that whoever reads it knows what to change.
import type { Cause, DecidingStatement, Decision } from "./decision.ts";
import type { PolicyKind } from "./policy-error.ts";

export type Language = "en" | "zh";

interface Words {
  readonly effects: Readonly<
    Record<Decision["effect"], (action: string, resource: string) => string>
  >;
  readonly causes: Readonly<Record<Cause, (statements: string) => string>>;
  readonly kinds: Readonly<Record<PolicyKind, string>>;
  readonly statement: (place: DecidingStatement, kind: string) => string;
  readonly and: string;
  readonly between: string;
}

const ENGLISH: Words = {
  effects: {
    Allow: (action, resource) => `\`${action}\` on \`${resource}\` is allowed.`,
    ExplicitDeny: (action, resource) => `\`${action}\` on \`${resource}\` is explicitly denied.`,
    ImplicitDeny: (action, resource) => `\`${action}\` on \`${resource}\` is denied by default.`,
  },
  causes: {
    Owner: () => "The caller is the root of the account that owns the resource.",
    Allowed: (statements) => `It is allowed by ${statements}.`,
    Denied: (statements) => `It is denied by ${statements}, and a Deny overrides every Allow.`,
    SessionAllowsNothing: () =>
      "The session policy does not allow it, and a session has no more rights than its session policy grants.",
    NothingAllows: () => "No policy of the caller and none of the resource allows it.",
    CallerSideMissing: () => "Both sides must allow it, and no identity policy of the caller does.",
    ResourceSideMissing: () => "Both sides must allow it, and the policy of the resource does not.",
    RootAssumesNoRole: () => "Roles may not be assumed by root accounts.",
    NothingAsked: () => "The request names no resource.",
  },
  kinds: {
    identity: "identity policy",
    session: "session policy",
    trust: "trust policy",
    key: "key policy",
    secret: "secret policy",
  },
  statement: ({ statement, sid, policy }, kind) => {
    const name = sid === undefined ? "" : ` (\`${sid}\`)`;
    return `statement ${statement + 1}${name} of the ${kind} \`${policy}\``;
  },
  and: " and ",
  between: " ",
};

const CHINESE: Words = {
  effects: {
    Allow: (action, resource) => `允许对 \`${resource}\` 执行 \`${action}\`。`,
    ExplicitDeny: (action, resource) => `显式拒绝对 \`${resource}\` 执行 \`${action}\`。`,
    ImplicitDeny: (action, resource) => `默认拒绝对 \`${resource}\` 执行 \`${action}\`。`,
  },
  causes: {
    Owner: () => "调用者是拥有该资源的主账号。",
    Allowed: (statements) => `由${statements}允许。`,
    Denied: (statements) => `由${statements}拒绝，拒绝优先于任何允许。`,
    SessionAllowsNothing: () => "会话策略没有允许该操作，会话的权限不会超出其会话策略。",
    NothingAllows: () => "调用者的策略和资源的策略都没有允许该操作。",
    CallerSideMissing: () => "需要双方同时允许，而调用者的身份策略没有允许。",
    ResourceSideMissing: () => "需要双方同时允许，而资源的策略没有允许。",
    RootAssumesNoRole: () => "主账号不能扮演角色。",
    NothingAsked: () => "请求没有指定资源。",
  },
  kinds: {
    identity: "身份策略",
    session: "会话策略",
    trust: "信任策略",
    key: "密钥策略",
    secret: "凭据策略",
  },
  statement: ({ statement, sid, policy }, kind) => {
    const name = sid === undefined ? "" : `（\`${sid}\`）`;
    return `${kind} \`${policy}\` 的第 ${statement + 1} 条语句${name}`;
  },
  and: "和",
  between: "",
};

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, zh: CHINESE };

/** Two sentences: what was decided, and why. */
export function explain(decision: Decision, language: Language): string {
  const words = WORDS[language];
  const { effect, cause, decidedBy, action, resource } = decision;
  const statements = decidedBy.map((place) => words.statement(place, words.kinds[place.kind]));
  const answer = words.effects[effect](action, resource);
  return `${answer}${words.between}${words.causes[cause](statements.join(words.and))}`;
}
