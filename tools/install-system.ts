// Installs the system parts that the tests need from Debian's packages, where that is possible (root and apt).
// Where it is not, it says what is missing and ends with 1; the tests that need the part say so too.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { findPostgres } from "./postgres.ts";

interface Part {
  readonly name: string;
  /** Debian's packages. */
  readonly packages: readonly string[];
  isThere(): boolean;
  prepare?(): void;
}

function runs(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: "ignore" }).status === 0;
}

/** Without a cluster of its own, started by the installation: the tests start theirs. */
function refuseCluster(): void {
  const settings = "/etc/postgresql-common/createcluster.conf";
  if (existsSync(settings)) return;
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, "create_main_cluster = false\n");
}

const PARTS: readonly Part[] = [
  {
    name: "PostgreSQL",
    packages: ["postgresql"],
    isThere: () => findPostgres() !== undefined,
    prepare: refuseCluster,
  },
  {
    name: "Python",
    packages: ["python3", "python3-venv"],
    isThere: () => runs("python3", "-c", "import ensurepip, venv"),
  },
  { name: "Go", packages: ["golang-go"], isThere: () => runs("go", "version") },
  {
    name: "a JDK",
    packages: ["default-jdk-headless"],
    isThere: () => runs("javac", "-version"),
  },
  { name: "Maven", packages: ["maven"], isThere: () => runs("mvn", "-version") },
];

function apt(words: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", words, { stdio: ["ignore", "ignore", "inherit"], env }).status === 0;
}

function install(parts: readonly Part[]): boolean {
  const names = parts.map(({ name }) => name).join(", ");
  const hasApt = runs("apt-get", "--version");
  if (process.getuid?.() !== 0 || !hasApt) {
    const why = hasApt ? "this is not root" : "there is no apt-get here";
    const packages = parts.flatMap((part) => part.packages).join(" ");
    console.error(`${names}: missing, and cannot be installed: ${why}. Debian: ${packages}`);
    return false;
  }
  console.log(`installing ${names} from Debian's packages`);
  for (const { prepare } of parts) prepare?.();
  const words = ["install", "-y", "--no-install-recommends"];
  words.push(...parts.flatMap((part) => part.packages));
  if (!apt(words)) apt(["update"]) && apt(words);
  const missing = parts.filter((part) => !part.isThere());
  for (const { name } of missing) console.error(`${name} could not be installed`);
  return missing.length === 0;
}

if (import.meta.main) {
  const missing = PARTS.filter((part) => !part.isThere());
  process.exitCode = missing.length === 0 || install(missing) ? 0 : 1;
}
