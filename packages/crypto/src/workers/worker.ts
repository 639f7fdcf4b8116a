// A thread for work with pairs of keys. It keeps no key: each task brings its own.
import { parentPort } from "node:worker_threads";
import { type PairResult, runPairTask } from "../asymmetric/task.ts";
import type { Reply, Request } from "./workers.ts";

/** The result alone, handed over: a clone of a slice of Node's pool would carry the pool, secrets included. */
function post(id: number, result: PairResult): void {
  if (!(result instanceof Uint8Array)) {
    parentPort?.postMessage({ id, result } satisfies Reply);
    return;
  }
  const own = new Uint8Array(result);
  result.fill(0);
  parentPort?.postMessage({ id, result: own } satisfies Reply, [own.buffer]);
}

parentPort?.on("message", ({ id, task }: Request) => {
  let result: PairResult;
  try {
    result = runPairTask(task);
  } catch (error) {
    const failure = error instanceof Error ? error.message : "unknown";
    parentPort?.postMessage({ id, failure } satisfies Reply);
    return;
  } finally {
    task.input.fill(0);
  }
  post(id, result);
});

// Without its id a task cannot be answered: the thread ends, and all its tasks fail.
parentPort?.on("messageerror", (error) => {
  throw error;
});
