// The tests of one language's clients: each is driven through every scenario, and what came of it is what was reviewed.
import assert from "node:assert/strict";
import test from "node:test";
import { buildFor } from "./build.ts";
import { CLIENTS, type Language } from "./clients.ts";
import { runClient } from "./run.ts";
import { readReviewed, summarize } from "./summary.ts";

/** With COFFER_REQUIRE_CLIENTS=1, as in CI, a language that is not installed fails. */
export function testClients(language: Language): void {
  const built = buildFor(language);
  const isLacking = "missing" in built && process.env.COFFER_REQUIRE_CLIENTS !== "1";
  for (const client of CLIENTS.filter((one) => one.language === language)) {
    const skip = isLacking ? built.missing : false;
    if (skip) console.log(`skipped: ${client.name}: ${skip}`);
    test(`${client.packages[0]} does what was reviewed`, { skip }, async () => {
      assert.ok("folder" in built, "missing" in built ? built.missing : "");
      const seen = summarize(client.packages, await runClient(client, built.folder));
      assert.deepEqual(seen, readReviewed()[client.name]);
      assert.equal(seen.operations.failed, undefined);
    });
  }
}
