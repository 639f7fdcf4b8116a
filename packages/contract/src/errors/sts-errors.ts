// Codes of STS 2015-04-01, and of security tokens at every product.
import type { ErrorRow } from "./error-row.ts";

export const STS_ERRORS = {
  "Throttling.User": {
    status: 429,
    message: "Request was denied due to user flow control.",
    note: "status: 400 or 429 by different sources; with 429 every client waits",
  },
  MissingSecurityToken: { status: 400, message: "SecurityToken is mandatory for this action." },
} as const satisfies Record<string, ErrorRow>;
