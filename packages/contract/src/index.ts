export * from "./errors.ts";
export { LIMITS } from "./limits.ts";
export type * from "./operation.ts";
export { type PrintedOperation, printOperations } from "./print.ts";
export { type Arn, formatArn, parseArn } from "./resources.ts";
export type * from "./shape.ts";
export * from "./table.ts";
export * from "./vocabulary.ts";
export { maskSecrets, walkMembers } from "./walk.ts";
