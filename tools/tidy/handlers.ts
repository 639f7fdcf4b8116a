// A handler's file, its export and the operation's name agree: `operations/keys/create-key.ts` exports
// `createKey`.
import { posix } from "node:path";
import type { Finding, SourceFile } from "./finding.ts";

function camel(kebab: string): string {
  return kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function checkHandlers(files: readonly SourceFile[]): Finding[] {
  return files.flatMap(({ path, text }) => {
    if (!/^packages\/server\/src\/operations\/[^/]+\/[^/]+\.ts$/.test(path)) return [];
    const name = camel(posix.basename(path, ".ts"));
    const exported = [...text.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)];
    if (exported.length === 1 && exported[0]?.[1] === name) return [];
    const found = exported.map((match) => match[1]).join(", ") || "nothing";
    return [
      { path, line: 1, message: `exports ${found}: a handler's file exports only \`${name}\`` },
    ];
  });
}
