// Health, readiness and metrics: for probes and Prometheus, without authentication and without a word about
// secrets, keys or callers.
import type { Store } from "@coffer/store";
import type { FastifyInstance } from "fastify";
import type { Metrics } from "../observe/metrics.ts";

/** `metrics` undefined leaves `/metrics` out. */
export function statusRoutes(parts: {
  readonly store: Pick<Store, "setting">;
  readonly metrics: Metrics | undefined;
  readonly version: string;
}): (app: FastifyInstance) => void {
  const { store, metrics, version } = parts;
  return (app) => {
    app.get("/healthz", () => ({ status: "ok", version }));
    app.get("/readyz", async (_request, reply) => {
      try {
        await store.setting("installation");
        return { status: "ready" };
      } catch {
        return reply.code(503).send({ status: "the store cannot be reached" });
      }
    });
    if (metrics === undefined) return;
    app.get("/metrics", async (_request, reply) => {
      const { text, contentType } = await metrics.print();
      return reply.type(contentType).send(text);
    });
  };
}
