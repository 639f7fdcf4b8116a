// Identity providers, whose tokens stand for a caller: Ims 2019-08-15.
import type { Operation } from "../operation.ts";

export const ims = {} as const satisfies Record<string, Operation>;
