// One scenario with one client against one server: each step is called, and what came of it is compared.
import { createPublicKey, verify } from "node:crypto";
import type { Call, Credentials, Driver, Reply, SeenError } from "./driver.ts";
import { differences, valueAt } from "./expect.ts";
import { type Failure, PRODUCTS, type Proof, type Scenario, type Step } from "./scenario.ts";
import { filled } from "./values.ts";

/** `missing`: the client has no such operation; the stand-in made the call, so that the scenario goes on. */
export type Outcome = "passed" | "failed" | "missing";

export interface StepResult {
  /** `Kms.CreateSecret`; `proof` for a statement about what was kept. */
  readonly call: string;
  readonly outcome: Outcome;
  /** What differs, for who reads the run. */
  readonly why: readonly string[];
  /** What the client made of an error that had to come, by its code on the wire. */
  readonly errors: ReadonlyMap<string, SeenError>;
}

/** What a client's own model is known to do to what it gets. */
export interface Model {
  /** `Kms.DescribeSecret SecretType`: members of answers that its classes have no place for. */
  readonly lacks?: readonly string[];
  /** Codes that it gives another name, by the one on the wire. */
  readonly says?: Readonly<Record<string, string>>;
}

export interface Place {
  readonly model: Model;
  readonly endpoint: string;
  readonly root: Credentials;
  readonly driver: Driver;
  /** Makes the calls that the client has no operation for. */
  readonly standIn: Driver;
  /** What every scenario may name. */
  readonly names: Readonly<Record<string, unknown>>;
}

/** KMS for Node.js 1.2 appends the word to every code. */
const bare = (code: string | undefined): string | undefined => code?.replace(/Error$/, "");

function failureDifferences(wanted: Failure, { error, body }: Reply, model: Model): string[] {
  if (error === undefined) return [`answered ${JSON.stringify(body)} in place of ${wanted.code}`];
  const seen = [`${error.class}: ${error.message}`];
  const code = model.says?.[wanted.code] ?? wanted.code;
  if (bare(error.code) !== code) return [`${error.code} is not ${code}`, ...seen];
  const { status = wanted.status } = error;
  return status === wanted.status ? [] : [`status ${status} is not ${wanted.status}`, ...seen];
}

/** What is wanted, without the members that the client's classes lack. */
function without(wanted: unknown, members: ReadonlySet<string>): unknown {
  if (Array.isArray(wanted)) return wanted.map((item) => without(item, members));
  if (typeof wanted !== "object" || wanted === null) return wanted;
  const entries = Object.entries(wanted).filter(([name]) => !members.has(name));
  return Object.fromEntries(entries.map(([name, inner]) => [name, without(inner, members)]));
}

function lackedBy(model: Model, call: string): ReadonlySet<string> {
  const words = (model.lacks ?? []).map((line) => line.split(" "));
  return new Set(words.filter(([of]) => of === call).map(([, member = ""]) => member));
}

interface Judged {
  readonly step: Step;
  readonly reply: Reply;
  readonly model: Model;
}

function replyDifferences({ step, reply, model }: Judged, names: Map<string, unknown>): string[] {
  if (step.fails) return failureDifferences(step.fails, reply, model);
  if (reply.error) return [`${reply.error.class} ${reply.error.code}: ${reply.error.message}`];
  for (const [name, path] of Object.entries(step.keep ?? {})) {
    const value = valueAt(reply.body, path);
    if (value === undefined || value === null) return [`the answer has no ${path}`];
    names.set(name, value);
  }
  if (step.expect === undefined) return [];
  const wanted = without(step.expect, lackedBy(model, step.call));
  return differences(filled(wanted, names), reply.body);
}

function prove({ publicKey, signature, text }: Proof): string[] {
  const key = { key: createPublicKey(publicKey), dsaEncoding: "der" as const };
  const holds = verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64"));
  return holds ? [] : ["the signature does not verify"];
}

function callOf(step: Step, place: Place, names: Map<string, unknown>): Call {
  const [product = "", operation = ""] = step.call.split(".");
  const credentials = step.as === undefined ? place.root : (names.get(step.as) as Kept);
  return {
    product,
    operation,
    version: PRODUCTS[product] ?? "",
    parameters: filled(step.with ?? {}, names) as Record<string, unknown>,
    credentials: credentials === place.root ? place.root : fromKept(credentials as Kept),
    endpoint: place.endpoint,
  };
}

/** Credentials as answers have them. */
interface Kept {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken?: string;
}

function fromKept({ AccessKeyId, AccessKeySecret, SecurityToken }: Kept): Credentials {
  return {
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    ...(SecurityToken ? { securityToken: SecurityToken } : {}),
  };
}

async function runStep(step: Step, place: Place, names: Map<string, unknown>): Promise<StepResult> {
  const errors = new Map<string, SeenError>();
  let outcome: Outcome = "passed";
  const { times = 1 } = step;
  for (let i = 1; i <= times; i += 1) {
    names.set("i", i);
    const call = callOf(step, place, names);
    let reply = await (step.byRunner ? place.standIn : place.driver).call(call);
    if (reply.missing) {
      outcome = "missing";
      if (call.product === "Credentials") break;
      reply = await place.standIn.call(call);
    }
    const model = outcome === "missing" || step.byRunner ? {} : place.model;
    const why = replyDifferences({ step, reply, model }, names);
    const isAwaited = step.fails !== undefined && times > 1;
    if (isAwaited && reply.error === undefined && i < times) continue;
    if (why.length > 0) return { call: step.call, outcome: "failed", why, errors };
    if (step.fails && reply.error && outcome === "passed") {
      errors.set(step.fails.code, reply.error);
      break;
    }
  }
  return { call: step.call, outcome, why: [], errors };
}

/** A step that fails ends the scenario: what follows builds on it. */
export async function runScenario(scenario: Scenario, place: Place): Promise<StepResult[]> {
  const names = new Map<string, unknown>(Object.entries(place.names));
  const results: StepResult[] = [];
  for (const step of scenario.steps) {
    let result: StepResult;
    try {
      if ("holds" in step) {
        const why = prove(filled(step, names) as Proof);
        const outcome = why.length === 0 ? "passed" : "failed";
        result = { call: "proof", outcome, why, errors: new Map() };
      } else {
        result = await runStep(step, place, names);
      }
    } catch (error) {
      const call = "holds" in step ? "proof" : step.call;
      const why = [error instanceof Error ? error.message : String(error)];
      result = { call, outcome: "failed", why, errors: new Map() };
    }
    results.push(result);
    if (result.outcome === "failed") break;
    // Without the client's own credentials nothing that follows can be.
    if (result.outcome === "missing" && result.call.startsWith("Credentials.")) break;
  }
  return results;
}
