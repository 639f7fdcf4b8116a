// Bundles the command line and the server into packages/coffer/dist, so that they start in a fraction of the
// time. The sources run as well; `bin/coffer.js` takes the bundles only while they are newer than every source.
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");

// Some dependencies are CommonJS and call `require` when they are loaded.
const banner = [
  "// Bundled by tools/build.ts; the sources are in packages/.",
  'import { createRequire } from "node:module";',
  "const require = createRequire(import.meta.url);",
].join("\n");

await build({
  entryPoints: {
    cli: join(ROOT, "packages/cli/src/main.ts"),
    server: join(ROOT, "packages/server/src/main.ts"),
    // A thread's own file: the server starts it beside itself.
    "crypto-worker": join(ROOT, "packages/crypto/src/workers/worker.ts"),
  },
  outdir: join(ROOT, "packages/coffer/dist"),
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node26",
  external: ["pg-native"],
  banner: { js: banner },
  legalComments: "external",
  logLevel: "warning",
});
