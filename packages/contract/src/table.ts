// All operations, and the one safe way to look one up.
import type { Operation } from "./operation.ts";
import { access } from "./operations/access.ts";
import { account } from "./operations/account.ts";
import { admin } from "./operations/admin.ts";
import { aliases } from "./operations/aliases.ts";
import { crypto } from "./operations/crypto.ts";
import { instances } from "./operations/instances.ts";
import { keyMaterial } from "./operations/key-material.ts";
import { keys } from "./operations/keys.ts";
import { secrets } from "./operations/secrets.ts";
import { tags } from "./operations/tags.ts";

/** KMS 2016-01-20, 90 operations. */
export const OPERATIONS = {
  ...account,
  ...instances,
  ...keys,
  ...keyMaterial,
  ...aliases,
  ...crypto,
  ...secrets,
  ...tags,
  ...access,
} as const;

export type OperationName = keyof typeof OPERATIONS;

/** Coffer's own, in no version of upstream's API. */
export const ADMIN_OPERATIONS = admin;

export type AdminOperationName = keyof typeof ADMIN_OPERATIONS;

/** A product of the API: its code in messages and its version on the wire. */
export interface Product {
  /** As typed on the command line. */
  readonly name: string;
  readonly code: string;
  readonly title: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

export const PRODUCTS: readonly Product[] = [
  {
    name: "kms",
    code: "Kms",
    title: "KeyManagementService",
    version: "2016-01-20",
    operations: OPERATIONS,
  },
  {
    name: "admin",
    code: "Coffer",
    title: "Administration of Coffer",
    version: "2026-11-24",
    operations: ADMIN_OPERATIONS,
  },
];

/** The product of a version of the API, or undefined. */
export function productOf(version: string): Product | undefined {
  return PRODUCTS.find((product) => product.version === version);
}

/** A product's row of that name, or undefined; names of the prototype have no row. */
export function lookup(product: Product, name: string): Operation | undefined {
  return Object.hasOwn(product.operations, name) ? product.operations[name] : undefined;
}

/** A product's operations in alphabetical order. */
export function operationNames(product: Product): string[] {
  return Object.keys(product.operations).sort();
}
