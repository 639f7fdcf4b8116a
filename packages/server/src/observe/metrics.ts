// Prometheus metrics. Labels are operation names and error codes only: both are closed lists, so that no
// caller can make the number of series grow.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RequestEvent } from "./log.ts";

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How far the audit is behind. */
export interface AuditState {
  /** How full the spool is: 1 is full. */
  readonly level: number;
  /** Events that have no place in the log yet. */
  readonly waiting: number;
  readonly sinks: readonly {
    readonly name: string;
    readonly lag: number;
    readonly dropped: number;
  }[];
}

function auditGauges(registry: Registry): (state: AuditState) => void {
  const registers = [registry];
  const level = new Gauge({
    name: "coffer_audit_spool_level",
    help: "How full the audit's spool is; at 1 `audit-when-full` applies.",
    registers,
  });
  const waiting = new Gauge({
    name: "coffer_audit_waiting_events",
    help: "Events that have no place in the audit log yet.",
    registers,
  });
  const lag = new Gauge({
    name: "coffer_audit_sink_lag_events",
    help: "Events of the audit log that a sink has not taken yet.",
    labelNames: ["sink"] as const,
    registers,
  });
  const dropped = new Gauge({
    name: "coffer_audit_sink_dropped_events",
    help: "Events that a sink will never get, because it was too far behind.",
    labelNames: ["sink"] as const,
    registers,
  });
  return (state) => {
    level.set(state.level);
    waiting.set(state.waiting);
    for (const { name: sink, ...each } of state.sinks) {
      lag.set({ sink }, each.lag);
      dropped.set({ sink }, each.dropped);
    }
  };
}

export interface Metrics {
  audit(state: AuditState): void;
  /** Counts an answered request and the time it took. */
  request(event: RequestEvent): void;
  /** The exposition text and its content type. */
  print(): Promise<{ readonly text: string; readonly contentType: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "coffer_" });
  const requests = new Counter({
    name: "coffer_requests_total",
    help: "Requests answered, by operation and error code (`OK` for success).",
    labelNames: ["operation", "code"] as const,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "coffer_request_seconds",
    help: "Time from the request's last byte to its answer.",
    labelNames: ["operation"] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  const series = new Map<string, { count: () => void; time: (value: number) => void }>();
  const seriesOf = ({ operation, code }: RequestEvent) => {
    const name = `${operation} ${code}`;
    let found = series.get(name);
    if (found === undefined) {
      const counter = requests.labels({ operation, code });
      const histogram = seconds.labels({ operation });
      found = { count: () => counter.inc(), time: (value) => histogram.observe(value) };
      series.set(name, found);
    }
    return found;
  };
  return {
    audit: auditGauges(registry),
    request(event) {
      const { count, time } = seriesOf(event);
      count();
      time(event.durationMs / 1000);
    },
    async print() {
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
