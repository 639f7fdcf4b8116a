// Laws of RSA signatures on Node's pool: however many at once, under one key or several, each is the one that belongs.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { signingScheme } from "../../src/asymmetric/schemes.ts";
import { findAlgorithm } from "../../src/index.ts";
import { generatePair, readPrivateKey, readPublicKey } from "../../src/key-pair.ts";
import { RsaPool } from "../../src/workers/rsa-pool.ts";
import { createPairWorkers } from "../../src/workers/workers.ts";

async function pairOf(spec: string) {
  const algorithm = findAlgorithm(spec);
  assert.ok(algorithm?.kind === "pair");
  const { privateKey, publicKey } = await generatePair(algorithm);
  return { privateKey: readPrivateKey(privateKey), publicKey: readPublicKey(publicKey) };
}

test("many signatures at once under two keys are those of the calling thread", async () => {
  const pairs = [await pairOf("RSA_2048"), await pairOf("RSA_3072")] as const;
  const scheme = signingScheme("RSA_PKCS1_SHA_256");
  for (const cores of [1, 3]) {
    const pool = new RsaPool(cores);
    const signed = Array.from({ length: 40 }, async (_, index) => {
      const { privateKey } = pairs[index % 2 === 0 ? 0 : 1];
      const digest = randomBytes(32);
      assert.ok(scheme.encode);
      const signature = await pool.sign(privateKey, scheme.encode(privateKey, digest));
      assert.deepEqual(Buffer.from(signature), scheme.sign(privateKey, digest));
    });
    await Promise.all(signed);
  }
});

test("a signature that fails frees its place", async () => {
  const { privateKey } = await pairOf("RSA_2048");
  const pool = new RsaPool(1);
  const tooLong = Buffer.alloc(257, 1);
  const failed = Array.from({ length: 6 }, () => pool.sign(privateKey, tooLong));
  for (const each of await Promise.allSettled(failed)) assert.equal(each.status, "rejected");
  assert.equal((await pool.sign(privateKey, Buffer.alloc(256, 1))).length, 256);
});

test("PSS signatures from the pool verify, and none is made after closing", async () => {
  const { privateKey: key, publicKey } = await pairOf("RSA_2048");
  const workers = createPairWorkers(1);
  const input = randomBytes(32);
  const task = { algorithm: "RSA_PSS_SHA_256", key, input } as const;
  const signature = await workers.sign(task);
  assert.ok(signingScheme("RSA_PSS_SHA_256").verify(publicKey, input, signature));
  const wrong = { ...task, input: randomBytes(31) };
  await assert.rejects(workers.sign(wrong), RangeError);
  await workers.close();
  await assert.rejects(workers.sign(task), /closed/);
});
