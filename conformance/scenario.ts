// What a scenario is: data in `scenarios/*.json`, checked here when it is read, so that a mistyped word is an error and
// not an expectation that nobody looks at.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An error that must come: its code, and the status of the answer. */
export interface Failure {
  readonly code: string;
  readonly status: number;
}

/**
 * One call. Text may hold `${name}`, which is what a step before kept, or `${i}` of a repetition; an object of one member
 * whose name begins with `$` is a value to be computed (`values.ts`) or, in `expect`, a rule to be met (`expect.ts`).
 */
export interface Step {
  /** `Product.Operation`; the products are those of `PRODUCTS`, and `Credentials` for a client's own credentials. */
  readonly call: string;
  readonly with?: Readonly<Record<string, unknown>>;
  /** The name under which a step before kept credentials; root's when absent. */
  readonly as?: string;
  readonly expect?: unknown;
  readonly fails?: Failure;
  /** Names, and the paths in the answer whose values they get: `KeyMetadata.KeyId`, `Keys.Key.0.KeyId`; `` is all. */
  readonly keep?: Readonly<Record<string, string>>;
  /** How often, `${i}` counting from 1; with `fails`, at most so often until it comes. */
  readonly times?: number;
  /** The runner makes the call, since no client of this product has the operation. */
  readonly byRunner?: boolean;
}

/** A statement about what was kept, that the runner proves with its own cryptography. */
export interface Proof {
  readonly holds: "verifies";
  readonly publicKey: string;
  readonly signature: string;
  readonly text: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Only over https: credentials clients speak nothing else. */
  readonly onlyHttps?: boolean;
  /** Settings of a server of its own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly steps: readonly (Step | Proof)[];
}

export const PRODUCTS: Readonly<Record<string, string>> = {
  Kms: "2016-01-20",
  Sts: "2015-04-01",
  Ram: "2015-05-01",
  Ims: "2019-08-15",
  Coffer: "2026-11-24",
};

const MEMBERS = {
  scenario: ["name", "title", "onlyHttps", "environment", "steps"],
  step: ["call", "with", "as", "expect", "fails", "keep", "times", "byRunner"],
  proof: ["holds", "publicKey", "signature", "text"],
};

function checkMembers(object: object, allowed: readonly string[], where: string): void {
  for (const name of Object.keys(object)) {
    if (!allowed.includes(name)) throw new Error(`${where}: no member ${name} is known`);
  }
}

function checkStep(step: Step | Proof, where: string): void {
  if ("holds" in step) {
    checkMembers(step, MEMBERS.proof, where);
    return;
  }
  checkMembers(step, MEMBERS.step, where);
  const [product = "", operation] = String(step.call).split(".");
  const isKnown = product === "Credentials" || Object.hasOwn(PRODUCTS, product);
  if (!isKnown || !operation) throw new Error(`${where}: ${step.call} is no operation`);
  if (step.expect === undefined && step.fails === undefined && step.keep === undefined) {
    throw new Error(`${where}: nothing is observed`);
  }
}

/** @throws Error when a scenario has a member that nobody reads, or a step that observes nothing */
export function readScenarios(): readonly Scenario[] {
  const folder = join(import.meta.dirname, "scenarios");
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const scenario: Scenario = JSON.parse(readFileSync(join(folder, file), "utf8"));
      checkMembers(scenario, MEMBERS.scenario, file);
      for (const [at, step] of scenario.steps.entries()) checkStep(step, `${file}, step ${at + 1}`);
      return scenario;
    });
}
