// The questions of a request, from its row and its members.
import { namesIn, type Operation, type Product, type ResourceRule } from "@coffer/contract";
import type { Caller } from "../context.ts";
import { containerOf, type Naming, namedResources } from "./named-resources.ts";
import type { Question } from "./question.ts";

type Values = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly product: Product;
  readonly row: Operation;
  /** Decoded by the row's shapes. */
  readonly members: Values;
  readonly caller: Caller;
}

/** Of rules for several kinds of one member, `ResourceType` says which is meant. */
function rulesOf({ row, members }: Asked): readonly ResourceRule[] {
  const type = members.ResourceType;
  if (type === undefined) return row.resources;
  const meant = row.resources.filter(({ kind }) => kind === type);
  return meant.length === 0 ? row.resources : meant;
}

/** A user who names nobody means itself. */
function namesOf(rule: ResourceRule, { members, caller }: Asked): readonly string[] {
  const names = namesIn(members, rule.from);
  return names.length === 0 && rule.kind === "user" && caller.kind === "user"
    ? [caller.userName]
    : names;
}

/** In the order of the row's rules: what is asked first is what a denial names. */
export async function questionsOf(asked: Asked, naming: Naming): Promise<readonly Question[]> {
  const { row, product, caller } = asked;
  const questions: Question[] = [];
  const rules = rulesOf(asked);
  for (const rule of rules) {
    if (rule.from === "*") continue;
    const action = rule.action ?? row.action;
    for (const name of namesOf(rule, asked)) {
      for (const named of await namedResources(rule, name, naming)) {
        questions.push({ ...named, action });
      }
    }
  }
  for (const rule of rules) {
    if (rule.from !== "*") continue;
    questions.unshift({ action: rule.action ?? row.action, ...containerOf(rule.kind, naming) });
  }
  if (questions.length > 0) return questions;
  if (rules.length > 0) {
    const kinds = [...new Set(rules.map(({ kind }) => kind))];
    return kinds.map((kind) => ({ action: row.action, ...containerOf(kind, naming) }));
  }
  const owner = product.isOfInstallation ? naming.accountId : caller.accountId;
  const service = row.action.split(":")[0];
  return [{ action: row.action, resource: `acs:${service}:${naming.region}:${owner}:*`, owner }];
}
