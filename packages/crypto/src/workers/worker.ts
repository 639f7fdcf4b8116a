// A thread for work with pairs of keys. It keeps no key: each task brings its own.
import { parentPort } from "node:worker_threads";
import { runPairTask } from "../asymmetric/task.ts";
import type { Reply, Request } from "./workers.ts";

parentPort?.on("message", ({ id, task }: Request) => {
  let reply: Reply;
  try {
    reply = { id, result: runPairTask(task) };
  } catch (error) {
    reply = { id, failure: error instanceof Error ? error.message : "unknown" };
  }
  parentPort?.postMessage(reply);
});
