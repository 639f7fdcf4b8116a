// `coffer operations --json`: the whole table that this server answers by.
import { printOperations } from "@coffer/contract";
import { SettingsError } from "../config/read-settings.ts";

export async function printOperationTable(argv: readonly string[]): Promise<void> {
  const wrong = argv.filter((word) => word !== "--json");
  if (wrong.length > 0)
    throw new SettingsError([`\`${wrong[0]}\`: usage: coffer operations --json`]);
  const rows = printOperations();
  if (argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  for (const { product, name, support, summary } of rows) {
    const label = `${product} ${name}`.padEnd(44);
    process.stdout.write(`${label} ${support.level.padEnd(8)} ${summary.en}\n`);
  }
}
