// Threads that sign, verify, encrypt and decrypt with pairs of keys, so that requests which need none of that
// never wait for it. They start with the first task and hold nothing between two. RSA signatures, the costliest and
// most frequent, run on the threads of Node's own pool, which cost no message there and back.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { signingScheme } from "../asymmetric/schemes.ts";
import { type PairResult, type PairTask, runPairTask } from "../asymmetric/task.ts";
import { DecryptionError } from "../decryption-error.ts";
import { RsaPool } from "./rsa-pool.ts";

export interface Request {
  readonly id: number;
  readonly task: PairTask;
}

export type Reply =
  | { readonly id: number; readonly result: PairResult }
  | { readonly id: number; readonly failure: string };

export interface PairWorkers {
  /** @throws DecryptionError; Error when the threads were closed or one broke down */
  encrypt(task: Omit<Extract<PairTask, { do: "encrypt" | "decrypt" }>, "do">): Promise<Uint8Array>;
  decrypt(task: Omit<Extract<PairTask, { do: "encrypt" | "decrypt" }>, "do">): Promise<Uint8Array>;
  sign(task: Omit<Extract<PairTask, { do: "sign" }>, "do">): Promise<Uint8Array>;
  verify(task: Omit<Extract<PairTask, { do: "verify" }>, "do">): Promise<boolean>;
  /**
   * Lets go of the threads there are, once each has done its tasks; new ones take their place. What the runtime
   * left of a destroyed key in a thread's memory goes with it.
   */
  renew(): void;
  /** Ends the threads; tasks under way fail. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: PairResult): void;
  reject(error: Error): void;
}

/** Sent ahead to a thread, so that it does not idle while an answer travels. */
const MOST_AHEAD = 2;

/**
 * The task with bytes that own their memory, to be handed over. A Buffer is often a slice of Node's pool, and a
 * clone of it would take along the whole pool with what others left there.
 */
function inOwnMemory(task: PairTask): { readonly own: PairTask; readonly memory: ArrayBuffer[] } {
  const input = new Uint8Array(task.input);
  if (task.do !== "verify") return { own: { ...task, input }, memory: [input.buffer] };
  const signature = new Uint8Array(task.signature);
  return { own: { ...task, input, signature }, memory: [input.buffer, signature.buffer] };
}

class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #free: () => void;
  #next = 0;
  broken = false;
  #retired = false;

  constructor(free: () => void) {
    this.#free = free;
    // From the sources, or from a bundle, which holds the thread's file under this name.
    const file = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./crypto-worker.js";
    this.#worker = new Worker(new URL(file, import.meta.url));
    this.#worker.unref();
    this.#worker.on("message", (reply: Reply) => this.#answer(reply));
    this.#worker.on("messageerror", (error: Error) => this.#breakDown(error));
    this.#worker.on("error", (error: Error) => this.#breakDown(error));
    this.#worker.on("exit", () => this.#breakDown(new Error("a thread for key pairs has ended")));
  }

  get load(): number {
    return this.#waiting.size;
  }

  run(task: PairTask, waiting: Waiting): void {
    const id = this.#next;
    this.#next += 1;
    this.#waiting.set(id, waiting);
    // While somebody waits, the process must not end.
    this.#worker.ref();
    const { own, memory } = inOwnMemory(task);
    try {
      this.#worker.postMessage({ id, task: own } satisfies Request, memory);
    } catch (error) {
      // What cannot be sent fails alone: the thread never hears of it.
      this.#forget(id);
      waiting.reject(error instanceof Error ? error : new Error("a task that cannot be sent"));
    }
  }

  /** No more tasks; ends after the last one. */
  retire(): void {
    this.#retired = true;
    if (this.#waiting.size === 0) void this.#worker.terminate();
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #answer(reply: Reply): void {
    const waiting = this.#forget(reply.id);
    if ("result" in reply) waiting?.resolve(reply.result);
    else waiting?.reject(new Error(`work with a pair of keys failed: ${reply.failure}`));
    this.#free();
  }

  #forget(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (this.#waiting.size === 0 && this.#retired) void this.#worker.terminate();
    return waiting;
  }

  #breakDown(error: Error): void {
    this.broken = true;
    void this.#worker.terminate();
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    this.#free();
  }
}

interface Queued {
  readonly task: PairTask;
  readonly waiting: Waiting;
}

class Workers implements PairWorkers {
  readonly #count: number;
  readonly #queue: Queued[] = [];
  readonly #rsa = new RsaPool(availableParallelism());
  #threads: Thread[] = [];
  /** Some may have a last task. */
  #retired: Thread[] = [];
  #closed = false;

  constructor(count: number) {
    this.#count = count;
  }

  async encrypt(task: Parameters<PairWorkers["encrypt"]>[0]): Promise<Uint8Array> {
    return bytesOf(await this.#run({ do: "encrypt", ...task }));
  }

  async decrypt(task: Parameters<PairWorkers["decrypt"]>[0]): Promise<Uint8Array> {
    return bytesOf(await this.#run({ do: "decrypt", ...task }));
  }

  async sign(task: Parameters<PairWorkers["sign"]>[0]): Promise<Uint8Array> {
    if (this.#closed) throw closed();
    const { encode } = signingScheme(task.algorithm);
    if (encode !== undefined) return this.#rsa.sign(task.key, encode(task.key, task.input));
    return bytesOf(await this.#run({ do: "sign", ...task }));
  }

  async verify(task: Parameters<PairWorkers["verify"]>[0]): Promise<boolean> {
    return (await this.#run({ do: "verify", ...task })) === true;
  }

  renew(): void {
    this.#retired = this.#retired.filter(({ broken }) => !broken);
    for (const thread of this.#threads.splice(0)) {
      this.#retired.push(thread);
      thread.retire();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { waiting } of this.#queue.splice(0)) waiting.reject(closed());
    await Promise.all([...this.#threads, ...this.#retired].map((thread) => thread.end()));
  }

  #run(task: PairTask): Promise<PairResult> {
    if (this.#closed) return Promise.reject(closed());
    const { promise, resolve, reject } = Promise.withResolvers<PairResult>();
    this.#queue.push({ task, waiting: { resolve, reject } });
    this.#drain();
    return promise;
  }

  #drain(): void {
    if (this.#closed) return;
    this.#threads = this.#threads.filter(({ broken }) => !broken);
    while (this.#queue.length > 0) {
      const thread = this.#freeThread();
      const first = thread && this.#queue.shift();
      if (first === undefined) return;
      thread?.run(first.task, first.waiting);
    }
  }

  /** An idle thread, else a new one while there may be more, else the least loaded that takes one more. */
  #freeThread(): Thread | undefined {
    const [least] = this.#threads.toSorted((one, two) => one.load - two.load);
    if (least?.load === 0) return least;
    if (this.#threads.length < this.#count) {
      const thread = new Thread(() => this.#drain());
      this.#threads.push(thread);
      return thread;
    }
    return least !== undefined && least.load < MOST_AHEAD ? least : undefined;
  }
}

function closed(): Error {
  return new Error("the threads for key pairs are closed");
}

function bytesOf(result: PairResult): Uint8Array {
  if (result === "undecryptable") throw new DecryptionError();
  if (typeof result === "boolean") throw new Error("a truth value where bytes belong");
  return result;
}

/** One core is left to the event loop, where there are several. */
export function createPairWorkers(count = Math.max(1, availableParallelism() - 1)): PairWorkers {
  return new Workers(count);
}

/** The same on the calling thread, for tests and commands that make one call. */
export const pairsHere: Pick<PairWorkers, "encrypt" | "decrypt" | "sign" | "verify"> = {
  encrypt: async (task) => bytesOf(runPairTask({ do: "encrypt", ...task })),
  decrypt: async (task) => bytesOf(runPairTask({ do: "decrypt", ...task })),
  sign: async (task) => bytesOf(runPairTask({ do: "sign", ...task })),
  verify: async (task) => runPairTask({ do: "verify", ...task }) === true,
};
