// Seals rows of the audit that the log's signatures do not cover: events before they have their places, and the
// summaries that searches go by. Whoever can write rows, but has not the root key, can so neither invent an event
// nor hide one from a search.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

const SEAL_BYTES = 32;

/** What is sealed: an event that waits, or the summary of a bundle with so many events. */
export type SealedPlace = "event" | { readonly index: number; readonly width: number };

const labelOf = (place: SealedPlace): string =>
  place === "event" ? "event\n" : `summary ${place.index} ${place.width}\n`;

export class AuditSeal {
  readonly #key: KeyObject;

  /** @param key 32 bytes; remains the caller's */
  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  #seal(place: SealedPlace, bytes: Uint8Array): Buffer {
    return createHmac("sha256", this.#key).update(labelOf(place)).update(bytes).digest();
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
