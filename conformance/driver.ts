// A client as a process: it reads calls as lines of JSON and writes what came of each as a line of JSON. The drivers of
// every language speak this and nothing else; what is called and what must come of it stays here.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export interface Call {
  readonly product: string;
  readonly version: string;
  readonly operation: string;
  /** With the names of the wire; lists and maps as such. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly credentials: Credentials;
  /** `http://127.0.0.1:port` or with https. */
  readonly endpoint: string;
}

/** What a program that uses the client sees of an error, each as the client gives it; absent where it gives none. */
export interface SeenError {
  readonly class: string;
  readonly code?: string;
  readonly status?: number;
  readonly message?: string;
  readonly requestId?: string;
}

export interface Reply {
  readonly body?: unknown;
  readonly error?: SeenError;
  /** The client has no such operation. */
  readonly missing?: boolean;
}

export interface Driver {
  call(call: Call): Promise<Reply>;
  stop(): Promise<void>;
}

export interface DriverCommand {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** A process for each product. */
export class ApartDriver implements Driver {
  readonly #drivers = new Map<string, ProcessDriver>();
  readonly #command: DriverCommand;

  constructor(command: DriverCommand) {
    this.#command = command;
  }

  call(call: Call): Promise<Reply> {
    const driver = this.#drivers.get(call.product) ?? new ProcessDriver(this.#command);
    this.#drivers.set(call.product, driver);
    return driver.call(call);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#drivers.values()].map((driver) => driver.stop()));
  }
}

/** Calls are answered one after the other. A driver that ends early fails every call that waits. */
export class ProcessDriver implements Driver {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: PromiseWithResolvers<Reply>[] = [];
  readonly #gone: Promise<void>;

  constructor({ program, words, environment }: DriverCommand) {
    const env = { ...process.env, ...environment };
    this.#child = spawn(program, words, { stdio: ["pipe", "pipe", "pipe"], env });
    let said = "";
    this.#child.stderr.on("data", (bytes) => {
      said = `${said}${bytes}`.slice(-2_000);
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gone = promise;
    const end = (error: Error): void => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
      resolve();
    };
    this.#child.on("error", end);
    this.#child.stdin.on("error", () => undefined);
    this.#child.on("close", (code) => end(new Error(`the driver ended with ${code}: ${said}`)));
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      // Some clients print of themselves.
      if (line.startsWith("{")) this.#waiting.shift()?.resolve(JSON.parse(line));
    });
  }

  call(call: Call): Promise<Reply> {
    const waiting = Promise.withResolvers<Reply>();
    if (this.#child.exitCode !== null) return Promise.reject(new Error("the driver has ended"));
    this.#waiting.push(waiting);
    this.#child.stdin.write(`${JSON.stringify(call)}\n`);
    return waiting.promise;
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#gone;
  }
}
