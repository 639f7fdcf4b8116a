// docs/reference/errors.md: every error code.
import { ERRORS, type ErrorCode, printOperations } from "@coffer/contract";
import { type Page, page, table } from "./page.ts";

export function errorsPage(): Page {
  const operations = printOperations();
  const rows = (Object.keys(ERRORS) as ErrorCode[]).map((code) => {
    const { status, message, note = "" } = ERRORS[code];
    const users = operations.filter((row) => row.errors.includes(code)).map((row) => row.name);
    const used = users.length > 6 ? `${users.length} operations` : users.join(", ");
    return [`\`${code}\``, String(status), message, used, note];
  });
  return page("docs/reference/errors.md", "Error codes", [
    "An error has an HTTP status and a JSON body with `Code`, `Message`, `RequestId`, `HostId` and `Recommend`, all text.",
    "429 and 5xx carry `Retry-After` (seconds) and `x-acs-retry-after` (milliseconds).",
    "",
    ...table(["code", "status", "message", "declared by", "note"], rows),
  ]);
}
