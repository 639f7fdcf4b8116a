// Threads give what the calling thread gives, hand nothing over that was not asked for, and no task is forgotten.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createSecretKey, type KeyObject } from "node:crypto";
import { test } from "node:test";
import type { Worker } from "node:worker_threads";
import {
  createPairWorkers,
  DecryptionError,
  encryptionScheme,
  findAlgorithm,
  type PairWorkers,
  pairsHere,
  signingScheme,
} from "../../src/index.ts";

const DIGEST = Buffer.alloc(32, 0x2a);
const PLAINTEXT = Buffer.from("what was to be kept");

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

async function pairOf(spec: string): Promise<Keys> {
  const row = findAlgorithm(spec);
  assert.ok(row?.kind === "pair");
  return row.pair.generate();
}

const rsa = await pairOf("RSA_2048");
const sm2 = await pairOf("EC_SM2");
const SIGNERS = [
  ["RSA_PSS_SHA_256", rsa],
  ["RSA_PKCS1_SHA_256", rsa],
  ["ECDSA_SHA_256", await pairOf("EC_P256")],
  ["ECDSA_SHA_256", await pairOf("EC_P256K")],
  ["SM2DSA", sm2],
  ["ML_DSA_65", await pairOf("ML_DSA_65")],
] as const;
const CIPHERS = [
  ["RSAES_OAEP_SHA_256", rsa],
  ["RSAES_OAEP_SHA_1", rsa],
  ["SM2PKE", sm2],
] as const;

/** Threads that are closed when the test is over, however it ends. */
async function withWorkers<T>(count: number, use: (pairs: PairWorkers) => Promise<T>): Promise<T> {
  const pairs = createPairWorkers(count);
  try {
    return await use(pairs);
  } finally {
    await pairs.close();
  }
}

/** The threads that start while `use` runs. */
async function started<T>(use: (workers: readonly Worker[]) => Promise<T>): Promise<T> {
  const workers: Worker[] = [];
  const record = (worker: Worker): void => {
    workers.push(worker);
  };
  process.on("worker", record);
  try {
    return await use(workers);
  } finally {
    process.off("worker", record);
  }
}

function assertAlone(bytes: Uint8Array, what: string): void {
  assert.equal(bytes.buffer.byteLength, bytes.byteLength, `${what} carries other bytes`);
}

const signing = { algorithm: "SM2DSA", key: sm2.privateKey, input: DIGEST } as const;

test("what threads sign is verified here, and the other way round", async () => {
  await withWorkers(2, async (pairs) => {
    for (const [algorithm, { publicKey, privateKey }] of SIGNERS) {
      const task = { algorithm, key: privateKey, input: DIGEST };
      const there = await pairs.sign(task);
      const here = await pairsHere.sign(task);
      const check = { algorithm, key: publicKey, input: DIGEST };
      for (const side of [pairs, pairsHere]) {
        assert.equal(await side.verify({ ...check, signature: there }), true, algorithm);
        assert.equal(await side.verify({ ...check, signature: here }), true, algorithm);
        const input = Buffer.alloc(32, 0x2b);
        assert.equal(await side.verify({ ...check, input, signature: here }), false, algorithm);
        const none = Buffer.from("none");
        assert.equal(await side.verify({ ...check, signature: none }), false, algorithm);
      }
    }
  });
});

test("what threads encrypt is decrypted here, and the other way round", async () => {
  await withWorkers(2, async (pairs) => {
    for (const [algorithm, { publicKey, privateKey }] of CIPHERS) {
      for (const [from, to] of [
        [pairs, pairsHere],
        [pairsHere, pairs],
      ] as const) {
        const ciphertext = await from.encrypt({ algorithm, key: publicKey, input: PLAINTEXT });
        const plaintext = await to.decrypt({ algorithm, key: privateKey, input: ciphertext });
        assert.deepEqual(Buffer.from(plaintext), PLAINTEXT, algorithm);
      }
    }
  });
});

test("a failed decryption is a DecryptionError on either side", async () => {
  await withWorkers(1, async (pairs) => {
    for (const [algorithm, { privateKey }] of CIPHERS) {
      for (const input of [Buffer.alloc(256, 1), Buffer.alloc(0), Buffer.of(4)]) {
        for (const side of [pairs, pairsHere]) {
          const task = side.decrypt({ algorithm, key: privateKey, input });
          await assert.rejects(task, DecryptionError, algorithm);
        }
      }
    }
  });
});

test("results carry no bytes besides their own", async () => {
  await withWorkers(1, async (pairs) => {
    for (const [algorithm, { privateKey }] of SIGNERS) {
      assertAlone(await pairs.sign({ algorithm, key: privateKey, input: DIGEST }), algorithm);
    }
    for (const [algorithm, { publicKey, privateKey }] of CIPHERS) {
      const input = await pairs.encrypt({ algorithm, key: publicKey, input: PLAINTEXT });
      assertAlone(input, `${algorithm}, encrypted,`);
      const plaintext = await pairs.decrypt({ algorithm, key: privateKey, input });
      assertAlone(plaintext, `${algorithm}, decrypted,`);
    }
  });
});

test("threads are sent no bytes besides the task's, and the caller keeps its own", async () => {
  const sent: Uint8Array[] = [];
  await started(async (workers) => {
    await withWorkers(1, async (pairs) => {
      await pairs.sign(signing);
      const [worker] = workers;
      assert.ok(worker);
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message, transfer) => {
        const { input, signature } = message.task;
        sent.push(input, ...(signature === undefined ? [] : [signature]));
        for (const bytes of sent) assertAlone(bytes, "a task");
        // The call's two forms differ in types alone.
        post(message, transfer as never);
      };
      // Both from Node's pool, as what is decoded from a request.
      const input = Buffer.from(DIGEST);
      const signature = Buffer.from(signingScheme("SM2DSA").sign(sm2.privateKey, DIGEST));
      const check = { algorithm: "SM2DSA", key: sm2.publicKey, input, signature } as const;
      assert.notEqual(input.buffer.byteLength, input.length);
      assert.equal(await pairs.verify(check), true);
      assert.deepEqual(input, DIGEST);
      assert.equal(await pairs.verify(check), true);
    });
  });
  assert.equal(sent.length, 4);
  // Handed over, not copied: nothing of it stays behind.
  for (const bytes of sent) assert.equal(bytes.length, 0);
});

test("hundreds of tasks at once are each answered with their own result", async () => {
  await withWorkers(2, async (pairs) => {
    const inputs = Array.from({ length: 200 }, (_, at) => Buffer.from(`plaintext ${at}`));
    const { publicKey, privateKey } = sm2;
    const results = await Promise.all(
      inputs.map(async (input) => {
        const encrypted = await pairs.encrypt({ algorithm: "SM2PKE", key: publicKey, input });
        return pairs.decrypt({ algorithm: "SM2PKE", key: privateKey, input: encrypted });
      }),
    );
    assert.deepEqual(
      results.map((result) => Buffer.from(result)),
      inputs,
    );
  });
});

test("no more threads start than were asked for, and none without a task", async () => {
  await started(async (workers) => {
    await withWorkers(2, async () => undefined);
    assert.equal(workers.length, 0);
    await withWorkers(2, async (pairs) => {
      await Promise.all(Array.from({ length: 9 }, () => pairs.sign(signing)));
      await pairs.sign(signing);
    });
    assert.equal(workers.length, 2);
  });
});

test("a task that fails says why, and fails alone", async () => {
  await withWorkers(1, async (pairs) => {
    const wrong = pairs.sign({ ...signing, input: Buffer.alloc(31) });
    const right = pairs.sign(signing);
    await assert.rejects(wrong, /a digest of 32 bytes/);
    assert.equal(signingScheme("SM2DSA").verify(sm2.publicKey, DIGEST, await right), true);
  });
});

test("an empty SM2 plaintext fails on a thread instead of keeping it for ever", async () => {
  await withWorkers(1, async (pairs) => {
    const input = Buffer.alloc(0);
    await assert.rejects(pairs.encrypt({ algorithm: "SM2PKE", key: sm2.publicKey, input }));
    assert.equal((await pairs.sign(signing)).length > 0, true);
  });
});

test("a task that cannot be sent fails alone, wherever it stands in the queue", async () => {
  // Functions cannot be cloned.
  const unsendable = { ...signing, key: (() => undefined) as unknown as KeyObject };
  await started(async (workers) => {
    await withWorkers(1, async (pairs) => {
      await assert.rejects(pairs.sign(unsendable), { name: "DataCloneError" });
      const tasks = [signing, unsendable, signing, unsendable, signing, unsendable, unsendable];
      const settled = await Promise.allSettled([...tasks, signing].map((task) => pairs.sign(task)));
      assert.deepEqual(
        settled.map(({ status }) => status === "fulfilled"),
        [true, false, true, false, true, false, false, true],
      );
    });
    // The very thread went on.
    assert.equal(workers.length, 1);
  });
});

test("a thread that ends rejects its tasks, and the next task has a new thread", async () => {
  await started(async (workers) => {
    await withWorkers(1, async (pairs) => {
      await pairs.sign(signing);
      const [worker] = workers;
      assert.ok(worker);
      // As if the thread were busy with what it was sent.
      worker.postMessage = () => undefined;
      const tasks = Promise.allSettled([signing, signing, signing].map((task) => pairs.sign(task)));
      await worker.terminate();
      const [first, second, queued] = await tasks;
      for (const lost of [first, second]) {
        assert.ok(lost?.status === "rejected");
        assert.match(String(lost.reason), /a thread for key pairs has ended/);
      }
      assert.equal(queued?.status, "fulfilled");
      assert.ok((await pairs.sign(signing)).length > 0);
      assert.equal(workers.length, 2);
    });
  });
});

for (const event of ["error", "messageerror"]) {
  test(`a thread with the event \`${event}\` rejects its tasks and is not used again`, async () => {
    await started(async (workers) => {
      await withWorkers(1, async (pairs) => {
        await pairs.sign(signing);
        const task = pairs.sign(signing);
        const [worker] = workers;
        assert.ok(worker);
        const ended = new Promise((resolve) => worker.once("exit", resolve));
        worker.emit(event, new Error("broken down"));
        await assert.rejects(task, /broken down/);
        await ended;
        assert.ok((await pairs.sign(signing)).length > 0);
        assert.equal(workers.length, 2);
      });
    });
  });
}

test("closing rejects tasks under way, tasks in the queue and tasks that come later", async () => {
  const pairs = createPairWorkers(1);
  const tasks = Array.from({ length: 5 }, () => pairs.sign(signing));
  const settled = Promise.allSettled(tasks);
  await pairs.close();
  for (const result of await settled) {
    assert.equal(result.status, "rejected");
    assert.match(String(result.reason), /closed|has ended/);
  }
  await assert.rejects(pairs.sign(signing), /are closed/);
  await pairs.close();
});

test("closing what never had a task is fine", async () => {
  const pairs = createPairWorkers();
  await pairs.close();
  await assert.rejects(pairs.sign(signing), /are closed/);
});

test("the process waits for a task, and does not wait for idle threads", () => {
  const program = `
    import("@coffer/crypto").then(async ({ createPairWorkers, findAlgorithm }) => {
      const { privateKey } = await findAlgorithm("EC_SM2").pair.generate();
      const pairs = createPairWorkers(2);
      const task = { algorithm: "SM2DSA", key: privateKey, input: Buffer.alloc(32) };
      const sign = () => pairs.sign(task);
      sign().then(sign).then(({ length }) => console.log(length > 60));
    });
  `;
  const output = execFileSync(process.execPath, ["--eval", program], {
    cwd: import.meta.dirname,
    timeout: 60_000,
  });
  assert.equal(output.toString(), "true\n");
});

test("a key that is no half of a pair fails as a task", async () => {
  const key = createSecretKey(Buffer.alloc(32));
  await withWorkers(1, async (pairs) => {
    await assert.rejects(pairs.sign({ ...signing, key }), /work with a pair of keys failed/);
    await assert.rejects(
      pairs.encrypt({ algorithm: "RSAES_OAEP_SHA_256", key, input: PLAINTEXT }),
      /work with a pair of keys failed/,
    );
  });
});

test("here and on threads the limits of a scheme hold", async () => {
  await withWorkers(1, async (pairs) => {
    const key = rsa.publicKey;
    const most = encryptionScheme("RSAES_OAEP_SHA_256").most(256);
    for (const side of [pairs, pairsHere]) {
      const task = { algorithm: "RSAES_OAEP_SHA_256", key } as const;
      assert.equal((await side.encrypt({ ...task, input: Buffer.alloc(most) })).length, 256);
      await assert.rejects(side.encrypt({ ...task, input: Buffer.alloc(most + 1) }), /at most 190/);
    }
  });
});
