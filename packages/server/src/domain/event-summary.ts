// What a search needs to pass over a bundle of events: when they were, and a Bloom filter over what they may be
// looked up by. A filter says "no" for certain, and "perhaps" otherwise.

/** What events are looked up by. */
export const LOOKUP_KEYS = [
  ...["EventId", "EventName", "EventRW", "ServiceName", "User"],
  ...["ResourceName", "EventAccessKeyId", "RequestId"],
] as const;
export type LookupKey = (typeof LOOKUP_KEYS)[number];

/** Under which name each stands in a filter: the id of a request is that of its event, and stands there once. */
const NAMED: Readonly<Record<LookupKey, string>> = {
  ...{ EventId: "id", RequestId: "id", EventName: "name", EventRW: "rw", ServiceName: "service" },
  ...{ User: "user", ResourceName: "resource", EventAccessKeyId: "key" },
};

/** An event of the log, as far as it is looked up. Anything may be absent. */
export type LoggedEvent = Readonly<Record<string, unknown>>;

const FILTER_BYTES = 2_048;
const HASHES = 5;
const HEAD_BYTES = 16;
const TIME_BYTES = 8;
const PLACE_BYTES = 2;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const NOTHING: LoggedEvent = {};

function inside(event: LoggedEvent, name: string): LoggedEvent {
  const value = event[name];
  return typeof value === "object" && value !== null ? (value as LoggedEvent) : NOTHING;
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

const UNMIXED = 0x811c9dc5;
const UNMIXED_STEP = 0x01000193;

/** FNV-1a over UTF-16 units. Nothing depends on its strength: who fills a filter only slows down searching. */
function fnv(text: string, start: number): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
}

/** The last units reach all bits. */
function mixed(hash: number): number {
  const spread = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (spread ^ (spread >>> 13)) >>> 0;
}

/** What each name leaves the two hashes of its values to begin with. */
const BEGINNINGS = Object.fromEntries(
  LOOKUP_KEYS.map((key) => {
    const word = `${NAMED[key]}\0`;
    return [key, { first: fnv(word, UNMIXED), step: fnv(word, UNMIXED_STEP) }];
  }),
) as Readonly<Record<LookupKey, { readonly first: number; readonly step: number }>>; // each key

/** As many places as there are hashes, from two of them. */
function hashed(key: LookupKey, value: string): readonly number[] {
  const begin = BEGINNINGS[key];
  const first = mixed(fnv(value, begin.first));
  const step = mixed(fnv(value, begin.step)) | 1;
  const found: number[] = [];
  for (let at = 0; at < HASHES; at += 1) {
    found.push(((first + at * step) >>> 0) % (FILTER_BYTES * 8));
  }
  return found;
}

/** Most values are those of the events before: their places are kept, of so many and of so long ones at most. */
const MOST_KEPT = 1_024;
const LONGEST_KEPT = 128;
const kept = new Map<LookupKey, Map<string, readonly number[]>>();

function places(key: LookupKey, value: string): readonly number[] {
  // An id comes once.
  if (NAMED[key] === "id" || value.length > LONGEST_KEPT) return hashed(key, value);
  let known = kept.get(key);
  if (known === undefined || known.size >= MOST_KEPT) {
    known = new Map();
    kept.set(key, known);
  }
  let found = known.get(value);
  if (found === undefined) {
    found = hashed(key, value);
    known.set(value, found);
  }
  return found;
}

export const eventTime = (event: LoggedEvent): number => Date.parse(text(event.eventTime)) || 0;

/**
 * What a summary needs of an event: its time in milliseconds since 1970 (8 bytes, a double), and behind it the places
 * of its values in a filter (2 bytes each), or `EVERYWHERE`. At most 10,008 bytes.
 */
export type EventFacts = Uint8Array;

/** A caller can name thousands of things; their places fill a filter anyhow. */
const MOST_VALUES = 1_000;
/** Stands for all places. */
const EVERYWHERE = 0xffff;
const ALL_PLACES: readonly number[] = [EVERYWHERE];

export function factsOf(event: LoggedEvent): EventFacts {
  const found: (readonly number[])[] = [];
  for (const key of LOOKUP_KEYS) {
    // Mostly the id of the event, which is there already.
    if (key === "RequestId" && event.requestId === event.eventId) continue;
    for (const value of valuesOf(event, key)) if (value !== "") found.push(places(key, value));
  }
  if (found.length > MOST_VALUES) found.splice(0, found.length, ALL_PLACES);
  const count = found.reduce((sum, { length }) => sum + length, 0);
  const facts = Buffer.allocUnsafe(TIME_BYTES + count * PLACE_BYTES);
  let at = facts.writeDoubleBE(eventTime(event), 0);
  for (const each of found) for (const place of each) at = facts.writeUInt16BE(place, at);
  return facts;
}

/** First and last time (8 bytes each), then the filter. */
export function summaryOf(events: readonly EventFacts[]): Uint8Array {
  const summary = Buffer.alloc(HEAD_BYTES + FILTER_BYTES);
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const each of events) {
    const facts = inBytes(each);
    const time = facts.readDoubleBE(0);
    earliest = Math.min(earliest, time);
    latest = Math.max(latest, time);
    for (let from = TIME_BYTES; from < facts.length; from += PLACE_BYTES) {
      const place = facts.readUInt16BE(from);
      const at = HEAD_BYTES + (place >> 3);
      if (place === EVERYWHERE) summary.fill(0xff, HEAD_BYTES);
      else summary[at] = (summary[at] ?? 0) | (1 << (place & 7));
    }
  }
  summary.writeDoubleBE(earliest, 0);
  summary.writeDoubleBE(latest, 8);
  return summary;
}

export interface EventQuery {
  /** Milliseconds since 1970, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly attributes: readonly { readonly key: LookupKey; readonly value: string }[];
}

/** The same bytes, not a copy. */
export const inBytes = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** When the last of a bundle's events was; never, for what is no summary. Milliseconds since 1970. */
export function lastTimeOf(summary: Uint8Array): number {
  const isSummary = summary.length === HEAD_BYTES + FILTER_BYTES;
  return isSummary ? inBytes(summary).readDoubleBE(8) : Number.POSITIVE_INFINITY;
}

/** Whether a bundle may hold what is looked for. */
export function mayHold(summary: Uint8Array, { from, to, attributes }: EventQuery): boolean {
  const bytes = inBytes(summary);
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
