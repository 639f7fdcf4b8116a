// Words and calls that may not stand somewhere, each with what to use instead.
import { posix } from "node:path";
import { type Finding, isCode, isTest, lineAt, type SourceFile } from "./finding.ts";

interface Ban {
  readonly pattern: RegExp;
  readonly message: string;
  readonly applies: (path: string) => boolean;
}

const source = (path: string): boolean => isCode(path) && /\/src\//.test(path) && !isTest(path);

const BANS: readonly Ban[] = [
  {
    pattern: /\bcreate(?:C|Dec)ipheriv\b|\bcreateDecipheriv\b/g,
    message: "ciphers are made in packages/crypto/src/aead.ts only",
    applies: (path) => source(path) && path !== "packages/crypto/src/aead.ts",
  },
  {
    pattern: /\bMath\.random\b/g,
    message: "randomness comes through `Random`",
    applies: isCode,
  },
  {
    pattern: /\bDate\.now\(|\bnew Date\(\)/g,
    message: "time comes in through the context's clock",
    applies: (path) => /^packages\/server\/src\/(domain|operations|keyring)\//.test(path),
  },
  {
    pattern: /\b(?:sqlite|postgres|postgresql)\b/gi,
    message:
      "differences between databases are capabilities: name them in packages/store/src/drivers only",
    applies: (path) => /^packages\/store\/src\/sql\//.test(path),
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX)\b/g,
    message: "finish it, or write an issue",
    applies: isCode,
  },
  {
    pattern: /@ts-ignore|@ts-expect-error|biome-ignore(?!.*: \S)/g,
    message: "a silenced check: mend the cause, or give the reason after a colon",
    applies: (path) => isCode(path) && !/\.types\.ts$/.test(path),
  },
  {
    pattern: /\.only\(|\bskip: true\b/g,
    message: "a test left out: a skip needs its reason as text",
    applies: isTest,
  },
  {
    pattern: /(?<![\w.])\/(?:home|root|Users)\/[\w.]+/g,
    message: "a path of one machine",
    applies: () => true,
  },
];

const BANNED_NAMES = /(^|[-.])(utils?|helpers?|common|core|manager|service|shared)([-.]|$)/;

function nameFindings(path: string): Finding[] {
  // Upstream's own words stay: an operation and a client are called so.
  if (/open-kms-service|clients\/pop-core/.test(path)) return [];
  return path.split("/").some((part) => BANNED_NAMES.test(posix.basename(part, ".ts")))
    ? [
        {
          path,
          line: 1,
          message: "a name that says nothing: a function lives with the noun it serves",
        },
      ]
    : [];
}

export function checkWords(files: readonly SourceFile[]): Finding[] {
  const own = files.filter(
    ({ path }) => !path.startsWith("tools/tidy") && !/tidy\.test/.test(path),
  );
  return own.flatMap(({ path, text }) => [
    ...(isCode(path) ? nameFindings(path) : []),
    ...BANS.filter((ban) => ban.applies(path)).flatMap((ban) =>
      [...text.matchAll(ban.pattern)].map((match) => ({
        path,
        line: lineAt(text, match.index),
        message: `\`${match[0]}\`: ${ban.message}`,
      })),
    ),
  ]);
}
