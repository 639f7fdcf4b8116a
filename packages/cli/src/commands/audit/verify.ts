// `coffer audit verify`: whether a log is what was signed: the server's own, one in a folder, or a single event by
// its proof. Nothing of the log is believed but what the verifier key has signed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@coffer/client";
import {
  createLogDirectory,
  decodeBundle,
  type LogReader,
  NoteError,
  type NoteVerifier,
  noteText,
  ProofError,
  parseCheckpoint,
  parseProof,
  TILE_WIDTH,
  type Verdict,
  verifyLog,
  verifyProof,
} from "@coffer/tlog";
import { Failure } from "../../failure.ts";
import { type Language, languageOf } from "../../language.ts";
import type { CommandLine } from "../../read-words.ts";
import type { Terminal } from "../../terminal.ts";
import type { AuditTask } from "./audit-task.ts";
import { readFile, readVerifier } from "./kept-files.ts";
import { SeenEntries } from "./seen-entries.ts";
import { createServedLog } from "./served-log.ts";
import { visible } from "./visible.ts";

const WORDS = {
  holds: {
    en: "The log of {name} holds: {size} events, each as it was recorded.",
    zh: "{name} 的日志完好：{size} 个事件均与记录一致。",
  },
  agrees: {
    en: "It agrees with {count} checkpoint(s) kept elsewhere.",
    zh: "与另存的 {count} 个检查点一致。",
  },
  keptFrom: {
    en: "Events before number {from} are no longer kept; their hashes are, and hold.",
    zh: "编号 {from} 之前的事件已不再保留，其哈希仍在且一致。",
  },
  announced: {
    en: "An export of {size} events into this folder did not come to its end; what it brought is not verified: export again.",
    zh: "向此目录导出 {size} 个事件的操作未完成，其新增内容未经校验：请重新导出。",
  },
  waiting: {
    en: "{count} more events wait for their place in the log.",
    zh: "另有 {count} 个事件等待写入日志。",
  },
  believed: {
    en: "The verifier key {key} is the one that {source} tells: give --key to compare with one kept elsewhere.",
    zh: "验证公钥 {key} 由{source}提供：请使用 --key 与另存的公钥比对。",
  },
  server: { en: "the server itself", zh: "服务端自身" },
  folder: { en: "the folder itself", zh: "目录自身" },
  broken: {
    en: "BROKEN at event number {index}: {reason}.",
    zh: "日志在第 {index} 号事件处损坏：{reason}。",
  },
  foreign: {
    en: "WARNING: rows that no server wrote were put among the waiting events: {count} `ForeignAuditRow`, the first is number {index}.",
    zh: "警告：等待写入的事件中混入了并非由服务端写入的数据：{count} 条 `ForeignAuditRow`，首条为第 {index} 号。",
  },
  repeated: {
    en: "WARNING: {count} event(s) stand in the log a second time: rows were copied among the waiting events. The first is number {index}.",
    zh: "警告：{count} 个事件在日志中重复出现：等待写入的数据曾被复制。首个重复为第 {index} 号。",
  },
  event: { en: "What stands there calls itself {id}.", zh: "该处内容自称为 {id}。" },
  proven: {
    en: "The event is number {index} of the log of {name}, under a checkpoint of {size} events.",
    zh: "该事件是 {name} 日志的第 {index} 号事件，检查点覆盖 {size} 个事件。",
  },
  notProven: { en: "NOT PROVEN: {reason}.", zh: "未能证明：{reason}。" },
} as const;

type Values = Readonly<Record<string, string | number>>;

export function say(word: keyof typeof WORDS, language: Language, values: Values = {}): string {
  return WORDS[word][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}

export interface Verified {
  readonly reader: LogReader;
  readonly verifier: NoteVerifier;
  /** Checkpoints that were kept elsewhere. */
  readonly known: readonly string[];
}

/** The id that the event at that place claims to have, if there is a readable one. */
async function claimedId(reader: LogReader, index: number): Promise<string | undefined> {
  try {
    const bundle = Math.floor(index / TILE_WIDTH);
    const bytes = await reader.entries(bundle, (index % TILE_WIDTH) + 1);
    const entry = bytes && decodeBundle(bytes)[index % TILE_WIDTH];
    const { eventId } = JSON.parse(Buffer.from(entry ?? []).toString("utf8"));
    return typeof eventId === "string" ? visible(eventId) : undefined;
  } catch {
    return undefined;
  }
}

/** What the server wrote in the place of a row that was not its own. */
function isForeign(entry: Uint8Array): boolean {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  if (!bytes.includes('"eventName":"ForeignAuditRow"')) return false;
  try {
    const { eventName, eventType } = JSON.parse(bytes.toString("utf8"));
    return eventName === "ForeignAuditRow" && eventType === "ServiceEvent";
  } catch {
    return false; // What is no JSON is nothing that the server wrote.
  }
}

/** Events that no request made. */
interface Suspects {
  count: number;
  first: number;
  last: number;
}

function suspect(found: Suspects, index: number): void {
  if (found.count === 0) found.first = index;
  found.count += 1;
  found.last = index;
}

/** Whoever keeps a checkpoint behind an event has seen it. */
function isKnown({ last }: Suspects, known: readonly string[]): boolean {
  const sizes = known.map((note) => parseCheckpoint(noteText(note)).size);
  return last < Math.max(0, ...sizes);
}

/** Verifies, tells, and returns the exit code. */
export async function verifyAndTell(
  { reader, verifier, known }: Verified,
  terminal: Terminal,
  language: Language,
): Promise<number> {
  const foreign: Suspects = { count: 0, first: -1, last: -1 };
  const repeated: Suspects = { count: 0, first: -1, last: -1 };
  const seen = new SeenEntries();
  const onEntry = (entry: Uint8Array, index: number) => {
    if (isForeign(entry)) suspect(foreign, index);
    if (seen.see(entry)) suspect(repeated, index);
  };
  const verdict: Verdict = await verifyLog({ reader, verifier, known, onEntry });
  if (!verdict.holds) {
    const { firstBroken: index, reason } = verdict;
    terminal.print(`${say("broken", language, { index, reason: visible(reason) })}\n`);
    const id = await claimedId(reader, index);
    if (id !== undefined) terminal.print(`${say("event", language, { id })}\n`);
    return 1;
  }
  const { size, keptFrom, announced } = verdict;
  terminal.print(`${say("holds", language, { name: verifier.name, size })}\n`);
  if (keptFrom > 0) terminal.print(`${say("keptFrom", language, { from: keptFrom })}\n`);
  if (announced !== undefined) {
    terminal.print(`${say("announced", language, { size: announced })}\n`);
  }
  if (known.length > 0) {
    terminal.print(`${say("agrees", language, { count: known.length })}\n`);
  }
  for (const [word, { count, first: index }] of [
    ["foreign", foreign],
    ["repeated", repeated],
  ] as const) {
    if (count > 0) terminal.print(`${say(word, language, { count, index })}\n`);
  }
  return isKnown(foreign, known) && isKnown(repeated, known) ? 0 : 1;
}

function verifyOne(line: CommandLine, terminal: Terminal, language: Language): number {
  const { members } = line;
  const [proof, event, key] = ["proof", "event", "key"].map((name) => members.get(name));
  if (!proof || !event || !key) {
    throw new Failure(2, "usage: coffer audit verify --proof <file> --event <file> --key <key>");
  }
  const verifier = readVerifier(key);
  try {
    const parsed = parseProof(readFile(proof));
    const { size } = verifyProof(parsed, Buffer.from(readFile(event)), verifier);
    const { index } = parsed;
    terminal.print(`${say("proven", language, { index, size, name: verifier.name })}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ProofError) && !(error instanceof NoteError)) throw error;
    terminal.print(`${say("notProven", language, { reason: visible(error.message) })}\n`);
    return 1;
  }
}

/** The key that comes with an exported log. */
export const KEY_FILE = "verifier-key";

function keyIn(folder: string): string {
  const path = join(folder, KEY_FILE);
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  throw new Failure(3, `give --key: \`${folder}\` has no file \`${KEY_FILE}\``);
}

export async function verify({
  line,
  terminal,
  connect,
}: Omit<AuditTask, "client"> & { readonly connect: () => Client }): Promise<number> {
  const { members, positionals, flags } = line;
  const language = languageOf(flags, terminal.environment);
  if (members.has("proof") || members.has("event")) return verifyOne(line, terminal, language);
  const folder = positionals[2];
  if (folder !== undefined && !existsSync(join(folder, "checkpoint"))) {
    throw new Failure(1, `\`${folder}\` holds no exported log: there is no file \`checkpoint\``);
  }
  const served = folder === undefined ? createServedLog(connect()) : undefined;
  const given = members.get("key");
  const told = served === undefined ? keyIn : () => served.verifierKey();
  const key = given ?? (await told(folder ?? ""));
  const reader = served ?? createLogDirectory(folder ?? "");
  const paths = (members.get("checkpoint") ?? "").split(",").filter((path) => path !== "");
  const verified = { reader, verifier: readVerifier(key), known: paths.map(readFile) };
  const code = await verifyAndTell(verified, terminal, language);
  if (given === undefined) {
    const source = say(served === undefined ? "folder" : "server", language);
    terminal.error(`${say("believed", language, { key, source })}\n`);
  }
  const waiting = code === 0 && served !== undefined ? await served.waiting() : 0;
  if (waiting > 0) terminal.print(`${say("waiting", language, { count: waiting })}\n`);
  return code;
}
