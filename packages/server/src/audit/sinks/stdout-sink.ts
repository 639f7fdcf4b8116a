// Events as lines of JSON on standard output, for whoever gathers the output of containers.
import type { AuditSink } from "../../jobs/audit-sink.ts";

const LINE_BREAK = Buffer.from("\n");

export function createStdoutSink(stream: NodeJS.WritableStream = process.stdout): AuditSink {
  // Each write is told of its failure; unheard, the stream's own event would end the process.
  stream.on("error", () => undefined);
  return {
    name: "stdout",
    deliver(entries) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const lines = Buffer.concat(entries.flatMap((entry) => [entry, LINE_BREAK]));
      stream.write(lines, (error) => (error ? reject(error) : resolve()));
      return promise;
    },
    async close() {},
  };
}
