// Sessions of roles: STS 2015-04-01.
import type { Operation } from "../operation.ts";

export const sts = {} as const satisfies Record<string, Operation>;
