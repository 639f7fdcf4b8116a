// The life of a request: one list of steps, the same for every operation. Handlers see none of it.
//
//   1 decode        query, form and JSON body into one map
//   2 guard         who guessed wrong too often waits
//   3 authenticate  scheme, time, signature, nonce
//   4 look up       the row of Version and Action
//   5 limit         requests of the identity in a second
//   6 members       by the row's shapes
//   7 authorise     the row's action on the row's resources
//   8 run           the handler; writes inside one store transaction
//   9 encode        by the row's shapes
//  10 observe       in every case, also when a step failed
import { ApiError, COMMON_ERRORS, codesOf, type ErrorCode, type Operation } from "@coffer/contract";
import type { Random } from "@coffer/crypto";
import type { AccessKeyUse, ReadStore, Store } from "@coffer/store";
import type { AuditGate } from "../audit/audit-gate.ts";
import { composeEvent, type Recorded } from "../audit/compose-event.ts";
import {
  type Authenticated,
  type AuthenticationParts,
  authenticate,
  type Evidence,
} from "../authentication/authenticate.ts";
import { claimedAccessKey } from "../authentication/claimed-access-key.ts";
import { claimedSubject } from "../authentication/claimed-subject.ts";
import { IssuerFailure } from "../authentication/fetch-json.ts";
import type { OidcTokens } from "../authentication/oidc-token.ts";
import type { Authorization, AuthorizationRequest } from "../authorization/authorize.ts";
import { mayAlso } from "../authorization/may.ts";
import type { Caller, Pairs, ReadContext } from "../context.ts";
import { isNonceTaken, recordable, toApiError } from "../errors.ts";
import type { Attempt, GuessGuard } from "../guards/guess-guard.ts";
import type { RateLimits } from "../guards/rate-limits.ts";
import type { AuditSeal, NotedEvent } from "../keyring/audit-seal.ts";
import type { Keyring } from "../keyring/keyring.ts";
import type { RootKeys } from "../keyring/root-keys.ts";
import type { RequestEvent } from "../observe/log.ts";
import { failure, success } from "./answers.ts";
import { encodeMembers } from "./encode.ts";
import { decodeMembers } from "./members.ts";
import { dryRunCode, OUTSIDE_ROWS } from "./outside-rows.ts";
import { type Parameters, readParameters } from "./parameters.ts";
import { Progress } from "./progress.ts";
import {
  checkFormat,
  checkMethod,
  findTarget,
  isVouchedFor,
  refuseUnbuilt,
  type Target,
  wanted,
} from "./target.ts";
import { unlessOvertaken } from "./unless-overtaken.ts";
import { header, type WireRequest, type WireResponse } from "./wire.ts";

/** Any handler, as the pipeline calls it: what it gets and gives is checked by the row's shapes. */
export type AnyHandler =
  | ((request: never, context: never) => Promise<object>)
  | {
      prepare(request: never, context: never): Promise<unknown>;
      run(request: never, context: never, prepared: never): Promise<object>;
      release?(prepared: never): void;
    };

export interface PipelineParts extends AuthenticationParts {
  readonly store: Store;
  readonly audit: AuditGate;
  /** What must be there before the first request is looked at: the audit's seal, and the nonces used before. */
  readonly ready: () => Promise<AuditSeal>;
  readonly authorization: Authorization;
  readonly oidcTokens: OidcTokens;
  readonly guesses: GuessGuard;
  readonly limits: RateLimits;
  readonly keyring: Keyring;
  readonly pairs: Pairs;
  readonly rootKeys: RootKeys;
  readonly wakeJobs: () => void;
  /** Told by whom the caller signed, if not by a session's AccessKey. */
  readonly onKeyUsed: (use: AccessKeyUse) => void;
  /** Told that an event waits for its place in the audit log. */
  readonly onRecorded: () => void;
  /** By the product's code, then by the operation's name. */
  readonly handlers: Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>;
  readonly region: string;
  readonly random: Random;
  readonly observe: {
    /** Every request, when its answer is known. */
    request(event: RequestEvent): void;
    /** What should not happen: unknown failures, undeclared members and codes. */
    unexpected(
      request: { readonly requestId: string; readonly operation: string },
      problem: unknown,
    ): void;
  };
}

export interface Pipeline {
  handle(request: WireRequest): Promise<WireResponse>;
}

type Told = Pick<ApiError, "code" | "message" | "details">;
type Asked = { asked: AuthorizationRequest; target: Target; may: ReadContext["may"] };
type Outcome = Partial<Pick<Recorded, "answer" | "failure">>;

class RowPipeline implements Pipeline {
  readonly #parts: PipelineParts;
  /** Found before anything else, so that no transaction has to wait for it. */
  #seal: AuditSeal | undefined;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  async handle(request: WireRequest): Promise<WireResponse> {
    const started = performance.now();
    const requestId = this.#parts.random.uuid().toUpperCase();
    const progress = new Progress(requestId, this.#parts.clock());
    let response: WireResponse;
    let code = "OK";
    try {
      this.#seal ??= await this.#parts.ready();
      response = await this.#answer(request, progress);
    } catch (thrown) {
      ({ code, response } = await this.#fail(request, progress, thrown));
    }
    this.#parts.observe.request({
      requestId,
      product: progress.product,
      operation: progress.operation,
      status: response.status,
      code,
      durationMs: Math.round((performance.now() - started) * 1000) / 1000,
      accessKeyId: progress.caller?.accessKeyId,
      remoteAddress: request.remoteAddress,
    });
    return response;
  }

  async #answer(request: WireRequest, progress: Progress): Promise<WireResponse> {
    checkMethod(request);
    const parameters = readParameters(request);
    const { headers, body, method } = request;
    const { all, query, signed } = parameters;
    const evidence = { method, headers, body, all, query, signed };
    progress.claimedAccessKeyId = claimedAccessKey(evidence);
    progress.parameters = parameters.all;
    if (request.isBodyTooLarge) throw new ApiError("RequestTooLarge");
    const { caller, claim } = isVouchedFor(evidence, request)
      ? await this.#checkToken(parameters.all, request.remoteAddress)
      : await this.#authenticate(evidence, request.remoteAddress);
    progress.caller = caller;
    progress.claim = claim;
    checkFormat(parameters.all);
    const target = findTarget(request, parameters.all);
    const { name, row } = target;
    progress.product = target.product.code;
    progress.operation = name;
    progress.row = row;
    progress.dryRun = "DryRun" in row.request && /^true$/i.test(parameters.all.get("DryRun") ?? "");
    this.#noteUse(caller, progress);
    this.#parts.limits.check(caller, target, this.#parts.clock());
    refuseUnbuilt(target);
    const members = decodeMembers(row.request, parameters.all);
    progress.members = members;
    this.#parts.audit.admit(target.product, row, members);
    const asked = {
      caller,
      product: target.product,
      operation: name,
      row,
      members,
      now: this.#parts.clock(),
      sourceIp: request.remoteAddress,
      secureTransport: request.secure === true,
    };
    const { authorization } = this.#parts;
    const may = mayAlso(authorization, asked);
    const encoded = await unlessOvertaken(async () => {
      await this.#permit(asked, progress, authorization);
      return this.#run(request, progress, { asked, target, may });
    });
    if (progress.dryRun) throw new ApiError("DryRunOperationError");
    if (!progress.isRecorded) await this.#record(request, progress, { answer: encoded });
    return success(progress.requestId, encoded);
  }

  #event(request: WireRequest, progress: Progress, outcome: Outcome): NotedEvent {
    const { requestId, now, caller, members, questions, claimedAccessKeyId } = progress;
    const { region, accountId: recipientAccountId } = this.#parts;
    const { version, operation, product, row } = wanted(request, progress.parameters);
    return composeEvent({
      requestId,
      now,
      region,
      recipientAccountId,
      version,
      operation,
      product,
      row,
      caller,
      members,
      questions,
      claimedAccessKeyId,
      remoteAddress: request.remoteAddress,
      userAgent: header(request, "user-agent"),
      host: header(request, "host"),
      secure: request.secure === true,
      answer: outcome.answer,
      failure: outcome.failure,
    });
  }

  get #pack(): AuditSeal["pack"] {
    if (this.#seal === undefined) throw new Error("the audit's key is not there");
    return this.#seal.pack;
  }

  /** Resolves when the event is durable. */
  async #record(request: WireRequest, progress: Progress, outcome: Outcome): Promise<void> {
    const event = this.#event(request, progress, outcome);
    await this.#parts.store.appendEvent(event, this.#pack, progress.claim);
    this.#recorded(progress);
  }

  /** A session's AccessKey is nobody's to look after. */
  #noteUse({ kind, accessKeyId: id }: Caller, { now: at, product: service }: Progress): void {
    if (kind === "root" || kind === "user") this.#parts.onKeyUsed({ id, at, service });
  }

  #recorded(progress: Progress): void {
    progress.isRecorded = true;
    this.#parts.onRecorded();
  }

  #authenticate(evidence: Evidence, address: string | undefined): Promise<Authenticated> {
    const attempt = { claimed: claimedAccessKey(evidence), address };
    return this.#guarded(attempt, () => authenticate(this.#parts, evidence));
  }

  async #checkToken(all: Parameters["all"], address: string | undefined): Promise<Authenticated> {
    const provider = all.get("OIDCProviderArn") ?? "";
    const token = all.get("OIDCToken") ?? "";
    if (provider === "") throw new ApiError("MissingParameter.OIDCProviderArn");
    if (token === "") throw new ApiError("MissingParameter.OIDCToken");
    const { oidcTokens, clock } = this.#parts;
    const check = () => oidcTokens.check({ provider, token }, clock());
    const attempt = { claimed: claimedSubject(provider, token), address };
    // There is no nonce: a token may be shown again until it expires.
    return { caller: await this.#guarded(attempt, check), claim: undefined };
  }

  /** Whoever fails too often waits, and is not looked at until then. */
  async #guarded<Found>(attempt: Attempt, authenticate: () => Promise<Found>): Promise<Found> {
    const { guesses, clock } = this.#parts;
    guesses.check(attempt, clock());
    try {
      return await authenticate();
    } catch (error) {
      const isGuess = error instanceof ApiError && !(error instanceof IssuerFailure);
      if (isGuess) guesses.failed(attempt, error.code, clock());
      throw error;
    }
  }

  /** What a write answers and its event are one commit. */
  async #run(
    request: WireRequest,
    progress: Progress,
    { asked, target, may }: Asked,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { product, name, row } = target;
    const { store, handlers, accountId, region, random } = this.#parts;
    const { keyring, pairs, rootKeys, wakeJobs } = this.#parts;
    const handler = handlers[product.code]?.[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    const { requestId, now } = progress;
    // Members and context are typed by the row.
    const within = (given: ReadStore): never =>
      ({
        accountId,
        region,
        caller: asked.caller,
        requestId,
        now,
        random,
        keyring,
        rootKeys,
        pairs,
        wakeJobs,
        may,
        store: given,
      }) as never;
    const given = asked.members as never;
    const isReading = row.effect === "read" || row.effect === "crypto";
    if (typeof handler === "function" && isReading) {
      return this.#encode(progress, row, await handler(given, within(store)));
    }
    const halves = typeof handler === "function" ? undefined : handler;
    const prepared = (await halves?.prepare(given, within(store))) as never;
    const run = typeof handler === "function" ? handler : handler.run;
    try {
      const answer = await store.transaction(async (write) => {
        // What a name means may have changed: a write is permitted, and recorded, by what it changes itself.
        await this.#permit(asked, progress, this.#parts.authorization.within(write));
        const answer = this.#encode(progress, row, await run(given, within(write), prepared));
        if (progress.dryRun) return answer;
        const event = this.#event(request, progress, { answer });
        await write.appendEvent(event, this.#pack, progress.claim);
        return answer;
      });
      if (!progress.dryRun) this.#recorded(progress);
      return answer;
    } finally {
      halves?.release?.(prepared);
    }
  }

  /** Asks, and leaves what was asked for the record. */
  async #permit(
    asked: AuthorizationRequest,
    progress: Progress,
    authorization: Authorization,
  ): Promise<void> {
    progress.questions = await authorization.questionsOf(asked);
    await authorization.authorize(asked, progress.questions);
  }

  #encode(progress: Progress, row: Operation, result: object) {
    const undeclared: string[] = [];
    const encoded = encodeMembers(row.response, result as Record<string, unknown>, undeclared);
    if (undeclared.length > 0) {
      this.#unexpected(progress, `undeclared members: ${undeclared.join(", ")}`);
    }
    return encoded;
  }

  /** Translates a failure and records it; one that cannot be recorded is answered 503 and nothing else. */
  async #fail(
    request: WireRequest,
    progress: Progress,
    thrown: unknown,
  ): Promise<{ response: WireResponse; code: ErrorCode }> {
    // Another server has recorded it.
    if (isNonceTaken(thrown)) progress.claim = undefined;
    const told = this.#told(request, progress, thrown);
    const refused = this.#refuse(request, progress, told);
    try {
      // A write that failed took its event back with it.
      await this.#record(request, progress, { failure: recordable(told) });
      return refused;
    } catch (error) {
      if (isNonceTaken(error)) return this.#fail(request, progress, error);
      this.#unexpected(progress, error);
      return this.#refuse(request, progress, new ApiError("ServiceUnavailableTemporary"));
    }
  }

  #told(request: WireRequest, progress: Progress, thrown: unknown): Told {
    const { row, parameters } = progress;
    const { error, report } = toApiError(thrown, wanted(request, parameters).product?.broken);
    if (report !== undefined) this.#unexpected(progress, report);
    const declared = [
      ...COMMON_ERRORS,
      ...OUTSIDE_ROWS,
      ...(row === undefined ? [] : codesOf(row)),
    ];
    if (row !== undefined && !declared.includes(error.code)) {
      this.#unexpected(progress, `undeclared code: ${error.code}`);
    }
    const code = progress.dryRun ? dryRunCode(error.code) : error.code;
    return { code, message: error.message, details: error.details };
  }

  /** Of a request that was not processed, nor recorded, the nonce is given back. */
  #refuse(request: WireRequest, progress: Progress, told: Told) {
    const { requestId, product } = progress;
    const response = failure(request, { requestId, product }, told);
    const isProcessed = response.status !== 429 && response.status < 500;
    if (!isProcessed && !progress.isRecorded) {
      progress.claim?.release();
      progress.claim = undefined;
    }
    return { response, code: told.code };
  }

  #unexpected({ requestId, operation }: Progress, problem: unknown): void {
    this.#parts.observe.unexpected({ requestId, operation }, problem);
  }
}

export function createPipeline(parts: PipelineParts): Pipeline {
  return new RowPipeline(parts);
}
