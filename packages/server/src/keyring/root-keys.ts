// The root keys in use: one, or two while a rotation goes on. docs/sequences/rotate-root-key.md has its order.
//
// What wraps new material is decided inside the transaction that stores it (`wrapping`), so that nothing wrapped
// under the old root key can be stored once a rotation was announced.
import {
  DecryptionError,
  type RootKey,
  type SecretBytes,
  wrappingFingerprint,
} from "@coffer/crypto";
import type { ReadStore, WriteStore } from "@coffer/store";

const ROTATION_SETTING = "root-key-rotation";

/** What finds a root key again. */
export interface RootKeyFacts {
  readonly fingerprint: string;
  /** Salt and cost as JSON, of a root key that comes from a passphrase. */
  readonly passphraseParameters?: string;
}

/** The last rotation; it goes on until `endedAt` is there. Times are milliseconds since 1970. */
export interface RootKeyRotation {
  readonly from: RootKeyFacts;
  readonly to: RootKeyFacts;
  readonly startedAt: number;
  readonly endedAt?: number;
}

export async function readRotation(
  store: Pick<ReadStore, "setting">,
): Promise<RootKeyRotation | undefined> {
  const text = await store.setting(ROTATION_SETTING);
  return text === undefined ? undefined : (JSON.parse(text) as RootKeyRotation); // written below
}

export async function writeRotation(store: WriteStore, rotation: RootKeyRotation): Promise<void> {
  await store.putSetting(ROTATION_SETTING, JSON.stringify(rotation));
}

export interface KnownRootKey {
  readonly rootKey: RootKey;
  readonly passphraseParameters?: string;
}

/** Where root keys are kept. */
export interface RootKeySource {
  /** The place, for messages. */
  readonly name: string;
  /** The root key of a first start: made, unless one is there already. */
  first(): KnownRootKey;
  /** @throws RootKeyError when the place cannot be read */
  find(facts: RootKeyFacts): KnownRootKey | undefined;
  /** Fingerprints of what is there instead, for messages. */
  present(facts: RootKeyFacts): readonly string[];
  /**
   * A root key to rotate to, durable where this source keeps keys at all. Repeated, it may be the same.
   * @throws RootKeyError when it cannot be made
   */
  next(): KnownRootKey;
  /** Gives the root key of that fingerprint the place of the current one, if it has not got it yet. */
  promote(fingerprint: string): void;
}

/** Unwraps with any of the root keys, and wraps with the one that was last seen to be current. */
export class RootKeys implements RootKey {
  readonly source: RootKeySource;
  readonly first: KnownRootKey;
  readonly #known = new Map<string, RootKey>();
  #current: RootKey;

  constructor(source: RootKeySource, first: KnownRootKey) {
    this.source = source;
    this.first = first;
    this.#current = first.rootKey;
    this.learn(first);
  }

  get fingerprint(): string {
    return this.#current.fingerprint;
  }

  learn({ rootKey }: KnownRootKey): void {
    this.#known.set(rootKey.fingerprint, rootKey);
  }

  wrap(plaintext: SecretBytes, context: readonly string[]): Uint8Array {
    return this.#current.wrap(plaintext, context);
  }

  unwrap(wrapped: Uint8Array, context: readonly string[]): SecretBytes {
    const rootKey = this.#known.get(wrappingFingerprint(wrapped));
    if (rootKey === undefined) throw new DecryptionError();
    return rootKey.unwrap(wrapped, context);
  }

  /** The root key that whatever `store`'s transaction writes must be wrapped under. */
  async wrapping(store: Pick<ReadStore, "setting">): Promise<RootKey> {
    const rotation = await readRotation(store);
    const facts = rotation?.to ?? this.first.rootKey;
    if (!this.#known.has(facts.fingerprint)) {
      const found = this.source.find(facts);
      if (found !== undefined) this.learn(found);
    }
    const rootKey = this.#known.get(facts.fingerprint);
    if (rootKey === undefined) {
      throw new Error(`the root key \`${facts.fingerprint}\` is not in ${this.source.name}`);
    }
    this.#current = rootKey;
    return rootKey;
  }

  /** Learns the root key of what another process may have wrapped, before it is unwrapped. */
  async know(store: Pick<ReadStore, "setting">, wrapped: Uint8Array): Promise<void> {
    const fingerprint = wrappingFingerprint(wrapped);
    if (this.#known.has(fingerprint)) return;
    const rotation = await readRotation(store);
    const told = [rotation?.to, rotation?.from].find((each) => each?.fingerprint === fingerprint);
    // This process may have missed a whole rotation: then the key is in its file and in no setting.
    const found = this.source.find(told ?? { fingerprint });
    if (found !== undefined) this.learn(found);
  }

  /** The same, wrapped under `rootKey`; the very bytes when they are already. */
  rewrapped(wrapped: Uint8Array, context: readonly string[], rootKey: RootKey): Uint8Array {
    if (wrappingFingerprint(wrapped) === rootKey.fingerprint) return wrapped;
    using plaintext = this.unwrap(wrapped, context);
    return rootKey.wrap(plaintext, context);
  }

  wipe(): void {
    for (const rootKey of this.#known.values()) rootKey.wipe();
  }
}
