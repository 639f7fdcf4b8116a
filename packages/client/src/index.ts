export { Client, type ClientOptions, type RawCall, waitBefore } from "./client.ts";
export { ServerError, TransportError } from "./errors.ts";
export { flatten } from "./flatten.ts";
export { encodeParameters, percentEncode, signedHeaders, type Unsigned } from "./sign.ts";
export type { Answer, Exchange } from "./transport.ts";
