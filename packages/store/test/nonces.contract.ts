// What every store must do with nonces.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  FORGOTTEN_NONCES,
  type NonceClaim,
  type Store,
  StoreError,
  type UsedNonces,
} from "../src/index.ts";

/** Of one byte, in a bucket. */
export function claim(byte: number, { bucket = 1, taken = false } = {}): NonceClaim {
  return { bucket, print: Uint8Array.of(byte), isTaken: () => taken };
}

/** Events of one byte each, as they are. */
export const joined = (events: readonly Uint8Array[]): Uint8Array => Buffer.concat(events);

export const isTaken = (error: unknown): boolean =>
  error instanceof StoreError && error.code === "NonceTaken";

/** Bytes by bucket, each bucket's in order. */
export function byBucket(used: readonly UsedNonces[]): Record<number, number[]> {
  const all: Record<number, number[]> = {};
  for (const { bucket, prints } of used) {
    all[bucket] = [...(all[bucket] ?? []), ...prints].sort((a, b) => a - b);
  }
  return all;
}

/** What somebody is told who asks now, whom `store` does not count as itself. */
export async function allUsed(store: Store): Promise<Record<number, number[]>> {
  const told: UsedNonces[] = [];
  await store.followNonces((used) => {
    told.push(...used);
  });
  return byBucket(told);
}

type Open = () => Promise<Store>;

/** @param fresh makes an empty database; what it gives opens that, once more at each call */
export function nonceContract(title: string, fresh: () => Promise<Open>): void {
  const law = (sentence: string, check: (store: Store, open: Open) => Promise<void>): void => {
    test(sentence, async () => {
      const opened = new Set<Store>();
      const open = await fresh();
      const counted = async (): Promise<Store> => {
        const store = await open();
        opened.add(store);
        return store;
      };
      try {
        await check(await counted(), counted);
      } finally {
        for (const store of opened) await store.close();
      }
    });
  };
  describe(title, () => laws(law));
}

function laws(
  law: (sentence: string, check: (store: Store, open: Open) => Promise<void>) => void,
): void {
  // A store is not told of what it has recorded itself: another is asked.
  const recorded = async (open: Open): Promise<Record<number, number[]>> => allUsed(await open());

  law("a nonce is recorded with the event of its request, or neither is", async (store, open) => {
    const events = [1, 2, 3, 4, 5].map((byte) =>
      store.appendEvent(Uint8Array.of(byte), joined, claim(byte, { bucket: byte % 2 })),
    );
    await Promise.all([...events, store.appendEvent(Uint8Array.of(6), joined)]);
    await store.transaction((write) => write.appendEvent(Uint8Array.of(7), joined, claim(7)));
    const failing = store.transaction(async (write) => {
      await write.appendEvent(Uint8Array.of(8), joined, claim(8));
      throw new Error("mine");
    });
    await assert.rejects(failing, /mine/);
    assert.deepEqual(await recorded(open), { 0: [2, 4], 1: [1, 3, 5, 7] });
    assert.equal(await store.countWaitingEvents(), 7);
  });

  law("an event whose nonce is taken is refused alone", async (store, open) => {
    const taken = { taken: true };
    const together = [
      store.appendEvent(Uint8Array.of(1), joined, claim(1)),
      store.appendEvent(Uint8Array.of(2), joined, claim(2, taken)),
      store.appendEvent(Uint8Array.of(3), joined),
      store.appendEvent(Uint8Array.of(4), joined, claim(4)),
    ];
    const outcomes = await Promise.allSettled(together);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled", "fulfilled"],
    );
    const alone = store.appendEvent(Uint8Array.of(5), joined, claim(5, taken));
    await assert.rejects(alone, isTaken);
    const within = store.transaction(async (write) => {
      await write.putSetting("written", "with it");
      await write.appendEvent(Uint8Array.of(6), joined, claim(6, taken));
    });
    await assert.rejects(within, isTaken);
    assert.equal(await store.setting("written"), undefined);
    assert.deepEqual(await recorded(open), { 1: [1, 4] });
    const rows = await store.waitingEvents(10);
    assert.deepEqual(
      rows.flatMap(({ row }) => [...row]),
      [1, 3, 4],
    );
  });

  law("nonces of a bucket are deleted, but for the newest of all", async (store, open) => {
    for (const [byte, bucket] of [1, 2, 1, 3, 2, 1].entries()) {
      await store.appendEvent(new Uint8Array(), joined, claim(byte, { bucket }));
    }
    const remove = (bucket: number) =>
      store.auditTransaction((write) => write.deleteUsedNonces(bucket, undefined));
    assert.equal(await remove(1), undefined);
    assert.deepEqual(await recorded(open), { 1: [5], 2: [1, 4], 3: [3] });
    assert.equal(await remove(2), undefined);
    assert.deepEqual(await recorded(open), { 1: [5], 3: [3] });
  });

  law("whoever follows is told which buckets are forgotten", async (store, open) => {
    const told: (string | undefined)[] = [];
    const follow = async (): Promise<void> => {
      const other = await open();
      await other.followNonces((_, forgotten) => told.push(forgotten));
    };
    await follow();
    await store.auditTransaction((write) => write.putAuditSetting(FORGOTTEN_NONCES, "[[1,2]]"));
    await follow();
    assert.deepEqual(told, [undefined, "[[1,2]]"]);
  });
}
