// Failures as a person or a program reads them: on standard error, coloured on a terminal only.
import { ServerError, TransportError } from "@coffer/client";
import { Failure } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

const RED = "\x1b[1;31m";
const YELLOW = "\x1b[1;33m";
const RESET = "\x1b[0m";

function paint(text: string, colour: string, terminal: Terminal): string {
  const coloured = terminal.stderrIsTerminal && !terminal.environment.NO_COLOR;
  return coloured ? `${colour}${text}${RESET}` : text;
}

/** Headers as Go prints a map, which users of `aliyun` know. */
function headerMap(headers: ServerError["headers"]): string {
  const names = Object.keys(headers).sort();
  const canonical = (name: string): string =>
    name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
  return `map[${names.map((name) => `${canonical(name)}:[${headers[name]}]`).join(" ")}]`;
}

function serverText(error: ServerError): string {
  return [
    "SDK.ServerError",
    `ErrorCode: ${error.code}`,
    `Recommend: ${error.recommend}`,
    `RequestId: ${error.requestId}`,
    `Message: ${error.message}`,
    `RespHeaders: ${headerMap(error.headers)}`,
  ].join("\n");
}

function asJson(error: Error): string {
  if (error instanceof ServerError) {
    const { code, status, requestId, recommend, message } = error;
    return JSON.stringify({ kind: "server", code, status, requestId, message, recommend });
  }
  const kind = error instanceof TransportError ? "transport" : "usage";
  return JSON.stringify({ kind, code: "", message: error.message });
}

/** Tells a failure and returns the exit code. What is not a failure of ours is thrown on. */
export function report(error: unknown, terminal: Terminal, format: string | undefined): number {
  const known =
    error instanceof Failure || error instanceof ServerError || error instanceof TransportError;
  if (!known) throw error;
  const exitCode = error instanceof Failure ? error.exitCode : 1;
  if (format === "json") {
    terminal.error(`${asJson(error)}\n`);
    return exitCode;
  }
  const text = error instanceof ServerError ? serverText(error) : error.message;
  terminal.error(`${paint(`ERROR: ${text}`, RED, terminal)}\n`);
  if (!(error instanceof Failure)) return exitCode;
  if (error.tip !== undefined) terminal.error(`${paint(`\n${error.tip}`, YELLOW, terminal)}\n`);
  if (error.suggestions.length > 0) {
    const list = error.suggestions.map((word) => `  ${word}`).join("\n");
    terminal.error(`${paint(`\nDid you mean:\n${list}`, YELLOW, terminal)}\n`);
  }
  return exitCode;
}
