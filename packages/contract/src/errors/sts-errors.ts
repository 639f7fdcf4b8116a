// Codes of STS 2015-04-01, and of security tokens at every product.
import type { ErrorRow } from "./error-row.ts";

export const STS_ERRORS = {
  MissingSecurityToken: { status: 400, message: "SecurityToken is mandatory for this action." },
} as const satisfies Record<string, ErrorRow>;
