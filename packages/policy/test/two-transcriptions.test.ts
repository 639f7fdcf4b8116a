// Two transcriptions are worth something while neither is made of the other.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

test("engine and model share nothing: neither imports the other, and both import nothing else of ours", () => {
  const imports = (folder: string): string[] => {
    const root = join(import.meta.dirname, "..", folder);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) =>
        [...readFileSync(join(root, file), "utf8").matchAll(/from "([^"]+)"/g)].map(
          ([, from = ""]) => from,
        ),
      );
  };
  assert.deepEqual(
    imports("src").filter((from) => !from.startsWith(".") || from.includes("model")),
    [],
  );
  assert.deepEqual(
    imports("model").filter((from) => from !== "node:net" && !/^\.\/[a-z]+\.ts$/.test(from)),
    [],
  );
});
