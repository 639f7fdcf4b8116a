// docs/reference/coverage.md: every operation with its support.
import { PRODUCTS, type Product, printOperations } from "@coffer/contract";
import { type Page, page, table } from "./page.ts";

const LEVELS = {
  full: "as documented",
  adapted: "works, differs as noted",
  planned: "not built yet: answers 400 `UnsupportedOperation`",
  refused: "will not be built: answers 400 `UnsupportedOperation`",
} as const;

/** A product's areas, and how much of it is there. */
function coverageOf({ title, code, version }: Product): string[] {
  const rows = printOperations().filter(({ product }) => product === code);
  const counts = Object.entries(LEVELS).map(([level, meaning]) => [
    level,
    meaning,
    String(rows.filter((row) => row.support.level === level).length),
  ]);
  const areas = [...new Set(rows.map((row) => row.area))];
  const sections = areas.flatMap((area) => [
    `### ${area}`,
    "",
    ...table(
      ["operation", "support", "note"],
      rows
        .filter((row) => row.area === area)
        .map(({ name, support }) => [
          `[${name}](operations/${area}.md#${name.toLowerCase()})`,
          support.level,
          support.note,
        ]),
    ),
  ]);
  return [
    `## ${title}`,
    "",
    `Version ${version}: ${rows.length} operations.`,
    "",
    ...table(["support", "meaning", "operations"], counts),
    ...sections,
  ];
}

export function coveragePage(): Page {
  return page("docs/reference/coverage.md", "Coverage", PRODUCTS.flatMap(coverageOf));
}
