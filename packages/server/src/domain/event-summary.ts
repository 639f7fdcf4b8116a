// What a search needs to pass over a bundle of events: when they were, and a Bloom filter over what they may be
// looked up by. A filter says "no" for certain, and "perhaps" otherwise.
import { createHash } from "node:crypto";

/** What events are looked up by. */
export const LOOKUP_KEYS = [
  ...["EventId", "EventName", "EventRW", "ServiceName", "User"],
  ...["ResourceName", "EventAccessKeyId", "RequestId"],
] as const;
export type LookupKey = (typeof LOOKUP_KEYS)[number];

/** An event of the log, as far as it is looked up. Anything may be absent. */
export type LoggedEvent = Readonly<Record<string, unknown>>;

const FILTER_BYTES = 2_048;
const HASHES = 5;
const HEAD_BYTES = 16;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function inside(event: LoggedEvent, name: string): LoggedEvent {
  const value = event[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The values that an event has for a key. */
export function valuesOf(event: LoggedEvent, key: LookupKey): readonly string[] {
  const identity = inside(event, "userIdentity");
  switch (key) {
    case "EventId":
      return [text(event.eventId)];
    case "RequestId":
      return [text(event.requestId)];
    case "EventName":
      return [text(event.eventName)];
    case "EventRW":
      return [text(event.eventRW)];
    case "ServiceName":
      return [text(event.serviceName)];
    case "User":
      return [text(identity.userName), text(identity.principalId)];
    case "EventAccessKeyId":
      return [text(identity.accessKeyId)];
    case "ResourceName":
      return text(event.resourceName).split(/[;,]/);
  }
}

function places(key: LookupKey, value: string): number[] {
  const digest = createHash("sha256").update(`${key}\0${value}`).digest();
  return Array.from(
    { length: HASHES },
    (_, at) => digest.readUInt32BE(at * 4) % (FILTER_BYTES * 8),
  );
}

export const eventTime = (event: LoggedEvent): number => Date.parse(text(event.eventTime)) || 0;

/** First and last time (8 bytes each), then the filter. */
export function summaryOf(events: readonly LoggedEvent[]): Uint8Array {
  const summary = Buffer.alloc(HEAD_BYTES + FILTER_BYTES);
  const times = events.map(eventTime);
  summary.writeDoubleBE(Math.min(...times), 0);
  summary.writeDoubleBE(Math.max(...times), 8);
  const seen = new Set<string>();
  for (const event of events) {
    for (const key of LOOKUP_KEYS) {
      for (const value of valuesOf(event, key)) {
        if (value === "" || seen.has(`${key} ${value}`)) continue;
        seen.add(`${key} ${value}`);
        for (const place of places(key, value)) {
          const at = HEAD_BYTES + (place >> 3);
          summary[at] = (summary[at] ?? 0) | (1 << (place & 7));
        }
      }
    }
  }
  return summary;
}

export interface EventQuery {
  /** Milliseconds since 1970, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly attributes: readonly { readonly key: LookupKey; readonly value: string }[];
}

/** Whether a bundle may hold what is looked for. */
export function mayHold(summary: Uint8Array, { from, to, attributes }: EventQuery): boolean {
  const bytes = Buffer.from(summary.buffer, summary.byteOffset, summary.byteLength);
  if (bytes.length !== HEAD_BYTES + FILTER_BYTES) return true;
  if (bytes.readDoubleBE(0) > to || bytes.readDoubleBE(8) < from) return false;
  return attributes.every(({ key, value }) =>
    places(key, value).every((place) => {
      const byte = bytes[HEAD_BYTES + (place >> 3)] ?? 0;
      return (byte & (1 << (place & 7))) !== 0;
    }),
  );
}

export function matches(event: LoggedEvent, { from, to, attributes }: EventQuery): boolean {
  const time = eventTime(event);
  if (time < from || time > to) return false;
  return attributes.every(({ key, value }) => valuesOf(event, key).includes(value));
}
