// `coffer kms <Operation> …`: one call, printed as asked.
import type { Client, RawCall } from "@coffer/client";
import { lookup, type Operation, type Product } from "@coffer/contract";
import { Failure } from "../failure.ts";
import { checkExclusive, pagerFields, tableFields, waiterFields } from "../fields.ts";
import { parametersOf, unknownOperation } from "../members.ts";
import { parseExact, printJson } from "../output/json.ts";
import { search } from "../output/query.ts";
import { printTable } from "../output/table.ts";
import type { CommandLine } from "../read-words.ts";
import { credentialsOf, type Flags, findSettings } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { clientOf } from "./client.ts";
import { dryRun } from "./dry-run.ts";
import { fetchAll } from "./pager.ts";
import { waitFor } from "./waiter.ts";
import { warnOfDeletion } from "./warn-of-deletion.ts";

interface Prepared {
  readonly call: RawCall;
  readonly row: Operation | undefined;
  readonly client: Client;
}

function headersOf(flags: Flags): Record<string, string> {
  const entries = (flags.get("header") ?? []).map((text): [string, string] => {
    const equals = text.indexOf("=");
    if (equals <= 0) {
      const way = "use `--header HeaderName=Value`";
      throw new Failure(1, `invalid flag --header \`${text.slice(0, 4)}…\` ${way}`);
    }
    return [text.slice(0, equals).toLowerCase(), text.slice(equals + 1)];
  });
  return Object.fromEntries(entries);
}

function methodOf(flags: Flags): "GET" | "POST" {
  const method = flags.get("method")?.[0] ?? "POST";
  if (method === "GET" || method === "POST") return method;
  throw new Failure(
    1,
    `--method value ${method} is not supported, please set method in {GET|POST}`,
  );
}

function versionOf(product: Product, flags: Flags): string {
  const version = flags.get("version")?.[0] ?? product.version;
  if (version === product.version) return version;
  const tip = `the version of ${product.name} is ${product.version}`;
  throw new Failure(3, `unchecked version ${version}`, { tip });
}

function prepare(
  product: Product,
  { positionals, flags, members }: CommandLine,
  terminal: Terminal,
): Prepared {
  const name = positionals[1] ?? "";
  const forced = flags.has("force");
  const row = lookup(product, name);
  if (row === undefined && !forced) throw unknownOperation(product, name);
  checkExclusive(flags);
  const method = methodOf(flags);
  const version = versionOf(product, flags);
  const headers = headersOf(flags);
  const settings = findSettings(flags, terminal.environment);
  const { region } = credentialsOf(settings);
  const inputJson = flags.get("cli-input-json")?.[0];
  const parameters =
    row === undefined || forced
      ? Object.fromEntries(members)
      : parametersOf({ product, name, row, members, inputJson, region });
  const repeatable = row?.retry === "safe";
  const call = { action: name, version, parameters, method, repeatable, headers };
  return { call, row, client: clientOf(settings, flags) };
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}

/** How far a long list is, on one line of a terminal that is wiped at the end. */
function progressOn(terminal: Terminal): {
  show: (rows: number, total?: number) => void;
  end: () => void;
} {
  if (!terminal.stderrIsTerminal) return { show: () => undefined, end: () => undefined };
  return {
    show: (rows, total) => terminal.error(`\r${rows}${total === undefined ? "" : ` / ${total}`} `),
    end: () => terminal.error("\r\x1b[K"),
  };
}

export async function runCall(
  product: Product,
  line: CommandLine,
  terminal: Terminal,
): Promise<void> {
  const { flags } = line;
  const table = tableFields(flags);
  const waiter = waiterFields(flags);
  const pager = pagerFields(flags);
  const prepared = prepare(product, line, terminal);
  const { call, row, client } = prepared;
  if (flags.has("dryrun")) {
    terminal.print(dryRun(client.sign(call), row));
    return;
  }
  const once = async (more: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const parameters = { ...call.parameters, ...more };
    return parsed((await client.raw({ ...call, parameters })).text);
  };
  const answer = async (): Promise<unknown> => {
    if (waiter) return waitFor(waiter, { call: once, clock: Date.now, sleep: terminal.sleep });
    if (pager === undefined) return once();
    const { show, end } = progressOn(terminal);
    try {
      return await fetchAll({ fields: pager, call: once, progress: show });
    } finally {
      end();
    }
  };
  let value = await answer();
  if (flags.has("quiet")) return;
  if (call.action === "ScheduleKeyDeletion") await warnOfDeletion(prepared, line, terminal);
  const query = flags.get("cli-query")?.[0];
  if (query !== undefined) value = await search(value, query, "JMESPath query");
  if (table !== undefined) terminal.print(await printTable(value, table));
  else
    terminal.print(
      typeof value === "string" && query === undefined ? `${value}\n` : `${printJson(value)}\n`,
    );
}
