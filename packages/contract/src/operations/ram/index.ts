// Identities and their policies: RAM 2015-05-01.
import type { Operation } from "../../operation.ts";

export const ram = {} as const satisfies Record<string, Operation>;
