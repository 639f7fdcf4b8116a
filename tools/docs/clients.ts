// docs/clients.md: how each client is pointed at Coffer, and what each was seen to do.
import { CLIENTS, type Client } from "../../conformance/clients.ts";
import { readScenarios } from "../../conformance/scenario.ts";
import { snippetOf } from "../../conformance/snippets.ts";
import { type Outcome, readReviewed, type Summary } from "../../conformance/summary.ts";
import { OTHER_CLIENTS } from "./other-clients.ts";
import { type Page, page, table } from "./page.ts";

const FENCES = { "Node.js": "js", Python: "python", Go: "go", Java: "java" } as const;

const SIGNS: Readonly<Record<Outcome, string>> = {
  passed: "✓",
  partly: "◐",
  missing: "–",
  failed: "✗",
};

function pointing(client: Client): string[] {
  return [
    `### ${client.language}: ${client.packages[0]}`,
    "",
    "Tested.",
    "",
    `\`\`\`${FENCES[client.language]}`,
    snippetOf(client).trimEnd(),
    "```",
    "",
    `Packages: ${client.packages.map((name) => `\`${name}\``).join(", ")}. Over https with a private CA: ${client.trust}.`,
    "",
  ];
}

function others(): string[] {
  return OTHER_CLIENTS.flatMap(({ name, lines, fence, note }) => [
    `### ${name}`,
    "",
    "By specification.",
    "",
    ...(lines.length > 0 ? [`\`\`\`${fence}`, ...lines, "```", ""] : []),
    note,
    "",
  ]);
}

const columns = (reviewed: Readonly<Record<string, Summary>>): Summary[] =>
  CLIENTS.map(({ name }) => {
    const summary = reviewed[name];
    if (summary === undefined) throw new Error(`${name} was not reviewed`);
    return summary;
  });

const heads = (first: string): string[] => [first, ...CLIENTS.map(({ name }) => name)];

function scenarioTable(summaries: readonly Summary[]): string[] {
  const rows = readScenarios().map(({ name, title, onlyHttps }) => [
    `${title}${onlyHttps ? " (https only)" : ""}`,
    ...summaries.map(({ scenarios }) => {
      const word = scenarios[name] ?? "";
      if (word === "passed") return SIGNS.passed;
      return word.startsWith("not in") ? SIGNS.missing : SIGNS.failed;
    }),
  ]);
  return table(heads("scenario"), rows);
}

function outcomeIn({ operations }: Summary, operation: string): string {
  for (const [outcome, names] of Object.entries(operations)) {
    if (names.includes(operation)) return SIGNS[outcome as Outcome];
  }
  return SIGNS.missing;
}

function operationTable(summaries: readonly Summary[]): string[] {
  const all = summaries.flatMap(({ operations }) => Object.values(operations).flat());
  // The runner's own calls are no client's.
  const names = [...new Set(all)]
    .filter((name) => /^(Kms|Ram|Sts|Credentials)\./.test(name))
    .sort();
  const rows = names.map((name) => [
    `\`${name}\``,
    ...summaries.map((summary) => outcomeIn(summary, name)),
  ]);
  return table(heads("operation"), rows);
}

function errorTable(summaries: readonly Summary[]): string[] {
  const codes = [...new Set(summaries.flatMap(({ errors }) => Object.keys(errors)))].sort();
  const rows = codes.map((code) => [
    `\`${code}\``,
    ...summaries.map(({ errors }) => {
      const [type = "", ...rest] = (errors[code] ?? "").split(" ");
      return [type.split(".").at(-1), ...rest].join(" ");
    }),
  ]);
  return table(heads("code"), rows);
}

export function clientsPage(): Page {
  const summaries = columns(readReviewed());
  return page("docs/clients.md", "Clients", [
    "Unmodified official clients work. Each one below is driven in every run of `npm test`, over http and over https with a",
    "private CA, through the scenarios of `conformance/scenarios/`; what it must see, and what it makes of errors, was",
    "reviewed, and a difference fails the run. PHP and C# are not among them: their packages are in registries that the tests",
    "do not reach.",
    "",
    "The endpoint is what the server prints, `127.0.0.1:8567` by default. A certificate for an address needs it as an IP",
    "subject alternative name.",
    "",
    "## Point your client at Coffer",
    "",
    "These lines are run as they stand, but for the address, in every run of the tests.",
    "",
    ...CLIENTS.flatMap(pointing),
    "## Command lines, Terraform, Kubernetes and others",
    "",
    "`coffer` itself needs nothing after the first start, and `coffer configure` elsewhere. The others are not run here: the",
    "lines follow from their sources and documentation, and what they rely on is tested by raw requests",
    "(`packages/server/test/clients/`).",
    "",
    ...others(),
    "## What each client was seen to do",
    "",
    "✓ works; ◐ works, but the client has no word for some of the parameters used; – the client lacks it; ✗ fails.",
    "",
    ...scenarioTable(summaries),
    "### By operation",
    "",
    ...operationTable(summaries),
    "### Errors, as a program sees them",
    "",
    "The class, the code and, where the client tells it, the status.",
    "",
    ...errorTable(summaries),
  ]);
}
