// Seals what a search goes by: a summary that says "not here" is believed only if this installation made it for just
// this bundle. Otherwise whoever can write rows could hide events from searches, though not from verification.
import { createHmac, timingSafeEqual } from "node:crypto";

const SEAL_BYTES = 32;

export interface BundlePlace {
  readonly index: number;
  /** How many events the bundle had then. */
  readonly width: number;
}

export class SummarySeal {
  readonly #key: Buffer;

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    this.#key = Buffer.from(key);
  }

  #seal({ index, width }: BundlePlace, summary: Uint8Array): Buffer {
    const place = `${index}\n${width}\n`;
    return createHmac("sha256", this.#key).update(place).update(summary).digest();
  }

  /** The summary with its seal behind it. */
  close(place: BundlePlace, summary: Uint8Array): Uint8Array {
    return Buffer.concat([summary, this.#seal(place, summary)]);
  }

  /** The summary, or undefined for what was not sealed for that place. */
  open(place: BundlePlace, sealed: Uint8Array | undefined): Uint8Array | undefined {
    if (sealed === undefined || sealed.length < SEAL_BYTES) return undefined;
    const summary = sealed.subarray(0, -SEAL_BYTES);
    const seal = sealed.subarray(-SEAL_BYTES);
    return timingSafeEqual(seal, this.#seal(place, summary)) ? summary : undefined;
  }
}
