// docs/divergences.md: where we differ from upstream, from the support column.
import { printOperations } from "@coffer/contract";
import { type Page, page, table } from "./page.ts";

export function divergencesPage(): Page {
  const rows = printOperations().filter(({ support }) =>
    ["adapted", "refused"].includes(support.level),
  );
  return page("docs/divergences.md", "Divergences from upstream", [
    "Operations that work but differ, or that will not be built. What is only not built yet is in",
    "[the coverage page](reference/coverage.md).",
    "",
    ...table(
      ["operation", "support", "difference"],
      rows.map(({ name, support }) => [name, support.level, support.note]),
    ),
    "For all operations: answers are JSON only (`Format=XML` is refused), a JSON body needs signature V3, and a page or a",
    "list is ordered by creation.",
  ]);
}
