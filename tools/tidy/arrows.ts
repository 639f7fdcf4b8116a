// Who may import whom: the packages' arrows and the layers inside the server, as ARCHITECTURE.md draws them.
import { posix } from "node:path";
import { type Finding, isCode, isTest, lineAt, type SourceFile } from "./finding.ts";

/** For each package, the packages of ours that its sources may import. */
const PACKAGE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  crypto: [],
  policy: [],
  tlog: [],
  store: ["contract"],
  client: ["contract"],
  server: ["contract", "crypto", "policy", "tlog", "store", "client/profile"],
  cli: ["contract", "policy", "tlog", "client", "client/profile"],
  coffer: ["cli", "server"],
};

/**
 * The server's layers, highest first. A file imports from its own folder and from lower layers only.
 * Folders of one layer do not import each other.
 */
const SERVER_LAYERS: readonly (readonly string[])[] = [
  ["main"],
  ["assemble"],
  ["installation"],
  ["http", "scheduler"],
  ["authentication", "authorization", "audit", "guards"],
  ["operations", "jobs"],
  ["resources"],
  ["context"],
  ["keyring"],
  ["domain", "config", "errors", "observe"],
];

const SERVER_SOURCE = "packages/server/src/";

/** Places in `packages/server/src`: a folder, or a file of the top level without its ending. */
function placeOf(path: string): string {
  const rest = path.slice(SERVER_SOURCE.length);
  if (rest.startsWith("jobs/scheduler.")) return "scheduler";
  const [first = ""] = rest.split("/");
  return first.replace(/\.ts$/, "");
}

function layerOf(place: string): number {
  return SERVER_LAYERS.findIndex((places) => places.includes(place));
}

interface Import {
  readonly from: string;
  readonly line: number;
}

function importsOf(file: SourceFile): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/g;
  const plain = /(?:^|\n)\s*import\s+"([^"]+)"/g;
  return [...file.text.matchAll(pattern), ...file.text.matchAll(plain)].map((match) => ({
    from: match[1] ?? match[2] ?? "",
    line: lineAt(file.text, match.index + match[0].length),
  }));
}

function packageFinding(file: SourceFile, found: Import): Finding | undefined {
  const owner = /^packages\/([^/]+)\/src\//.exec(file.path)?.[1];
  const target = /^@coffer\/(.+)$/.exec(found.from)?.[1];
  if (owner === undefined || target === undefined || target === owner) return undefined;
  if (PACKAGE_ARROWS[owner]?.includes(target)) return undefined;
  const allowed = PACKAGE_ARROWS[owner]?.join(", ") || "nothing of ours";
  return {
    path: file.path,
    line: found.line,
    message: `\`${owner}\` may not import \`@coffer/${target}\`: it may import ${allowed}`,
  };
}

function layerFinding(file: SourceFile, found: Import): Finding | undefined {
  if (!file.path.startsWith(SERVER_SOURCE) || !found.from.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(file.path), found.from);
  if (!target.startsWith(SERVER_SOURCE)) return undefined;
  const [from, to] = [placeOf(file.path), placeOf(target)];
  if (layerOf(from) === -1) {
    const message = `\`${from}\` has no layer: put it into one in tools/tidy/arrows.ts`;
    return { path: file.path, line: 1, message };
  }
  if (from === to || layerOf(from) < layerOf(to)) return undefined;
  const message = `\`${from}\` may not import \`${to}\`: imports point to lower layers only`;
  return { path: file.path, line: found.line, message };
}

function escapeFinding(file: SourceFile, found: Import): Finding | undefined {
  const owner = /^packages\/([^/]+)\/src\//.exec(file.path)?.[1];
  if (owner === undefined || !found.from.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(file.path), found.from);
  if (target.startsWith(`packages/${owner}/`)) return undefined;
  const message = `\`${found.from}\` leaves the package: import it by the package's name`;
  return { path: file.path, line: found.line, message };
}

function operationFinding(file: SourceFile, found: Import): Finding | undefined {
  const area = /^packages\/server\/src\/operations\/[^/]+\/([^/]+)$/.exec(file.path);
  if (area === null || !found.from.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(file.path), found.from);
  if (!target.startsWith(`${SERVER_SOURCE}operations/`)) return undefined;
  if (target === `${SERVER_SOURCE}operations/handler.ts`) return undefined;
  const message = "a handler may not import another: move what both need to `domain` or `keyring`";
  return { path: file.path, line: found.line, message };
}

const RULES = [packageFinding, layerFinding, escapeFinding, operationFinding];

export function checkArrows(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isCode(file.path) && !isTest(file.path))
    .flatMap((file) =>
      importsOf(file).flatMap((found) => RULES.flatMap((rule) => rule(file, found) ?? [])),
    );
}
