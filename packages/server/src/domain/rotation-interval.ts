// The time between two rotations: a whole number with a unit, as `365d` or `604800s`.
import { ApiError, LIMITS } from "@coffer/contract";

const UNITS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * Seconds. A number without a unit counts seconds.
 *
 * @throws ApiError `MissingParameter`, `InvalidParameter`
 */
export function parseRotationInterval(text: string | undefined): number {
  if (text === undefined || text === "") {
    const message = "The required parameter `RotationInterval` is missing.";
    throw new ApiError("MissingParameter", message);
  }
  const [, digits, unit = "s"] = /^([0-9]{1,9})([dhms]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * (UNITS[unit === "" ? "s" : unit] ?? 1);
  const { rotationDaysMinimum: least, rotationDaysMaximum: most } = LIMITS;
  if (seconds >= least * 86_400 && seconds <= most * 86_400) return seconds;
  const expected = `a whole number with unit d, h, m or s, from ${least}d to ${most}d`;
  const message = `The specified parameter \`RotationInterval\` is not valid: expected ${expected}.`;
  throw new ApiError("InvalidParameter", message);
}
