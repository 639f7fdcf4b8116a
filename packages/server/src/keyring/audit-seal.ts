// Seals rows of the audit that the log's signatures do not cover: events before they have their places, and the
// summaries that searches go by. Whoever can write rows, but has not the root key, can so neither invent an event
// nor hide one from a search.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Pack, WaitingEvents } from "@coffer/store";
import { decodeBundle, encodeBundle } from "@coffer/tlog";

const SEAL_BYTES = 32;

/** What is sealed: events that wait, or the summary of a bundle with so many events. */
type SealedPlace =
  | "noted events"
  | "event"
  | "events"
  | { readonly index: number; readonly width: number };

/** An event that waits, and what a summary needs of it. */
export interface NotedEvent {
  readonly bytes: Uint8Array;
  readonly facts: Uint8Array;
}

/** As a row has it: servers before this one noted no facts. */
export type WaitingEvent = Pick<NotedEvent, "bytes"> & Partial<NotedEvent>;

const labelOf = (place: SealedPlace): string =>
  typeof place === "string" ? `${place}\n` : `summary ${place.index} ${place.width}\n`;

/** Each event with the facts behind it. */
function notedIn(parts: readonly Uint8Array[]): readonly WaitingEvent[] {
  const found: WaitingEvent[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [bytes, facts] = [parts[at], parts[at + 1]];
    if (bytes !== undefined && facts !== undefined) found.push({ bytes, facts });
  }
  return found;
}

export class AuditSeal {
  readonly #key: KeyObject;

  /** @param key 32 bytes; remains the caller's */
  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  #seal(place: SealedPlace, bytes: Uint8Array): Buffer {
    return createHmac("sha256", this.#key).update(labelOf(place)).update(bytes).digest();
  }

  /** The row of events that wait: framed as in a bundle, each with its facts behind it, and sealed. */
  readonly pack: Pack<NotedEvent> = (events) => {
    const parts = events.flatMap(({ bytes, facts }) => [bytes, facts]);
    const row = encodeBundle(parts, SEAL_BYTES);
    const end = row.length - SEAL_BYTES;
    this.#seal("noted events", row.subarray(0, end)).copy(row, end);
    return row;
  };

  /** The events of a row, or undefined for one that was not sealed here. */
  unpack({ row }: Pick<WaitingEvents, "row">): readonly WaitingEvent[] | undefined {
    const parts = this.open("noted events", row);
    if (parts !== undefined) return notedIn(decodeBundle(parts));
    const several = this.open("events", row);
    if (several !== undefined) return decodeBundle(several).map((bytes) => ({ bytes }));
    const bytes = this.open("event", row);
    return bytes && [{ bytes }];
  }

  /** The bytes with their seal, 32 bytes, behind them. */
  close(place: SealedPlace, bytes: Uint8Array): Uint8Array {
    return Buffer.concat([bytes, this.#seal(place, bytes)]);
  }

  /** The bytes, or undefined for what was not sealed for that place. */
  open(place: SealedPlace, sealed: Uint8Array | undefined): Uint8Array | undefined {
    if (sealed === undefined || sealed.length < SEAL_BYTES) return undefined;
    const bytes = sealed.subarray(0, -SEAL_BYTES);
    const seal = sealed.subarray(-SEAL_BYTES);
    return timingSafeEqual(seal, this.#seal(place, bytes)) ? bytes : undefined;
  }
}
