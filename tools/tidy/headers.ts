// Every source file opens with a comment that says what it is for.
import { type Finding, isCode, type SourceFile } from "./finding.ts";

export function checkHeaders(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ path }) => isCode(path) && !path.endsWith("/index.ts"))
    .filter(({ text }) => !/^(#!.*\n)?(["']use strict["'];\n)?(\/\/|\/\*)/.test(text))
    .map(({ path }) => ({
      path,
      line: 1,
      message: "no header: open the file with a comment that says what it is for",
    }));
}
