// A program that the tests start beside themselves: `increment.ts <file> <times> [on]` adds to the setting `count` so
// many times, each in a transaction of its own, and prints a line for each that is acknowledged. With `on` it goes on
// after a failure, which it tells on standard error.
import { writeSync } from "node:fs";
import { openSqliteStore } from "../src/index.ts";

const [path = "", times = "0", goesOn] = process.argv.slice(2);
const store = await openSqliteStore({ path });
for (let done = 0; done < Number(times); done += 1) {
  const counting = store.transaction(async (transaction) => {
    const next = Number((await transaction.setting("count")) ?? "0") + 1;
    await transaction.putSetting("count", String(next));
    await transaction.putSetting(`filler ${next}`, "x".repeat(2_000));
    return next;
  });
  const count = await counting.catch((error) => {
    if (goesOn === undefined) throw error;
    writeSync(2, `${error.code}\n`);
  });
  if (count !== undefined) writeSync(1, `${count}\n`);
}
await store.close();
