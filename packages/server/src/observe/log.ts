// Structured logs: JSON lines on standard error. A line about a request holds its id, operation, status and
// caller, never a parameter, a header or a body.
import { type DestinationStream, destination, type Logger, pino } from "pino";

export type Log = Logger;

/** What is known of a request when it has been answered. */
export interface RequestEvent {
  readonly requestId: string;
  readonly product: string;
  /** The operation's name, or `-` when the request named none that exists. */
  readonly operation: string;
  /** HTTP status. */
  readonly status: number;
  /** The error code, or `OK`. */
  readonly code: string;
  readonly durationMs: number;
  /** Undefined when nobody was authenticated. */
  readonly accessKeyId: string | undefined;
  readonly remoteAddress: string | undefined;
}

/** `stream` is for tests; by default lines are gathered and written to standard error at least each second. */
export function createLog(level: string, stream?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (stream !== undefined) return pino(options, stream);
  const errors = destination({ dest: 2, sync: false, minLength: 4096, periodicFlush: 1000 });
  return pino(options, errors);
}

/** Writes what is still gathered; for the last line before the process ends. */
export function flushLog(log: Log): Promise<void> {
  return new Promise((resolve) => {
    log.flush(() => resolve());
  });
}
