// The few lines that point each client at Coffer, as `docs/clients.md` prints them: programs in `snippets/` that are run as
// they are, but for the address.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FOLDER } from "./build.ts";
import { type Client, DRIVERS } from "./clients.ts";
import type { DriverCommand } from "./driver.ts";

const SNIPPETS = join(import.meta.dirname, "snippets");
const PRINTED = "127.0.0.1:8567";

/** @throws Error when a client has no snippet */
function fileOf({ name }: Client): string {
  const file = readdirSync(SNIPPETS).find((one) => one.startsWith(`${name}.`));
  if (file === undefined) throw new Error(`${name} has no lines that point it at Coffer`);
  return file;
}

export function snippetOf(client: Client): string {
  return readFileSync(join(SNIPPETS, fileOf(client)), "utf8");
}

/** How to run the client's lines against a server at `host`, given the folder of its language's build. */
export function snippetCommand(client: Client, built: string, host: string): DriverCommand {
  const folder = join(FOLDER, "snippets", client.name);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, client.language === "Go" ? "main.go" : fileOf(client));
  writeFileSync(path, snippetOf(client).replaceAll(PRINTED, host));
  switch (client.language) {
    case "Node.js":
      return { program: process.execPath, words: [path] };
    case "Python":
      return { program: join(built, "bin/python3"), words: [path] };
    case "Java":
      return { program: "java", words: ["-cp", `${built}/lib/*`, path] };
    case "Go":
      for (const name of ["go.mod", "go.sum"]) {
        copyFileSync(join(DRIVERS, "go", name), join(folder, name));
      }
      return { program: "sh", words: ["-c", 'cd "$0" && exec go run .', folder] };
  }
}
