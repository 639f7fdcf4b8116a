// The load generator, a process of its own on its own core: keeps connections busy with signed requests for a
// time and prints one line of JSON with what it saw. Its task comes as JSON in the first argument.
import { randomInt } from "node:crypto";
import { connect, type Socket } from "node:net";
import { requestBytes } from "./request.ts";

/** What to send. `{n}` in a parameter stands for a number below `spread`, `{i}` for one never used again. */
export interface Task {
  readonly port: number;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly method: "GET" | "POST";
  readonly parameters: Readonly<Record<string, string>>;
  readonly spread: number;
  readonly connections: number;
  readonly seconds: number;
  /** Requests made ready; the run ends early when they are used up. */
  readonly prepared: number;
  /** Makes `{i}` differ between runs. */
  readonly run: string;
}

export interface Result {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
  /** The first answer that was not 200, for the person who looks. */
  readonly failure?: string;
}

function prepare(task: Task): Buffer[] {
  // Elsewhere in each run: else many runs together would meet only the first few of many.
  const first = randomInt(task.spread);
  return Array.from({ length: task.prepared }, (_, index) => {
    const number = String((first + index * 7919) % task.spread);
    const parameters = Object.fromEntries(
      Object.entries(task.parameters).map(([name, value]) => [
        name,
        value.replace("{n}", number).replace("{i}", `${task.run}-${index}`),
      ]),
    );
    return requestBytes(task.method, parameters, task);
  });
}

/** The length of the first whole answer in `bytes`, or 0. Answers carry Content-Length. */
function answerLength(bytes: Buffer): number {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return 0;
  const length = /content-length: (\d+)/i.exec(bytes.toString("latin1", 0, end))?.[1];
  if (length === undefined) throw new Error("an answer without Content-Length");
  const total = end + 4 + Number(length);
  return bytes.length >= total ? total : 0;
}

class Runner {
  readonly latencies: number[] = [];
  failures = 0;
  failure: string | undefined;
  #next = 0;
  readonly #requests: readonly Buffer[];
  #until = Number.POSITIVE_INFINITY;

  constructor(requests: readonly Buffer[]) {
    this.#requests = requests;
  }

  async run(task: Task): Promise<Result> {
    const started = performance.now();
    this.#until = started + task.seconds * 1000;
    await Promise.all(Array.from({ length: task.connections }, () => this.#connection(task.port)));
    const seconds = (performance.now() - started) / 1000;
    const sorted = Float64Array.from(this.latencies).sort();
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
    const requests = sorted.length;
    return {
      requests,
      seconds,
      perSecond: requests / seconds,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      failures: this.failures,
      ...(this.failure === undefined ? {} : { failure: this.failure }),
    };
  }

  #connection(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      socket.setNoDelay(true);
      let sent = 0;
      let waiting: Buffer = Buffer.alloc(0);
      const send = (): void => {
        const request = this.#requests[this.#next];
        sent = performance.now();
        if (request === undefined || sent >= this.#until) {
          socket.end();
          resolve();
          return;
        }
        this.#next += 1;
        socket.write(request);
      };
      socket.on("connect", send);
      socket.on("error", reject);
      socket.on("data", (bytes: Buffer) => {
        waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
        const length = answerLength(waiting);
        if (length === 0) return;
        this.#record(waiting, sent);
        waiting = waiting.subarray(length);
        send();
      });
      closeMeansEnd(socket, resolve);
    });
  }

  #record(answer: Buffer, sent: number): void {
    this.latencies.push(performance.now() - sent);
    if (answer.toString("latin1", 9, 12) === "200") return;
    this.failures += 1;
    this.failure ??= answer.toString("utf8", 0, 600);
  }
}

function closeMeansEnd(socket: Socket, end: () => void): void {
  socket.on("close", () => end());
}

const task: Task = JSON.parse(process.argv[2] ?? "{}");
const runner = new Runner(prepare(task));
process.stdout.write(`${JSON.stringify(await runner.run(task))}\n`);
