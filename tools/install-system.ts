// Installs the system parts that the tests need from Debian's packages, where that is possible (root and apt).
// Where it is not, it says what is missing and ends with 1; the tests that need the part say so too.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { findPostgres } from "./postgres.ts";

function apt(words: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", words, { stdio: ["ignore", "ignore", "inherit"], env }).status === 0;
}

function installPostgres(): boolean {
  if (findPostgres() !== undefined) return true;
  const root = process.getuid?.() === 0;
  const hasApt = spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
  if (!root || !hasApt) {
    const why = hasApt ? "this is not root" : "there is no apt-get here";
    console.error(`PostgreSQL is missing and cannot be installed: ${why}. Install PostgreSQL 15.`);
    return false;
  }
  console.log("installing PostgreSQL from Debian's packages");
  // Without a cluster of its own, started by the installation: the tests start theirs.
  const settings = "/etc/postgresql-common/createcluster.conf";
  if (!existsSync(settings)) {
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, "create_main_cluster = false\n");
  }
  const words = ["install", "-y", "--no-install-recommends", "postgresql"];
  const installed = apt(words) || (apt(["update"]) && apt(words));
  if (!installed || findPostgres() === undefined) {
    console.error("PostgreSQL could not be installed");
    return false;
  }
  return true;
}

if (import.meta.main) process.exitCode = installPostgres() ? 0 : 1;
