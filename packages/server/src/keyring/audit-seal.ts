// Seals rows of the audit that the log's signatures do not cover: events before they have their places, and the
// summaries that searches go by. Whoever can write rows, but has not the root key, can so neither invent an event
// nor hide one from a search.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Pack, WaitingEvents } from "@coffer/store";
import { decodeBundle, encodeBundle } from "@coffer/tlog";

const SEAL_BYTES = 32;

/** What is sealed: an event or several that wait, or the summary of a bundle with so many events. */
type SealedPlace = "event" | "events" | { readonly index: number; readonly width: number };

const labelOf = (place: SealedPlace): string =>
  typeof place === "string" ? `${place}\n` : `summary ${place.index} ${place.width}\n`;

export class AuditSeal {
  readonly #key: KeyObject;

  /** @param key 32 bytes; remains the caller's */
  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  #seal(place: SealedPlace, bytes: Uint8Array): Buffer {
    return createHmac("sha256", this.#key).update(labelOf(place)).update(bytes).digest();
  }

  /** The row of events that wait: sealed, and framed as in a bundle when they are several. */
  readonly pack: Pack = (events) => {
    const [first] = events;
    if (first !== undefined && events.length === 1) return this.close("event", first);
    const row = encodeBundle(events, SEAL_BYTES);
    const end = row.length - SEAL_BYTES;
    this.#seal("events", row.subarray(0, end)).copy(row, end);
    return row;
  };

  /** The events of a row, or undefined for one that was not sealed here. The count only says what to try first. */
  unpack({ row, count }: Pick<WaitingEvents, "row" | "count">): readonly Uint8Array[] | undefined {
    const attempts = [() => this.#unpackOne(row), () => this.#unpackSeveral(row)] as const;
    const [likely, other] = count === 1 ? attempts : attempts.toReversed();
    return likely?.() ?? other?.();
  }

  #unpackOne(row: Uint8Array): readonly Uint8Array[] | undefined {
    const event = this.open("event", row);
    return event && [event];
  }

  #unpackSeveral(row: Uint8Array): readonly Uint8Array[] | undefined {
    const bytes = this.open("events", row);
    return bytes && decodeBundle(bytes);
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
