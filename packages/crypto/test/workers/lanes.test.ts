// Laws of the lanes: never more at a time than there are, in order, and a failure frees its lane.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Lanes } from "../../src/workers/lanes.ts";

test("never more run than there are lanes, all run, in order, and failures free their lane", async () => {
  const works = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });
  const law = async (most: number, fails: readonly boolean[], scheduler: fc.Scheduler) => {
    const lanes = new Lanes(most);
    const begun: number[] = [];
    let [running, highest] = [0, 0];
    const done = fails.map((failing, index) =>
      lanes.run(async () => {
        begun.push(index);
        running += 1;
        highest = Math.max(highest, running);
        await scheduler.schedule(Promise.resolve());
        running -= 1;
        if (failing) throw new Error("failed");
        return index;
      }),
    );
    const settled = Promise.allSettled(done);
    await scheduler.waitFor(settled);
    assert.deepEqual(begun, [...fails.keys()]);
    assert.ok(highest <= most, `${highest} of ${most}`);
    const outcomes = (await settled).map(({ status }) => status === "rejected");
    assert.deepEqual(outcomes, fails);
  };
  const lanes = fc.integer({ min: 1, max: 5 });
  await fc.assert(fc.asyncProperty(lanes, works, fc.scheduler(), law));
});
