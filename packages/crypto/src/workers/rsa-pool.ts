// RSA signatures on the threads of Node's pool. Node.js lets one thread at a time use a key object, so that each
// key gets a copy of it for each core.
import { createPrivateKey, type KeyObject } from "node:crypto";
import { signEncodedInPool } from "../asymmetric/rsa.ts";
import { Lanes } from "./lanes.ts";

/** What Node.js has unless it is told otherwise. */
const POOL_THREADS = 4;

interface Copy {
  readonly key: KeyObject;
  users: number;
}

function copyOf(key: KeyObject): KeyObject {
  const der = key.export({ format: "der", type: "pkcs8" });
  const copy = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  der.fill(0);
  return copy;
}

export class RsaPool {
  readonly #cores: number;
  readonly #lanes: Lanes;
  /** They go with the key itself. */
  readonly #copies = new WeakMap<KeyObject, Copy[]>();

  /**
   * One task more than there are cores is under way, so that no core waits for the event loop; but never all threads
   * of the pool: writes become durable there too, and every answer waits for that. A single core is the event loop's
   * too, which gets half of it beside one task, and a third beside two.
   */
  constructor(cores: number) {
    this.#cores = cores;
    this.#lanes = new Lanes(cores === 1 ? 1 : Math.min(cores + 1, POOL_THREADS - 1));
  }

  sign(key: KeyObject, encoded: Uint8Array): Promise<Uint8Array> {
    return this.#lanes.run(async () => {
      const copy = this.#leastUsed(key);
      copy.users += 1;
      try {
        return await signEncodedInPool(copy.key, encoded);
      } finally {
        copy.users -= 1;
      }
    });
  }

  /** One that is free, else a new one while there may be more, else the one with the fewest users. */
  #leastUsed(key: KeyObject): Copy {
    let copies = this.#copies.get(key);
    if (copies === undefined) {
      copies = [];
      this.#copies.set(key, copies);
    }
    const [least] = copies.toSorted((one, two) => one.users - two.users);
    if (least?.users === 0 || (least !== undefined && copies.length >= this.#cores)) return least;
    const copy = { key: copies.length === 0 ? key : copyOf(key), users: 0 };
    copies.push(copy);
    return copy;
  }
}
