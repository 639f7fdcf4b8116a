// A process that signs a hundred times with a pair of the spec and by the algorithm that its arguments name, and prints
// how often the private number is in its memory, before and after.
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { privateScalar, toBytes } from "../../src/asymmetric/curves.ts";
import type { SigningName } from "../../src/asymmetric/schemes.ts";
import { findAlgorithm } from "../../src/index.ts";
import { generatePair, readPrivateKey } from "../../src/key-pair.ts";
import { createPairWorkers } from "../../src/workers/workers.ts";

const LARGEST = 2 ** 28;

function copiesIn(memory: number, secret: Buffer, range: readonly [number, number]): number {
  const [start, end] = range;
  const bytes = Buffer.alloc(end - start);
  let copies = 0;
  try {
    readSync(memory, bytes, 0, bytes.length, start);
    for (let at = bytes.indexOf(secret); at >= 0; at = bytes.indexOf(secret, at + 1)) copies += 1;
  } catch {
    // Mapped, but not to be read.
  }
  bytes.fill(0);
  return copies;
}

function copiesOf(secret: Buffer): number {
  const memory = openSync("/proc/self/mem", "r");
  let copies = 0;
  for (const line of readFileSync("/proc/self/maps", "utf8").split("\n")) {
    const [, from = "", to = ""] = /^([0-9a-f]+)-([0-9a-f]+) r/.exec(line) ?? [];
    const range = [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    if (from === "" || line.includes("[v") || range[1] - range[0] > LARGEST) continue;
    copies += copiesIn(memory, secret, range);
  }
  closeSync(memory);
  return copies;
}

const [spec = "", name = ""] = process.argv.slice(2);
const row = findAlgorithm(spec);
if (row?.kind !== "pair") throw new Error("not a pair of keys");
const pair = await generatePair(row);
const key = readPrivateKey(pair.privateKey);
pair.privateKey.wipe();
const secret = toBytes(privateScalar(key));
const before = copiesOf(secret);
const workers = createPairWorkers(1);
const algorithm = name as SigningName; // the test names one
for (let signed = 0; signed < 100; signed += 1) {
  await workers.sign({ algorithm, key, input: Buffer.alloc(32, signed) });
}
workers.renew();
// The thread ends by itself; a second later it is gone.
await sleep(1_000);
console.log(JSON.stringify({ before, after: copiesOf(secret) }));
await workers.close();
