// Codes of RAM 2015-05-01 (docs: error codes by HTTP status). Clients compare the dotted prefixes.
import type { ErrorRow } from "./error-row.ts";

export const RAM_ERRORS = {
  NoPermission: { status: 403, message: "You are not authorized to do this action." },
} as const satisfies Record<string, ErrorRow>;
