// The whole table as plain data, for `coffer operations --json`, pages and the reviewed snapshot.
import { codesOf } from "./codes.ts";
import type { Operation } from "./operation.ts";
import type { Members, Text } from "./shape.ts";
import { operationNames, PRODUCTS } from "./table.ts";

export interface PrintedOperation {
  readonly product: string;
  readonly version: string;
  readonly name: string;
  readonly support: { readonly level: string; readonly note: string };
  readonly summary: Text;
  readonly area: string;
  readonly action: string;
  readonly resources: Operation["resources"];
  readonly effect: string;
  /** Absent where it is false. */
  readonly takesAway?: Operation["takesAway"];
  readonly retry: string;
  /** Request members with their limits. */
  readonly members: Members;
  readonly response: Members;
  readonly errors: readonly string[];
}

/** Every operation of every product, in alphabetical order within a product. */
export function printOperations(): PrintedOperation[] {
  return PRODUCTS.flatMap((product) =>
    operationNames(product).flatMap((name) => {
      const row = product.operations[name];
      if (row === undefined) return [];
      const { support, summary, area, action, resources, effect, retry, takesAway } = row;
      return [
        {
          product: product.code,
          version: product.version,
          name,
          support: { level: support.level, note: support.note?.en ?? "" },
          summary,
          area,
          action,
          resources,
          effect,
          ...(takesAway === undefined ? {} : { takesAway }),
          retry,
          members: row.request,
          response: row.response,
          errors: codesOf(row),
        },
      ];
    }),
  );
}
