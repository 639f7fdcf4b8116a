// docs/reference/operations/<area>.md: members, answers and errors of every operation.
import {
  type Member,
  type Members,
  type PrintedOperation,
  printOperations,
  walkMembers,
} from "@coffer/contract";
import { type Page, page, table } from "./page.ts";

function limits(member: Member): string {
  switch (member.kind) {
    case "string":
      return `${member.min ?? 0} to ${member.max} ${member.unit ?? "characters"}`;
    case "integer":
      return `${member.min} to ${member.max}`;
    case "choice":
      return member.of.join(", ");
    case "list":
      return `at most ${member.max} items`;
    case "map":
      return `at most ${member.max} pairs`;
    case "json":
      return `JSON, at most ${member.max} bytes`;
    default:
      return "";
  }
}

function memberRows(members: Members): string[][] {
  const rows: string[][] = [];
  walkMembers(members, (path, member) => {
    const need = member.optional
      ? "default" in member
        ? `default ${member.default}`
        : "optional"
      : "required";
    const secret = member.secret ? " Confidential." : "";
    rows.push([
      `\`${path}\``,
      member.kind,
      need,
      limits(member),
      `${member.doc?.en ?? ""}${secret}`,
    ]);
  });
  return rows;
}

/** What operators look for while the audit's sinks are down. */
function whileFull({ takesAway }: PrintedOperation): string {
  if (takesAway === undefined) return "";
  const when = takesAway === true ? "" : ` with \`${takesAway.member}\` \`${takesAway.value}\``;
  return ` Goes through${when} while the audit's spool is full.`;
}

export function operationsPages(): Page[] {
  const operations = printOperations();
  const areas = [...new Set(operations.map((row) => row.area))];
  return areas.map((area) => {
    const sections = operations
      .filter((row) => row.area === area)
      .flatMap((row) => [
        `## ${row.name}`,
        "",
        `${row.summary.en} ${row.summary.zh}`,
        "",
        `Support: ${row.support.level}.${row.support.note ? ` ${row.support.note}` : ""} Action: \`${row.action}\`.${whileFull(row)}`,
        "",
        ...(Object.keys(row.members).length === 0
          ? ["No members.", ""]
          : table(["member", "kind", "need", "limits", "meaning"], memberRows(row.members))),
        ...(Object.keys(row.response).length === 0
          ? ["Answers `RequestId` only.", ""]
          : table(
              ["answer", "kind"],
              memberRows(row.response).map(([path = "", kind = "", need = ""]) => [
                path,
                need === "optional" ? `${kind}, where it applies` : kind,
              ]),
            )),
        ...(row.errors.length === 0
          ? []
          : [`Errors: ${row.errors.map((code) => `\`${code}\``).join(", ")}.`, ""]),
      ]);
    return page(`docs/reference/operations/${area}.md`, `Operations: ${area}`, sections);
  });
}
