// Help pages, derived from the contract and the flag table, in English and Chinese.
import {
  lookup,
  type Member,
  type Operation,
  operationNames,
  PRODUCTS,
  type Product,
  type Text,
} from "@coffer/contract";
import type { Command } from "./commands/command.ts";
import { COMMANDS } from "./commands/table.ts";
import { FLAGS, type Flag } from "./flags.ts";
import type { Language } from "./language.ts";
import { memberNames } from "./member-names.ts";
import { VERSION } from "./version.ts";

const WORDS = {
  head: { en: "Coffer Command Line Interface Version", zh: "Coffer 命令行工具 版本" },
  usage: { en: "Usage:", zh: "用法：" },
  product: { en: "Product:", zh: "产品：" },
  version: { en: "Version:", zh: "版本：" },
  list: { en: "Available Api List:", zh: "可用接口列表：" },
  parameters: { en: "Parameters:", zh: "参数：" },
  flags: { en: "Flags:", zh: "选项：" },
  required: { en: "Required", zh: "必选" },
  optional: { en: "Optional", zh: "可选" },
  examples: { en: "Examples:", zh: "示例：" },
  support: { en: "Support:", zh: "支持情况：" },
  choices: { en: "One of:", zh: "可选值：" },
  standard: { en: "Default:", zh: "默认值：" },
  secret: {
    en: "Confidential: `--{name}-FILE -` reads it from standard input, so that no history keeps it.",
    zh: "机密：建议使用 `--{name}-FILE -` 从标准输入读取，避免留在历史记录中。",
  },
  more: {
    en: "Run `coffer {product} <ApiName> --help` to get more information about this API",
    zh: "运行 `coffer {product} <ApiName> --help` 查看接口详情",
  },
  commands: { en: "Commands:", zh: "命令：" },
} as const satisfies Record<string, Text>;

const headLine = (language: Language): string => `${WORDS.head[language]} ${VERSION}`;

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length)) + 1;
  return rows.map(([first, second]) => `  ${first.padEnd(width)} ${second}`);
}

function flagLines(language: Language): string[] {
  return columns(
    Object.entries(FLAGS).map(([name, row]) => {
      const { kind, short, doc }: Flag = row;
      const value = kind === "none" ? "" : kind === "fields" ? " key=value…" : " <value>";
      return [`--${name}${short === undefined ? "" : `, -${short}`}${value}`, doc[language]];
    }),
  );
}

export function mainHelp(language: Language): string {
  const products = PRODUCTS.map(({ name, title }): [string, string] => [name, title]);
  const commands = COMMANDS.map(({ name, doc }): [string, string] => [name, doc[language]]);
  return [
    headLine(language),
    "",
    WORDS.usage[language],
    "  coffer <product> <ApiName> [--parameter value …]",
    "  coffer <command> …",
    "",
    WORDS.commands[language],
    ...columns([...products, ...commands]),
    "",
    WORDS.flags[language],
    ...flagLines(language),
    "",
  ].join("\n");
}

export function commandHelp(command: Command, language: Language): string {
  const { name, doc, words = [], options = {} } = command;
  const form = words.length === 0 ? name : `${name} ${words.join("|")}`;
  const own = Object.entries(options).map(([option, text]): [string, string] => [
    `--${option} <value>`,
    text[language],
  ]);
  return [
    headLine(language),
    "",
    doc[language],
    "",
    WORDS.usage[language],
    ...(command.usage ?? [form]).map((line) => `  coffer ${line}`),
    "",
    ...(own.length === 0 ? [] : [WORDS.parameters[language], ...columns(own), ""]),
  ].join("\n");
}

function supportMark({ support }: Operation): string {
  return support.level === "full" ? "" : `[${support.level}] `;
}

export function productHelp(product: Product, language: Language): string {
  const rows = operationNames(product).flatMap((name): [string, string][] => {
    const row = lookup(product, name);
    return row === undefined ? [] : [[name, `${supportMark(row)}${row.summary[language]}`]];
  });
  return [
    headLine(language),
    "",
    WORDS.usage[language],
    `  coffer ${product.name} <ApiName> --parameter1 value1 --parameter2 value2 ...`,
    "",
    `${WORDS.product[language]} ${product.code} (${product.title})`,
    `${WORDS.version[language]} ${product.version}`,
    "",
    WORDS.list[language],
    ...columns(rows),
    "",
    WORDS.more[language].replace("{product}", product.name),
    "",
  ].join("\n");
}

const TYPES: Readonly<Record<Member["kind"], string>> = {
  string: "String",
  integer: "Integer",
  boolean: "Boolean",
  choice: "String",
  list: "RepeatList",
  object: "Object",
  map: "Json",
  json: "Json",
};

function typeOf(member: Member): string {
  return member.kind === "list" && member.wire !== "indexed" ? "Json" : TYPES[member.kind];
}

function memberLines(row: Operation, language: Language): string[] {
  const order = (member: Member): number => (member.optional ? 1 : 0);
  const names = memberNames(row.request).sort(
    (a, b) => order(a.member) - order(b.member) || (a.name < b.name ? -1 : 1),
  );
  return names.flatMap(({ name, member }) => {
    const need = member.optional ? WORDS.optional[language] : WORDS.required[language];
    const standard = "default" in member ? [`  ${WORDS.standard[language]} ${member.default}`] : [];
    const choices =
      member.kind === "choice" ? [`  ${WORDS.choices[language]} ${member.of.join(", ")}`] : [];
    const secret = member.secret ? [`  ${WORDS.secret[language].replace("{name}", name)}`] : [];
    const doc = member.doc === undefined ? [] : [`  ${member.doc[language]}`];
    return [
      `  --${name} ${typeOf(member)} ${need}`,
      ...doc,
      ...choices,
      ...standard,
      ...secret,
      "",
    ];
  });
}

function quoted(value: string): string {
  return /^[\w./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

function exampleLines(product: Product, name: string, language: Language): string[] {
  const examples = lookup(product, name)?.examples ?? [];
  if (examples.length === 0) return [];
  const lines = examples.flatMap(({ title, request }) => {
    const words = Object.entries(request).map(([member, value]) => `--${member} ${quoted(value)}`);
    return [`  # ${title[language]}`, `  coffer ${product.name} ${name} ${words.join(" ")}`];
  });
  return [WORDS.examples[language], ...lines, ""];
}

export function operationHelp(product: Product, name: string, language: Language): string {
  const row = lookup(product, name);
  if (row === undefined) return "";
  const { support } = row;
  const note = support.note ? `: ${support.note[language]}` : "";
  return [
    headLine(language),
    "",
    `${WORDS.product[language]} ${product.code} (${product.title})`,
    "",
    `${name}: ${row.summary[language]}`,
    ...(support.level === "full" ? [] : [`${WORDS.support[language]} ${support.level}${note}`]),
    "",
    WORDS.parameters[language],
    ...memberLines(row, language),
    ...exampleLines(product, name, language),
  ].join("\n");
}
