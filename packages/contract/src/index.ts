export * from "./errors.ts";
export * from "./limits.ts";
export type * from "./operation.ts";
export type * from "./shape.ts";
