// Who waits for the disk, on disks that are quick, slow, or now this and now that.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SyncPace } from "../src/drivers/sync-pace.ts";

/** How many of `count` syncs the event loop makes itself on a disk that takes so long for each of those. */
function own(pace: SyncPace, count: number, milliseconds: (nth: number) => number): number {
  let made = 0;
  for (let each = 0; each < count; each += 1) {
    if (!pace.next()) continue;
    pace.took(milliseconds(made));
    made += 1;
  }
  return made;
}

test("a quick disk is waited for in the event loop, always, also when three in ten are slow moments", () => {
  const quick = (nth: number) => (nth % 10 < 3 ? 2 : 0.1);
  for (const disk of [() => 0.1, () => 0.3, quick]) {
    const pace = new SyncPace();
    own(pace, 100, () => 0.1);
    assert.equal(own(pace, 10_000, disk), 10_000);
  }
});

test("a slow disk is waited for beside it, and tried ever more seldom", () => {
  for (const [milliseconds, tried] of [
    [0.5, 4],
    [20, 1],
  ] as const) {
    const pace = new SyncPace();
    const slow = () => milliseconds;
    for (const wait of [64, 128, 256]) assert.equal(own(pace, tried + wait, slow), tried);
    const later = own(pace, 1_000_000, slow);
    assert.ok(later > 0, "it is never given up");
    assert.ok(later < 1_000, `${later} of a million`);
  }
});

test("very slow moments of a quick disk: soon other requests go on meanwhile", () => {
  const pace = new SyncPace();
  own(pace, 1_000, (nth) => (nth % 10 < 3 ? 2 : 0.1));
  const waited = own(pace, 60, () => 50);
  assert.ok(waited <= 4, `${waited} of them`);
});

test("a disk that becomes quick, or slow, is followed", () => {
  const pace = new SyncPace();
  own(pace, 100_000, () => 5);
  assert.ok(own(pace, 20_000, () => 0.1) > 10_000);
  assert.ok(own(pace, 20_000, () => 5) < 60);
});

test("a disk that was quick for long and is slow now is tried again as soon as at first", () => {
  const pace = new SyncPace();
  own(pace, 100_000, () => 5);
  own(pace, 20_000, () => 0.1);
  while (pace.next()) pace.took(50);
  // The first of the sixty-four was asked for just now.
  assert.equal(
    own(pace, 63, () => 0.1),
    0,
  );
  assert.equal(
    own(pace, 100, () => 0.1),
    100,
  );
});
