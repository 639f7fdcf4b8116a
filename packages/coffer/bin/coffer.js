#!/usr/bin/env node
// The `coffer` command. Plain JavaScript that old versions of Node.js can run: it finds the Node.js that Coffer
// is pinned to, re-executes under it when started by an older one, and loads the command line or the server.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PINNED = 26;
const HERE = dirname(realpathSync(fileURLToPath(import.meta.url)));
const PACKAGES = join(HERE, "..", "..");
/** First words that the server's program answers; all others are the command line's. */
const SERVER_COMMANDS = ["server", "dev", "operations"];

/** The pinned Node.js, in a `node_modules` of this folder or one above it. */
function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const base = platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const name = `${base}-${platform}-${process.arch}`;
  const file = process.platform === "win32" ? "node.exe" : "node";
  for (let folder = HERE; ; folder = dirname(folder)) {
    const path = join(folder, "node_modules", name, "bin", file);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

function reexecute() {
  const node = findNode();
  if (node === undefined) {
    console.error(`coffer: Node.js ${PINNED} is needed, this is ${process.version}.`);
    console.error("coffer: run `npm ci` in the checkout, which brings it.");
    process.exitCode = 1;
    return;
  }
  const script = fileURLToPath(import.meta.url);
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`coffer: ${node} cannot be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function newestSource(folder) {
  if (!existsSync(folder)) return 0;
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const time = entry.isDirectory() ? newestSource(path) : statSync(path).mtimeMs;
    if (time > newest) newest = time;
  }
  return newest;
}

/** The bundle when it is there and newer than every source it was made of, else the sources. */
function programOf(name, packages) {
  const bundle = join(HERE, "..", "dist", `${name}.js`);
  const source = join(PACKAGES, name, "src", "main.ts");
  if (!existsSync(bundle)) return source;
  if (!existsSync(source)) return bundle;
  const made = statSync(bundle).mtimeMs;
  const stale = packages.some((each) => newestSource(join(PACKAGES, each, "src")) > made);
  return stale ? source : bundle;
}

async function run() {
  if (typeof module.enableCompileCache === "function") {
    const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
    module.enableCompileCache(join(cache, "coffer", "compile"));
  }
  const [first = "", ...rest] = process.argv.slice(2);
  const isServer = SERVER_COMMANDS.includes(first);
  const program = isServer
    ? programOf("server", ["contract", "crypto", "policy", "tlog", "store", "client", "server"])
    : programOf("cli", ["contract", "policy", "tlog", "client", "cli"]);
  const { main } = await import(pathToFileURL(program).href);
  await main([first, ...rest].filter((word, index) => index > 0 || word !== ""));
}

if (Number(process.versions.node.split(".")[0]) < PINNED) reexecute();
else await run();
