// The parameters of a call from the words of the command line: files and standard input read, JSON input
// merged, names checked, what is required present. Values themselves are the server's to judge.
import { readFileSync } from "node:fs";
import { type Operation, operationNames, type Product } from "@coffer/contract";
import { Failure } from "./failure.ts";
import { FLAGS } from "./flags.ts";
import { isMemberOf, memberNames } from "./member-names.ts";
import { suggest } from "./suggest.ts";

export interface Given {
  readonly product: Product;
  readonly name: string;
  readonly row: Operation;
  readonly members: ReadonlyMap<string, string>;
  /** `--cli-input-json`. */
  readonly inputJson: string | undefined;
  readonly region: string;
}

const FILE = "-FILE";

/** A file's whole content; `-` is standard input. */
export function readContent(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    const why = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new Failure(1, `the file \`${path}\`: ${why}`);
  }
}

function unknownMember({ product, name, row }: Given, word: string): Failure {
  const names = memberNames(row.request).map((each) => each.name);
  const suggestions = suggest(word, [...names, ...Object.keys(FLAGS)]);
  const help = `See \`coffer help ${product.name} ${name}\`.`;
  const message = `'--${word}' is not a valid parameter or flag. ${help}`;
  return new Failure(2, message, { suggestions });
}

function fromJson(path: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readContent(path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(1, `the file \`${path}\` is not valid JSON`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new Failure(1, `the file \`${path}\` must hold a JSON object of members`);
  }
  const entries = Object.entries(parsed).map(([name, value]): [string, string] => [
    name,
    typeof value === "object" && value !== null ? JSON.stringify(value) : String(value),
  ]);
  return Object.fromEntries(entries);
}

function checkRequired(
  { product, name, row }: Given,
  parameters: ReadonlyMap<string, string>,
): void {
  const absent = Object.entries(row.request)
    .filter(
      ([member, { kind, optional }]) => !optional && kind !== "list" && !parameters.has(member),
    )
    .map(([member]) => member);
  if (absent.length === 0) return;
  const list = absent.map((member) => `  --${member}\n`).join("");
  const tip = `use \`coffer ${product.name} ${name} --help\` to get more information`;
  throw new Failure(3, `required parameters not assigned: \n${list}`.trimEnd(), { tip });
}

/** @throws Failure */
export function parametersOf(given: Given): Record<string, string> {
  const parameters = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (parameters.has(name)) throw new Failure(1, `parse failed flag duplicated --${name}`);
    parameters.set(name, value);
  };
  for (const [word, value] of given.members) {
    const isFile = word.endsWith(FILE) && !isMemberOf(given.row.request, word);
    const name = isFile ? word.slice(0, -FILE.length) : word;
    if (!isMemberOf(given.row.request, name)) throw unknownMember(given, name);
    add(name, isFile ? readContent(value) : value);
  }
  if (given.inputJson !== undefined) {
    for (const [name, value] of Object.entries(fromJson(given.inputJson))) {
      if (!isMemberOf(given.row.request, name)) throw unknownMember(given, name);
      if (!parameters.has(name)) parameters.set(name, value);
    }
  }
  if ("RegionId" in given.row.request && !parameters.has("RegionId")) {
    parameters.set("RegionId", given.region);
  }
  checkRequired(given, parameters);
  return Object.fromEntries(parameters);
}

/** @throws Failure 2 with suggestions */
export function unknownOperation(product: Product, name: string): Failure {
  const message = `'${name}' is not a valid api. See \`coffer help ${product.name}\`.`;
  return new Failure(2, message, { suggestions: suggest(name, operationNames(product)) });
}
