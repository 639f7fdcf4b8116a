// Shows each check of `tools/tidy.ts` a bad file and expects its message, and a good one and expects none.
import assert from "node:assert/strict";
import test from "node:test";
import { checkArrows } from "../tidy/arrows.ts";
import { checkCeilings } from "../tidy/ceilings.ts";
import type { Check } from "../tidy/finding.ts";
import { checkHandlers } from "../tidy/handlers.ts";
import { checkHeaders } from "../tidy/headers.ts";
import { checkLockfile } from "../tidy/lockfile.ts";
import { checkWords } from "../tidy/words.ts";
import { checkWriters } from "../tidy/writers.ts";

const OPERATIONS = "packages/server/src/operations";

interface Case {
  readonly law: string;
  readonly check: Check;
  readonly path: string;
  readonly text: string;
  /** The message of the one finding; none when absent. */
  readonly message?: string;
}

const CASES: readonly Case[] = [
  {
    law: "a leaf imports none of our packages",
    check: checkArrows,
    path: "packages/crypto/src/a.ts",
    text: 'import type { X } from "@coffer/contract";\n',
    message: "`crypto` may not import `@coffer/contract`: it may import nothing of ours",
  },
  {
    law: "the client reads the contract",
    check: checkArrows,
    path: "packages/client/src/a.ts",
    text: 'import { X } from "@coffer/contract";\n',
  },
  {
    law: "a handler cannot reach authentication",
    check: checkArrows,
    path: `${OPERATIONS}/keys/create-key.ts`,
    text: 'import { X } from "../../authentication/signature.ts";\n',
    message: "`operations` may not import `authentication`: imports point to lower layers only",
  },
  {
    law: "an import spread over lines is seen",
    check: checkArrows,
    path: "packages/server/src/domain/a.ts",
    text: 'import {\n  X,\n} from "../context.ts";\n',
    message: "`domain` may not import `context`: imports point to lower layers only",
  },
  {
    law: "a handler cannot call another",
    check: checkArrows,
    path: `${OPERATIONS}/keys/create-key.ts`,
    text: 'import { X } from "./describe-key.ts";\n',
    message: "a handler may not import another: move what both need to `domain` or `keyring`",
  },
  {
    law: "a package is entered by its name",
    check: checkArrows,
    path: "packages/cli/src/a.ts",
    text: 'import { X } from "../../client/src/b.ts";\n',
    message: "`../../client/src/b.ts` leaves the package: import it by the package's name",
  },
  {
    law: "a file has at most 400 lines",
    check: checkCeilings,
    path: "packages/cli/src/a.ts",
    text: "x\n".repeat(401),
    message: "401 lines, at most 400: split it by what its parts know",
  },
  {
    law: "a line has at most 100 columns",
    check: checkCeilings,
    path: "packages/cli/src/a.ts",
    text: `${"x ".repeat(51)}\n`,
    message: "102 columns, at most 100",
  },
  {
    law: "a source opens with a comment",
    check: checkHeaders,
    path: "packages/cli/src/a.ts",
    text: "export const a = 1;\n",
    message: "no header: open the file with a comment that says what it is for",
  },
  {
    law: "a handler's file exports the operation",
    check: checkHandlers,
    path: `${OPERATIONS}/keys/create-key.ts`,
    text: "export const makeKey = 1;\n",
    message: "exports makeKey: a handler's file exports only `createKey`",
  },
  {
    law: "key versions are stored in one place",
    check: checkWriters,
    path: `${OPERATIONS}/keys/create-key.ts`,
    text: "await store.insertKeyVersion(version);\n",
    message:
      "key versions are stored by `packages/server/src/keyring/store-version.ts` only: " +
      "it minds a rotation of the root key",
  },
  {
    law: "the lockfile holds no address",
    check: checkLockfile,
    path: "package-lock.json",
    text: '"resolved": "https://registry.example/a.tgz"',
    message: "an address in the lockfile: set `omit-lockfile-registry-resolved` and lock again",
  },
  {
    law: "ciphers are made in one file",
    check: checkWords,
    path: "packages/server/src/domain/a.ts",
    text: "createCipheriv()",
    message: "`createCipheriv`: ciphers are made in packages/crypto/src/aead.ts only",
  },
  {
    law: "no database is named in shared SQL",
    check: checkWords,
    path: "packages/store/src/sql/a.ts",
    text: "if (sqlite)",
    message:
      "`sqlite`: differences between databases are capabilities: name them in packages/store/src/drivers only",
  },
  {
    law: "names that say nothing are refused",
    check: checkWords,
    path: "packages/cli/src/string-utils.ts",
    text: "",
    message: "a name that says nothing: a function lives with the noun it serves",
  },
  {
    law: "a rule takes its time from outside",
    check: checkWords,
    path: "packages/server/src/domain/a.ts",
    text: "const now = Date.now();",
    message: "`Date.now(`: time comes in through the context's clock",
  },
];

for (const { law, check, path, text, message } of CASES) {
  test(law, () => {
    const found = check([{ path, text }]).map((finding) => finding.message);
    assert.deepEqual(found, message === undefined ? [] : [message]);
  });
}

test("a folder has at most 20 files", () => {
  const files = Array.from({ length: 21 }, (_, index) => ({
    path: `tools/a/${index}.ts`,
    text: "",
  }));
  const messages = checkCeilings(files).map((finding) => finding.message);
  assert.deepEqual(messages, ["21 files, at most 20 in a folder"]);
});
