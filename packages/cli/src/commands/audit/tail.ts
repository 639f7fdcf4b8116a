// `coffer audit tail`: the newest events, oldest of them first, and with `--follow` those that come.
import type { Client } from "@coffer/client";
import { TRAIL_OPERATIONS } from "@coffer/contract";
import { Failure } from "../../failure.ts";
import type { CommandLine } from "../../read-words.ts";
import type { Terminal } from "../../terminal.ts";
import type { AuditTask } from "./audit-task.ts";
import { visible } from "./visible.ts";

const PAGE = 50;
const PAUSE_MILLISECONDS = 2_000;

type Event = Readonly<Record<string, unknown>>;
type Attribute = { readonly Key: string; readonly Value: string };

const ATTRIBUTES = { user: "User", name: "EventName", resource: "ResourceName" } as const;

function inside(event: Event, name: string): Event {
  const value = event[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** One line for people. What strangers wrote controls no terminal. */
function lineOf(event: Event): string {
  const identity = inside(event, "userIdentity");
  const name = text(identity.userName) || text(identity.accessKeyId) || "-";
  // Names are of an account: each has a root.
  const account = text(identity.accountId);
  const who = account === "" ? name : `${name}@${account}`;
  const cells = [
    text(event.eventTime),
    text(event.errorCode) || "OK",
    text(event.eventName),
    who,
    text(event.resourceName) || "-",
    text(event.sourceIpAddress) || "-",
    text(event.eventId),
  ];
  return cells.map((cell) => visible(cell)).join("  ");
}

function attributesOf({ members }: CommandLine): Attribute[] {
  const given = Object.entries(ATTRIBUTES).flatMap(([option, Key]) => {
    const Value = members.get(option);
    return Value === undefined ? [] : [{ Key, Value }];
  });
  if (given.length > 2) throw new Failure(1, "give at most two of --user, --name and --resource");
  return given;
}

function numberOf({ members }: CommandLine): number {
  const number = Number(members.get("number") ?? "20");
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  throw new Failure(1, "--number must be a whole number from 1 to 10000");
}

/** Printed as they come; the ids of those of the newest second are kept, so that none comes twice. */
class Printer {
  readonly #terminal: Terminal;
  readonly #isJson: boolean;
  readonly #seen = new Set<string>();
  #newest = "";

  constructor(terminal: Terminal, isJson: boolean) {
    this.#terminal = terminal;
    this.#isJson = isJson;
  }

  get newest(): string {
    return this.#newest;
  }

  print(event: Event): void {
    const [id, time] = [text(event.eventId), text(event.eventTime)];
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    if (this.#seen.size > 10_000) this.#seen.delete([...this.#seen][0] ?? "");
    if (time > this.#newest) this.#newest = time;
    this.#terminal.print(`${this.#isJson ? JSON.stringify(event) : lineOf(event)}\n`);
  }
}

/** Both times are given or none; the clock here may be behind the server's. */
const NO_END = "9999-12-31T23:59:59Z";

async function page(client: Client, request: Readonly<Record<string, unknown>>) {
  const window = { ...request, EndTime: NO_END };
  const answer = await client.callOf(TRAIL_OPERATIONS, "LookupEvents", window);
  // The members of an event are text, numbers and objects; the row types them as JSON.
  return { events: answer.Events as unknown as readonly Event[], next: answer.NextToken };
}

async function newestEvents(client: Client, number: number, LookupAttribute: Attribute[]) {
  const found: Event[] = [];
  let next: string | undefined;
  do {
    const { events, next: token } = await page(client, {
      ...{ Direction: "BACKWARD", StartTime: "1970-01-01T00:00:00Z", LookupAttribute },
      MaxResults: Math.min(PAGE, number - found.length),
      ...(next === undefined ? {} : { NextToken: next }),
    });
    found.push(...events);
    next = token;
  } while (next !== undefined && found.length < number);
  return found.slice(0, number).reverse();
}

async function printSince(client: Client, printer: Printer, LookupAttribute: Attribute[]) {
  let next: string | undefined;
  do {
    const { events, next: token } = await page(client, {
      ...{ Direction: "FORWARD", MaxResults: PAGE, LookupAttribute },
      StartTime: printer.newest,
      ...(next === undefined ? {} : { NextToken: next }),
    });
    for (const event of events) printer.print(event);
    next = token;
  } while (next !== undefined);
}

export async function tail({ line, terminal, client }: AuditTask): Promise<number> {
  const format = line.members.get("format") ?? "text";
  if (format !== "text" && format !== "json") throw new Failure(1, "--format must be text or json");
  const attributes = attributesOf(line);
  const printer = new Printer(terminal, format === "json");
  for (const event of await newestEvents(client, numberOf(line), attributes)) printer.print(event);
  while (line.members.has("follow")) {
    await terminal.sleep(PAUSE_MILLISECONDS);
    if (printer.newest === "") {
      const some = await newestEvents(client, PAGE, attributes);
      for (const event of some) printer.print(event);
    } else await printSince(client, printer, attributes);
  }
  return 0;
}
