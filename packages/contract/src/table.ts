// All operations, and the one safe way to look one up.
import type { ErrorCode } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { access } from "./operations/access.ts";
import { account } from "./operations/account.ts";
import { admin } from "./operations/admin.ts";
import { aliases } from "./operations/aliases.ts";
import { crypto } from "./operations/crypto.ts";
import { ims } from "./operations/ims.ts";
import { instances } from "./operations/instances.ts";
import { keyMaterial } from "./operations/key-material.ts";
import { keys } from "./operations/keys.ts";
import { ram } from "./operations/ram/index.ts";
import { secrets } from "./operations/secrets.ts";
import { sts } from "./operations/sts.ts";
import { tags } from "./operations/tags.ts";
import { trail } from "./operations/trail.ts";

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

/** RAM 2015-05-01. */
export const RAM_OPERATIONS = ram;

export type RamOperationName = keyof typeof RAM_OPERATIONS;

/** STS 2015-04-01. */
export const STS_OPERATIONS = sts;

export type StsOperationName = keyof typeof STS_OPERATIONS;

/** Ims 2019-08-15: of it, identity providers. */
export const IMS_OPERATIONS = ims;

export type ImsOperationName = keyof typeof IMS_OPERATIONS;

/** ActionTrail 2020-07-06: of it, reading events. */
export const TRAIL_OPERATIONS = trail;

export type TrailOperationName = keyof typeof TRAIL_OPERATIONS;

/** A product of the API: its code in messages and its version on the wire. */
export interface Product {
  /** As typed on the command line. */
  readonly name: string;
  readonly code: string;
  readonly title: string;
  readonly version: string;
  /** What a caller is told who sends too many requests. */
  readonly throttled: ErrorCode;
  /** Whether what it is about belongs to the installation's account, whoever calls; else to the caller's. */
  readonly isOfInstallation: boolean;
  /** What a caller is told who may not. */
  readonly denied: ErrorCode;
  /** What a caller is told of a failure that the wire does not know; the code's sentence where none is given. */
  readonly broken: { readonly code: ErrorCode; readonly message?: string };
  readonly operations: Readonly<Record<string, Operation>>;
}

export const PRODUCTS: readonly Product[] = [
  {
    name: "kms",
    isOfInstallation: true,
    code: "Kms",
    title: "KeyManagementService",
    version: "2016-01-20",
    throttled: "Rejected.Throttling",
    denied: "Forbidden.NoPermission",
    broken: { code: "InternalFailure" },
    operations: OPERATIONS,
  },
  {
    name: "ram",
    isOfInstallation: false,
    code: "Ram",
    title: "Resource Access Management",
    version: "2015-05-01",
    throttled: "Throttling.User",
    denied: "NoPermission",
    broken: { code: "InternalError" },
    operations: RAM_OPERATIONS,
  },
  {
    name: "sts",
    isOfInstallation: false,
    code: "Sts",
    title: "Security Token Service",
    version: "2015-04-01",
    throttled: "Throttling.User",
    denied: "NoPermission",
    broken: { code: "InternalError", message: "STS Server Internal Error happened." },
    operations: STS_OPERATIONS,
  },
  {
    name: "ims",
    isOfInstallation: false,
    code: "Ims",
    title: "Identity Management Service",
    version: "2019-08-15",
    throttled: "Throttling.User",
    denied: "NoPermission",
    broken: { code: "InternalError" },
    operations: IMS_OPERATIONS,
  },
  {
    name: "actiontrail",
    isOfInstallation: true,
    code: "Actiontrail",
    title: "ActionTrail",
    version: "2020-07-06",
    throttled: "Throttling.User",
    denied: "NoPermission",
    broken: { code: "InternalFailure" },
    operations: TRAIL_OPERATIONS,
  },
  {
    name: "admin",
    isOfInstallation: true,
    code: "Coffer",
    title: "Administration of Coffer",
    version: "2026-11-24",
    throttled: "Rejected.Throttling",
    denied: "Forbidden.NoPermission",
    broken: { code: "InternalFailure" },
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
