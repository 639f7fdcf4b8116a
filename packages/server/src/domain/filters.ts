// Filters of lists: `[{"Key":…,"Values":[…]}]`. Values of one key are alternatives, several keys must all hold;
// the same key twice adds its values. Keys are compared without case.
import { ApiError } from "@coffer/contract";

export interface Filter {
  readonly Key: string;
  readonly Values: readonly string[];
}

/**
 * Values by key, keys spelt as in `known`.
 *
 * @throws ApiError `InvalidParameter` for an unknown key
 */
export function gatherFilters<Known extends string>(
  filters: readonly Filter[] | undefined,
  known: readonly Known[],
): Partial<Record<Known, readonly string[]>> {
  const gathered: Partial<Record<Known, readonly string[]>> = {};
  for (const { Key, Values } of filters ?? []) {
    const key = known.find((each) => each.toLowerCase() === Key.toLowerCase());
    if (key === undefined) {
      const shown = Key.slice(0, 64);
      const message = `The filter key \`${shown}\` is not valid: expected ${known.join(", ")}.`;
      throw new ApiError("InvalidParameter", message);
    }
    gathered[key] = [...(gathered[key] ?? []), ...Values];
  }
  return gathered;
}

/** Values that equal one of the known words but for their case, spelt as known; others stay. */
export function spellAs(
  values: readonly string[] | undefined,
  known: readonly string[],
): readonly string[] | undefined {
  return values?.map(
    (value) => known.find((word) => word.toLowerCase() === value.toLowerCase()) ?? value,
  );
}
