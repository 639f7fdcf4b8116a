// What stands in the log for a row among the waiting events that this installation did not write: that there was
// one, and what its bytes hash to, so that it can be compared with a copy. Nothing that it says is taken over.
import { createHash } from "node:crypto";
import { wireTime } from "./times.ts";

export const FOREIGN_ROW = "ForeignAuditRow";

/** The event's bytes. `now` in milliseconds since 1970. */
export function foreignRowEvent(row: Uint8Array, now: number): Uint8Array {
  const sha256 = createHash("sha256").update(row).digest("hex");
  const event = {
    eventId: sha256.slice(0, 32).toUpperCase(),
    eventVersion: 1,
    eventCategory: "Management",
    eventType: "ServiceEvent",
    eventName: FOREIGN_ROW,
    eventRW: "Write",
    eventTime: wireTime(now),
    serviceName: "Coffer",
    errorCode: FOREIGN_ROW,
    errorMessage:
      "Among the events that waited was a row that no server of this installation wrote.",
    additionalEventData: { Sha256: sha256, Bytes: row.length },
  };
  return Buffer.from(JSON.stringify(event));
}
