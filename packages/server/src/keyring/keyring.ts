// Key material, unwrapped on demand, kept ready, wiped at the end. What must hold is in INVARIANTS.md.
import { createHash, type KeyObject } from "node:crypto";
import { ApiError } from "@coffer/contract";
import {
  CustomerKey,
  findAlgorithm,
  generatePair,
  type KeyAlgorithm,
  MacKey,
  type Random,
  readPrivateKey,
  SecretBytes,
} from "@coffer/crypto";
import type { KeyVersionRecord, ReadStore, WriteStore } from "@coffer/store";
import { findVersion } from "./find-version.ts";
import type { RootKeys } from "./root-keys.ts";
import { createShelf, type Shelf } from "./shelf.ts";
import { versionContext } from "./wrap-contexts.ts";

/** Which material, and what kind of key it makes. */
export interface VersionPlace {
  readonly keyId: string;
  readonly versionId: string;
  readonly spec: string;
}

export interface NewVersion extends VersionPlace {
  readonly now: number;
}

export interface Keyring {
  /**
   * A version of a symmetric key, ready to encrypt and decrypt. Never wiped by the caller, and used at once:
   * before anything else is awaited.
   *
   * @throws ApiError as `findVersion`, or `Rejected.PendingImport` when its material was deleted
   * @throws DecryptionError when it was wrapped under another root key or moved
   */
  customerKey(store: ReadStore, place: VersionPlace): Promise<CustomerKey>;
  /** The private half of a pair. Throws as `customerKey`. */
  privateKey(store: ReadStore, place: VersionPlace): Promise<KeyObject>;
  /** A key for message authentication codes. Used at once; throws as `customerKey`. */
  macKey(store: ReadStore, place: VersionPlace): Promise<MacKey>;
  /** New material of a symmetric key, wrapped, to be stored. */
  newSymmetricVersion(place: NewVersion): KeyVersionRecord;
  /** New material of any kind, wrapped, to be stored. Pairs take a while. */
  newVersion(place: NewVersion): Promise<KeyVersionRecord>;
  /** Material that came from outside, wrapped, with what recognises it later. */
  importedVersion(place: NewVersion, material: SecretBytes): KeyVersionRecord;
  /** Whether material is the one that a version was made with, or had before it was deleted. */
  isSameMaterial(
    store: ReadStore,
    version: KeyVersionRecord,
    material: SecretBytes,
  ): Promise<boolean>;
  /**
   * The version as it may be stored by this transaction: wrapped under the root key that is current in it. What
   * a rotation of the root key made stale is wrapped anew.
   */
  settled(store: WriteStore, version: KeyVersionRecord): Promise<KeyVersionRecord>;
  /** Drops and wipes all kept material of a key. Called once its end is committed: what is read until then counts. */
  forget(keyId: string): void;
  /** Ids of keys whose material is kept. */
  kept(): readonly string[];
  /** Wipes everything. */
  close(): void;
}

function algorithmOf(spec: string): KeyAlgorithm {
  const algorithm = findAlgorithm(spec);
  if (algorithm === undefined) throw new Error("a stored key has an unknown spec");
  return algorithm;
}

/** Recognises material and cannot be turned back into it; wrapped all the same, since material may be guessed. */
function checkDigest(material: SecretBytes): SecretBytes {
  const hash = createHash("sha256").update("coffer/material-check/v1").update(material.reveal());
  return SecretBytes.own(hash.digest());
}

interface Parts {
  readonly rootKeys: RootKeys;
  readonly accountId: string;
  readonly region: string;
  readonly random: Random;
}

class HeldKeyring implements Keyring {
  readonly #parts: Parts;
  readonly #customerKeys: Shelf<CustomerKey> = createShelf((key) => key.wipe());
  readonly #macKeys: Shelf<MacKey> = createShelf((key) => key.wipe());
  // OpenSSL clears a private key when the last use of its object ends.
  readonly #privateKeys: Shelf<KeyObject> = createShelf(() => undefined);
  /** How often something was forgotten. */
  #forgotten = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  customerKey(store: ReadStore, place: VersionPlace): Promise<CustomerKey> {
    return this.#take(this.#customerKeys, { store, place }, (material) => {
      const algorithm = algorithmOf(place.spec);
      if (algorithm.kind !== "symmetric") throw new Error("not a symmetric key");
      return new CustomerKey(place, material, algorithm);
    });
  }

  macKey(store: ReadStore, place: VersionPlace): Promise<MacKey> {
    return this.#take(this.#macKeys, { store, place }, (material) => {
      const algorithm = algorithmOf(place.spec);
      if (algorithm.kind !== "mac") throw new Error("not a key for codes");
      return new MacKey(algorithm, material);
    });
  }

  privateKey(store: ReadStore, place: VersionPlace): Promise<KeyObject> {
    return this.#take(this.#privateKeys, { store, place }, readPrivateKey);
  }

  newSymmetricVersion(place: NewVersion): KeyVersionRecord {
    const algorithm = algorithmOf(place.spec);
    if (algorithm.kind === "pair") throw new Error("a pair of keys is drawn by `newVersion`");
    using material = SecretBytes.random(algorithm.keyBytes, this.#parts.random);
    return this.#wrapped(place, material);
  }

  async newVersion(place: NewVersion): Promise<KeyVersionRecord> {
    const algorithm = algorithmOf(place.spec);
    if (algorithm.kind !== "pair") return this.newSymmetricVersion(place);
    const { privateKey, publicKey } = await generatePair(algorithm);
    using material = privateKey;
    return { ...this.#wrapped(place, material), publicKey };
  }

  importedVersion(place: NewVersion, material: SecretBytes): KeyVersionRecord {
    using digest = checkDigest(material);
    const wrappedCheck = this.#parts.rootKeys.wrap(digest, this.#context("material-check", place));
    return { ...this.#wrapped(place, material), wrappedCheck };
  }

  async isSameMaterial(
    store: ReadStore,
    version: KeyVersionRecord,
    material: SecretBytes,
  ): Promise<boolean> {
    const { wrappedCheck } = version;
    if (wrappedCheck === undefined) throw new Error("not a version of imported material");
    const context = this.#context("material-check", version);
    await this.#parts.rootKeys.know(store, wrappedCheck);
    using known = this.#parts.rootKeys.unwrap(wrappedCheck, context);
    using digest = checkDigest(material);
    return known.equals(digest);
  }

  async settled(store: WriteStore, version: KeyVersionRecord): Promise<KeyVersionRecord> {
    const { rootKeys } = this.#parts;
    const rootKey = await rootKeys.wrapping(store);
    const { wrappedMaterial, wrappedCheck } = version;
    for (const each of [wrappedMaterial, wrappedCheck]) if (each) await rootKeys.know(store, each);
    const anew = (what: "customer-key" | "material-check", wrapped: Uint8Array): Uint8Array =>
      rootKeys.rewrapped(wrapped, this.#context(what, version), rootKey);
    return {
      ...version,
      ...(wrappedMaterial && { wrappedMaterial: anew("customer-key", wrappedMaterial) }),
      ...(wrappedCheck && { wrappedCheck: anew("material-check", wrappedCheck) }),
    };
  }

  forget(keyId: string): void {
    this.#forgotten += 1;
    for (const shelf of this.#shelves()) shelf.forget(keyId);
  }

  kept(): readonly string[] {
    return [...new Set(this.#shelves().flatMap((shelf) => shelf.keyIds()))];
  }

  close(): void {
    for (const shelf of this.#shelves()) shelf.close();
  }

  #shelves(): readonly Shelf<unknown>[] {
    return [this.#customerKeys, this.#macKeys, this.#privateKeys];
  }

  async #take<Ready>(
    shelf: Shelf<Ready>,
    where: { readonly store: ReadStore; readonly place: VersionPlace },
    make: (material: SecretBytes) => Ready,
  ): Promise<Ready> {
    return shelf.find(where.place) ?? (await this.#fetch(shelf, where, make));
  }

  async #fetch<Ready>(
    shelf: Shelf<Ready>,
    { store, place }: { readonly store: ReadStore; readonly place: VersionPlace },
    make: (material: SecretBytes) => Ready,
  ): Promise<Ready> {
    const forgotten = this.#forgotten;
    const record = await findVersion(store, place);
    if (record.wrappedMaterial === undefined) throw new ApiError("Rejected.PendingImport");
    const context = this.#context("customer-key", place);
    await this.#parts.rootKeys.know(store, record.wrappedMaterial);
    using material = this.#parts.rootKeys.unwrap(record.wrappedMaterial, context);
    const made = make(material);
    shelf.put(place, made);
    // What was read before the material's end is used this once, and not kept beyond it.
    if (forgotten !== this.#forgotten) shelf.forget(place.keyId);
    return made;
  }

  #wrapped({ keyId, versionId, now }: NewVersion, material: SecretBytes): KeyVersionRecord {
    const context = this.#context("customer-key", { keyId, versionId });
    const wrappedMaterial = this.#parts.rootKeys.wrap(material, context);
    return { keyId, versionId, createdAt: now, wrappedMaterial };
  }

  #context(
    what: "customer-key" | "material-check",
    { keyId, versionId }: Pick<VersionPlace, "keyId" | "versionId">,
  ): readonly string[] {
    return versionContext(what, { ...this.#parts, keyId, versionId });
  }
}

export function createKeyring(parts: Parts): Keyring {
  return new HeldKeyring(parts);
}
