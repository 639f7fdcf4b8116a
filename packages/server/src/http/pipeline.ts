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
import {
  ApiError,
  COMMON_ERRORS,
  codesOf,
  type ErrorCode,
  lookup,
  type Operation,
  PRODUCTS,
  type Product,
  productOf,
} from "@coffer/contract";
import type { Random } from "@coffer/crypto";
import type { ReadStore, Store } from "@coffer/store";
import {
  type Authenticated,
  type AuthenticationParts,
  authenticate,
  type Evidence,
} from "../authentication/authenticate.ts";
import { claimedAccessKey } from "../authentication/claimed-access-key.ts";
import type { OidcTokens } from "../authentication/oidc-token.ts";
import type { Authorization } from "../authorization/authorize.ts";
import type { Caller, Pairs } from "../context.ts";
import { toApiError } from "../errors.ts";
import type { Attempt, GuessGuard } from "../guards/guess-guard.ts";
import type { RateLimits } from "../guards/rate-limits.ts";
import type { Keyring } from "../keyring/keyring.ts";
import type { RootKeys } from "../keyring/root-keys.ts";
import type { RequestEvent } from "../observe/log.ts";
import { FIRST_PRODUCT, failure, success } from "./answers.ts";
import { encodeMembers } from "./encode.ts";
import { decodeMembers } from "./members.ts";
import { type Parameters, readParameters } from "./parameters.ts";
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
  readonly authorization: Authorization;
  readonly oidcTokens: OidcTokens;
  readonly guesses: GuessGuard;
  readonly limits: RateLimits;
  readonly keyring: Keyring;
  readonly pairs: Pairs;
  readonly rootKeys: RootKeys;
  readonly wakeJobs: () => void;
  /** By the product's code, then by the operation's name. */
  readonly handlers: Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>;
  /** The account that keys and secrets belong to. */
  readonly accountId: string;
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

/** What is found out about a request on its way. */
interface Progress {
  readonly requestId: string;
  product: string;
  operation: string;
  accessKeyId?: string;
  row?: Operation;
  dryRun?: boolean;
  release?: () => void;
}

interface Target {
  readonly product: Product;
  readonly name: string;
  readonly row: Operation;
}

/** Action or Version: from the parameters, else from a header; in V3 both are signed and must agree. */
function named(request: WireRequest, all: Parameters["all"], name: "Action" | "Version"): string {
  const inHeader = header(request, `x-acs-${name.toLowerCase()}`);
  const given = all.get(name) || undefined;
  const signedHeader = (header(request, "authorization") ?? "").startsWith("ACS3-");
  if (signedHeader && given !== undefined && inHeader !== undefined && given !== inHeader) {
    throw new ApiError("InvalidParameter", `The parameter \`${name}\` differs from its header.`);
  }
  const found = given ?? inHeader ?? "";
  if (found === "") {
    throw new ApiError("MissingParameter", `The required parameter \`${name}\` is missing.`);
  }
  return found;
}

function findTarget(request: WireRequest, all: Parameters["all"]): Target {
  const product = productOf(named(request, all, "Version"));
  if (product === undefined) {
    const known = PRODUCTS.map(({ version }) => `\`${version}\``).join(", ");
    throw new ApiError("InvalidVersion", `Specified parameter Version is not valid: ${known}.`);
  }
  const name = named(request, all, "Action");
  const row = lookup(product, name);
  if (row === undefined) throw new ApiError("InvalidAction.NotFound");
  return { product, name, row };
}

/** Whether the request names an operation whose proof is a token, and brings no signature. */
function isVouchedFor({ all, signed }: Evidence, request: WireRequest): boolean {
  if (signed.has("AccessKeyId") || header(request, "authorization") !== undefined) return false;
  const version = all.get("Version") || header(request, "x-acs-version") || "";
  const product = productOf(version);
  const name = all.get("Action") || header(request, "x-acs-action") || "";
  return product !== undefined && lookup(product, name)?.authentication === "oidc";
}

function refuseUnbuilt({ name, row }: Target): void {
  const { level, note } = row.support;
  if (level !== "planned" && level !== "refused") return;
  throw new ApiError("UnsupportedOperation", `\`${name}\` is not supported here: ${note?.en}`);
}

function checkMethod(request: WireRequest): void {
  if (request.method !== "GET" && request.method !== "POST") {
    throw new ApiError("UnsupportedHTTPMethod");
  }
}

function checkFormat(all: Parameters["all"]): void {
  const format = all.get("Format") ?? "";
  if (format === "" || /^json$/i.test(format)) return;
  throw new ApiError("InvalidParameter", "The parameter `Format` must be `JSON`.");
}

/** With DryRun a call always fails, and the code says why. */
function dryRunCode(code: ErrorCode): ErrorCode {
  if (code === "MissingParameter" || code === "InvalidParameter") return "ValidationError";
  return code === "Forbidden.NoPermission" ? "AccessDeniedError" : code;
}

/** Codes of the pipeline itself, which no row declares. */
const OUTSIDE_ROWS: readonly ErrorCode[] = [
  "UnsupportedOperation",
  "DryRunOperationError",
  "InvalidVersion",
  "InvalidAction.NotFound",
  // Of products beside KMS.
  "NoPermission",
  "EntityNotExist.OIDCProvider",
  "Throttling.User",
];

class RowPipeline implements Pipeline {
  readonly #parts: PipelineParts;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  async handle(request: WireRequest): Promise<WireResponse> {
    const started = performance.now();
    const requestId = this.#parts.random.uuid().toUpperCase();
    const progress: Progress = { requestId, product: FIRST_PRODUCT, operation: "-" };
    let response: WireResponse;
    let code = "OK";
    try {
      response = await this.#answer(request, progress);
    } catch (thrown) {
      ({ code, response } = this.#fail(request, progress, thrown));
    }
    const { product, operation, accessKeyId } = progress;
    const { status } = response;
    const durationMs = Math.round((performance.now() - started) * 1000) / 1000;
    this.#parts.observe.request({
      ...{ requestId, product, operation, status, code, durationMs },
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
      ...(request.remoteAddress === undefined ? {} : { remoteAddress: request.remoteAddress }),
    });
    return response;
  }

  async #answer(request: WireRequest, progress: Progress): Promise<WireResponse> {
    checkMethod(request);
    const parameters = readParameters(request);
    const { headers, body, method } = request;
    const evidence = { method, headers, body, ...parameters };
    const { caller, release } = isVouchedFor(evidence, request)
      ? await this.#checkToken(parameters.all, request.remoteAddress)
      : await this.#authenticate(evidence, request.remoteAddress);
    progress.accessKeyId = caller.accessKeyId;
    progress.release = release;
    checkFormat(parameters.all);
    const target = findTarget(request, parameters.all);
    const { name, row } = target;
    progress.product = target.product.code;
    progress.operation = name;
    progress.row = row;
    progress.dryRun = "DryRun" in row.request && /^true$/i.test(parameters.all.get("DryRun") ?? "");
    this.#parts.limits.check(caller, target, this.#parts.clock());
    refuseUnbuilt(target);
    const members = decodeMembers(row.request, parameters.all);
    await this.#parts.authorization.authorize({
      ...{ caller, product: target.product, operation: name, row, members },
      now: this.#parts.clock(),
      ...{ sourceIp: request.remoteAddress, secureTransport: request.secure === true },
    });
    const result = await this.#run(target, { caller, requestId: progress.requestId }, members);
    if (progress.dryRun) throw new ApiError("DryRunOperationError");
    const undeclared: string[] = [];
    const encoded = encodeMembers(row.response, result as Record<string, unknown>, undeclared);
    if (undeclared.length > 0) {
      this.#unexpected(progress, `undeclared members: ${undeclared.join(", ")}`);
    }
    return success(progress.requestId, encoded);
  }

  #authenticate(evidence: Evidence, address: string | undefined): Promise<Authenticated> {
    const attempt = { accessKeyId: claimedAccessKey(evidence), address };
    return this.#guarded(attempt, () => authenticate(this.#parts, evidence));
  }

  async #checkToken(all: Parameters["all"], address: string | undefined): Promise<Authenticated> {
    const provider = all.get("OIDCProviderArn") ?? "";
    const token = all.get("OIDCToken") ?? "";
    if (provider === "") throw new ApiError("MissingParameter.OIDCProviderArn");
    if (token === "") throw new ApiError("MissingParameter.OIDCToken");
    const { oidcTokens, clock } = this.#parts;
    const check = () => oidcTokens.check({ provider, token }, clock());
    // There is no nonce: a token may be shown again until it expires.
    return { caller: await this.#guarded({ accessKeyId: "", address }, check), release() {} };
  }

  /** Whoever fails too often waits, and is not looked at until then. */
  async #guarded<Found>(attempt: Attempt, authenticate: () => Promise<Found>): Promise<Found> {
    const { guesses, clock } = this.#parts;
    guesses.check(attempt, clock());
    try {
      return await authenticate();
    } catch (error) {
      if (error instanceof ApiError) guesses.failed(attempt, error.code, clock());
      throw error;
    }
  }

  async #run(
    { product, name, row }: Target,
    own: { readonly caller: Caller; readonly requestId: string },
    members: object,
  ): Promise<object> {
    const { store, handlers, accountId, region, clock, random, keyring, pairs } = this.#parts;
    const { rootKeys, wakeJobs } = this.#parts;
    const handler = handlers[product.code]?.[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    const kept = { random, keyring, rootKeys, pairs, wakeJobs };
    const context = { accountId, region, ...own, now: clock(), ...kept };
    // Members and context are typed by the row.
    const within = (given: ReadStore): never => ({ ...context, store: given }) as never;
    if (typeof handler === "function") {
      const call = (given: ReadStore): Promise<object> => handler(members as never, within(given));
      if (row.effect === "read" || row.effect === "crypto") return call(store);
      return store.transaction(call);
    }
    const prepared = (await handler.prepare(members as never, within(store))) as never;
    try {
      return await store.transaction((given) =>
        handler.run(members as never, within(given), prepared),
      );
    } finally {
      handler.release?.(prepared);
    }
  }

  #fail(
    request: WireRequest,
    progress: Progress,
    thrown: unknown,
  ): { response: WireResponse; code: ErrorCode } {
    const { error, report } = toApiError(thrown);
    if (report !== undefined) this.#unexpected(progress, report);
    const { row, requestId } = progress;
    const declared = [
      ...COMMON_ERRORS,
      ...OUTSIDE_ROWS,
      ...(row === undefined ? [] : codesOf(row)),
    ];
    if (row !== undefined && !declared.includes(error.code)) {
      this.#unexpected(progress, `undeclared code: ${error.code}`);
    }
    const code = progress.dryRun ? dryRunCode(error.code) : error.code;
    const { product } = progress;
    const told = { code, message: error.message, details: error.details };
    const response = failure(request, { requestId, product }, told);
    if (response.status === 429 || response.status >= 500) progress.release?.();
    return { response, code };
  }

  #unexpected({ requestId, operation }: Progress, problem: unknown): void {
    this.#parts.observe.unexpected({ requestId, operation }, problem);
  }
}

export function createPipeline(parts: PipelineParts): Pipeline {
  return new RowPipeline(parts);
}
