// Every code that an operation can answer beside the common ones.
import type { ErrorCode } from "./errors.ts";
import type { Operation } from "./operation.ts";

/** Its own, and those of faults of its members. */
export function codesOf({ errors, request }: Operation): readonly ErrorCode[] {
  const faults = Object.values(request).flatMap((member) => Object.values(member.faults ?? {}));
  return [...errors, ...new Set(faults)];
}
