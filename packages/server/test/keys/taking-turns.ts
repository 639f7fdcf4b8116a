// Two callers of a store who take turns: each call of the store is a step, and a mixture says how many steps the one
// makes, then the other, before the first goes on to its end. Nothing depends on time: whoever's turn it is is
// waited for, unless it is done or stands in the queue for a transaction.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Store, WriteStore } from "@coffer/store";

export interface Mixture {
  /** Who begins. */
  readonly first: 0 | 1;
  /** Steps of the one who begins, then of the other. */
  readonly steps: readonly number[];
}

type Work<Result> = () => Promise<Result>;
type Method = (...given: unknown[]) => Promise<unknown>;

export class Turns {
  readonly #who = new AsyncLocalStorage<number>();
  readonly #waiting = new Map<number, () => void>();
  /** Who makes no steps now: done, or held up by the other's transaction. */
  readonly #resting = new Set<number>();
  /** Who has begun a transaction, or stands in the queue for one. */
  readonly #transacting = new Set<number>();
  #turn = 0;
  #left = 0;
  #bursts: number[] = [];
  /** Steps that each has made. */
  readonly made = [0, 0];

  /** Both at once, mixed so. */
  async mix<Result>(works: readonly Work<Result>[], { first, steps }: Mixture): Promise<Result[]> {
    this.#turn = first;
    [this.#left = 0, ...this.#bursts] = steps;
    const running = works.map((work, who) =>
      this.#who.run(who, async () => {
        try {
          return await work();
        } finally {
          this.#rest(who, true);
        }
      }),
    );
    return Promise.all(running);
  }

  #rest(who: number, rests: boolean): void {
    if (rests) this.#resting.add(who);
    else this.#resting.delete(who);
    this.#next();
  }

  #next(): void {
    while (this.#left <= 0) {
      this.#turn = 1 - this.#turn;
      this.#left = this.#bursts.shift() ?? Number.POSITIVE_INFINITY;
    }
    const chosen = this.#resting.has(this.#turn) ? 1 - this.#turn : this.#turn;
    const go = this.#waiting.get(chosen);
    if (go === undefined) return;
    this.#waiting.delete(chosen);
    this.made[chosen] = (this.made[chosen] ?? 0) + 1;
    if (chosen === this.#turn) this.#left -= 1;
    go();
  }

  async #step(): Promise<void> {
    const who = this.#who.getStore();
    if (who === undefined) return;
    await new Promise<void>((go) => {
      this.#waiting.set(who, go);
      this.#next();
    });
  }

  /** The store as both callers are to see it. */
  of(inner: Store): Store {
    const transaction = async <Result>(work: (store: WriteStore) => Promise<Result>) => {
      const who = this.#who.getStore();
      if (who === undefined) return inner.transaction(work);
      const other = 1 - who;
      // Transactions run one after the other, so one of two waits for the other's steps.
      if (this.#transacting.has(other)) this.#rest(who, true);
      this.#transacting.add(who);
      try {
        return await inner.transaction(async (store) => {
          this.#rest(who, false);
          try {
            return await this.#who.run(who, () => work(this.#stepping(store, { isRead: false })));
          } finally {
            // The store may commit both together.
            if (this.#transacting.has(other)) this.#rest(who, true);
          }
        });
      } finally {
        this.#transacting.delete(who);
        this.#rest(who, false);
      }
    };
    const recording = this.#recording(inner);
    const outside = this.#stepping(inner, { isRead: true });
    return new Proxy(inner, {
      get(target, name) {
        if (name === "transaction") return transaction;
        if (name === "appendEvent") return recording;
        const isOther = name === "close" || name === "accessKey";
        return isOther ? Reflect.get(target, name).bind(target) : Reflect.get(outside, name);
      },
    });
  }

  /** Nothing that either sees depends on an event; its commit may wait for the other's transaction. */
  #recording(inner: Store): Store["appendEvent"] {
    return async (event, pack) => {
      const who = this.#who.getStore();
      if (who === undefined) return inner.appendEvent(event, pack);
      this.#rest(who, true);
      try {
        await inner.appendEvent(event, pack);
      } finally {
        this.#rest(who, false);
      }
    };
  }

  /** Outside a transaction there is a step after each call, too: what was read may be old when it is seen. */
  #stepping<Port extends object>(port: Port, { isRead }: { readonly isRead: boolean }): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as Method;
        if (name === "appendEvent") return method.bind(target);
        return async (...given: unknown[]) => {
          await this.#step();
          const result = await method.apply(target, given);
          if (isRead) await this.#step();
          return result;
        };
      },
    });
  }
}
