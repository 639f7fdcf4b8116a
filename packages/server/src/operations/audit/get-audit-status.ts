// GetAuditStatus: the log's length, what waits, and how far each sink is.
import { readHead } from "../../resources/audit-log.ts";
import { readSinkProgress } from "../../resources/sink-progress.ts";
import type { AdminHandler } from "../handler.ts";

export const getAuditStatus: AdminHandler<"GetAuditStatus"> = async (_request, { store }) => {
  const { size = 0 } = (await readHead(store)) ?? {};
  const sinks = await readSinkProgress(store);
  return {
    Size: size,
    WaitingEvents: await store.countWaitingEvents(),
    Sinks: sinks.map(({ name, delivered, dropped }) => ({
      ...{ Name: name, Delivered: delivered, Lag: Math.max(0, size - delivered), Dropped: dropped },
    })),
  };
};
