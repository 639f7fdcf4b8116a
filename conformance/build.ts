// Installs each language's clients in the locked versions and builds its driver, into `.cache/clients`. What has not
// changed since is not built again. A language that is not installed is told as such.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CA, CLIENTS, DRIVERS, type Language } from "./clients.ts";

export const FOLDER = join(import.meta.dirname, "../.cache/clients");

/** Where a language's clients are, or why they cannot be used here. */
export type Built = { readonly folder: string } | { readonly missing: string };

function has(program: string, words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: "ignore" }).status === 0;
}

/** @throws Error with the program's last words when it fails */
function run(program: string, words: readonly string[], cwd: string): void {
  const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", GOTOOLCHAIN: "local" };
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd,
    encoding: "utf8",
    env: environment,
  });
  if (status === 0) return;
  throw new Error(
    `${program} ${words.join(" ")}: ${stdout?.slice(-2_000)}${stderr?.slice(-2_000)}`,
  );
}

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Hash of everything that a language's driver is made of. */
function inputsOf(source: string): string {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return digestOf(Buffer.concat([...files, CA].map((file) => readFileSync(file))));
}

function buildPython(source: string, folder: string): void {
  run("python3", ["-m", "venv", "."], folder);
  const words = ["-q", "--disable-pip-version-check", "--require-hashes"];
  run("bin/pip", ["install", ...words, "-r", join(source, "requirements.txt")], folder);
  // The credentials client trusts only what certifi has, whatever the environment says.
  const { stdout } = spawnSync("bin/python3", ["-m", "certifi"], { cwd: folder, encoding: "utf8" });
  appendFileSync(stdout.trim(), readFileSync(CA));
}

function buildGo(source: string, folder: string): void {
  run("go", ["build", "-mod=readonly", "-o", join(folder, "clients"), "."], source);
}

/** Maven has no lockfile: the archives' hashes are ours to keep. */
function checkJars(source: string, lib: string): void {
  const lines = readdirSync(lib)
    .sort()
    .map((name) => `${digestOf(readFileSync(join(lib, name)))}  ${name}\n`);
  const locked = join(source, "jars.sha256");
  if (process.env.COFFER_LOCK_JARS === "1") writeFileSync(locked, lines.join(""));
  if (readFileSync(locked, "utf8") !== lines.join("")) {
    throw new Error(`the archives in ${lib} are not those of ${locked}`);
  }
}

function buildJava(source: string, folder: string): void {
  const lib = join(folder, "lib");
  const copy = ["dependency:copy-dependencies", `-DoutputDirectory=${lib}`];
  run("mvn", ["-q", "-B", "-f", join(source, "pom.xml"), ...copy], folder);
  checkJars(source, lib);
  const src = join(source, "src");
  const sources = readdirSync(src).map((name) => join(src, name));
  run("javac", ["-d", join(folder, "classes"), "-cp", `${lib}/*`, ...sources], folder);
  const store = ["-keystore", join(folder, "trust.p12"), "-storetype", "PKCS12"];
  const words = ["-importcert", "-noprompt", "-alias", "coffer", "-file", CA, ...store];
  run("keytool", [...words, "-storepass", "changeit"], folder);
}

interface Recipe {
  readonly needs: readonly (readonly [program: string, ...words: string[]])[];
  readonly packages: string;
  build(source: string, folder: string): void;
}

const RECIPES: Readonly<Record<Exclude<Language, "Node.js">, Recipe>> = {
  Python: {
    needs: [["python3", "-c", "import ensurepip, venv"]],
    packages: "python3 and python3-venv",
    build: buildPython,
  },
  Go: { needs: [["go", "version"]], packages: "golang-go", build: buildGo },
  Java: {
    needs: [
      ["javac", "-version"],
      ["mvn", "-version"],
    ],
    packages: "default-jdk-headless and maven",
    build: buildJava,
  },
};

/** @throws Error when the language is there and its clients cannot be installed or built */
export function buildFor(language: Language): Built {
  if (language === "Node.js") return { folder: "" };
  const { needs, packages, build } = RECIPES[language];
  const lacking = needs.find(([program, ...words]) => !has(program, words));
  if (lacking) return { missing: `${language} is not installed (Debian: ${packages})` };
  const name = language.toLowerCase();
  const [source, folder] = [join(DRIVERS, name), join(FOLDER, name)];
  const [mark, inputs] = [join(folder, "built"), inputsOf(source)];
  if (existsSync(mark) && readFileSync(mark, "utf8") === inputs) return { folder };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  build(source, folder);
  writeFileSync(mark, inputs);
  return { folder };
}

// Before tests that run side by side ask for the same build.
if (import.meta.main) {
  for (const language of new Set(CLIENTS.map((client) => client.language))) {
    const built = buildFor(language);
    if ("missing" in built) console.log(built.missing);
  }
}
