// Reading the audit log: ActionTrail 2020-07-06.
import type { Operation } from "../operation.ts";

export const trail = {} as const satisfies Record<string, Operation>;
