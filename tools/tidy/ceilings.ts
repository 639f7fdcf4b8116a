// Ceilings on the tail: what makes a house tiring is its three longest rooms. Functions and parameters are
// counted by the linter (biome.json); files, lines and folders here.
import { posix } from "node:path";
import { type Finding, isCode, isTest, type SourceFile } from "./finding.ts";

export const CEILINGS = {
  linesPerFile: 400,
  columns: 100,
  /** The prose of comments may be a little wider than code: it is read, not edited. */
  commentColumns: 120,
  filesPerFolder: 20,
} as const;

function fileFindings({ path, text }: SourceFile): Finding[] {
  const lines = text.split("\n");
  const findings: Finding[] = [];
  const count = lines.length - 1;
  // A table of rows is as long as the table: decisions/0001-one-table.md.
  const isTable = /^packages\/contract\/src\/operations\//.test(path);
  if (count > CEILINGS.linesPerFile && !isTest(path) && !isTable) {
    const message = `${count} lines, at most ${CEILINGS.linesPerFile}: split it by what its parts know`;
    findings.push({ path, line: CEILINGS.linesPerFile + 1, message });
  }
  for (const [index, line] of lines.entries()) {
    const columns = [...line].length;
    const most = /^\s*(?:\/\/|\*|\/\*)/.test(line) ? CEILINGS.commentColumns : CEILINGS.columns;
    // A long literal cannot be broken without harm: an address, a vector, a sentence in Chinese.
    if (columns <= most || /["`'].{50,}["`']|https?:\/\//.test(line)) continue;
    const message = `${columns} columns, at most ${most}`;
    findings.push({ path, line: index + 1, message });
  }
  return findings;
}

function folderFindings(files: readonly SourceFile[]): Finding[] {
  const folders = Map.groupBy(files, ({ path }) => posix.dirname(path));
  return [...folders].flatMap(([folder, members]) => {
    if (members.length <= CEILINGS.filesPerFolder) return [];
    const message = `${members.length} files, at most ${CEILINGS.filesPerFolder} in a folder`;
    return [{ path: folder, line: 1, message }];
  });
}

export function checkCeilings(files: readonly SourceFile[]): Finding[] {
  const code = files.filter(({ path }) => isCode(path));
  return [...code.flatMap(fileFindings), ...folderFindings(code)];
}
