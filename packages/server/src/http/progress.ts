// What is found out about a request on its way through the pipeline.
import type { Operation } from "@coffer/contract";
import type { ReservedNonce } from "../authentication/nonces.ts";
import type { Question } from "../authorization/question.ts";
import type { Caller } from "../context.ts";
import { FIRST_PRODUCT } from "./answers.ts";
import type { Parameters } from "./parameters.ts";

/** A class, so that all have one shape from the beginning: every step of every request reads it. */
export class Progress {
  readonly requestId: string;
  /** When the request came, in milliseconds since 1970. */
  readonly now: number;
  product = FIRST_PRODUCT;
  operation = "-";
  /** As they came, unproven. */
  parameters: Parameters["all"] | undefined = undefined;
  claimedAccessKeyId = "";
  caller: Caller | undefined = undefined;
  row: Operation | undefined = undefined;
  members: Readonly<Record<string, unknown>> | undefined = undefined;
  questions: readonly Question[] | undefined = undefined;
  dryRun = false;
  /** Whether its event is durable, or goes with the transaction that wrote. */
  isRecorded = false;
  /** The nonce, until it is given back. */
  claim: ReservedNonce | undefined = undefined;

  constructor(requestId: string, now: number) {
    this.requestId = requestId;
    this.now = now;
  }
}
