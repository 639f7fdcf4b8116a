// The composition root: settings and a store in, a running server out. It constructs and connects; it never
// decides anything about a request.
import { createPairWorkers, type PairWorkers, type Random, systemRandom } from "@coffer/crypto";
import type { Store } from "@coffer/store";
import { createAuditGate, type FullPolicy } from "./audit/audit-gate.ts";
import { createAccessKeys } from "./authentication/access-key.ts";
import { type FetchJson, fetchJson } from "./authentication/fetch-json.ts";
import { createIssuerKeys } from "./authentication/issuer-keys.ts";
import { createNonces, type Nonces } from "./authentication/nonces.ts";
import { createOidcTokens } from "./authentication/oidc-token.ts";
import { createSessions } from "./authentication/sessions.ts";
import { createAuthorization } from "./authorization/authorize.ts";
import type { RateLimit } from "./config/rate-limits.ts";
import { createGuessGuard } from "./guards/guess-guard.ts";
import { createRateLimits } from "./guards/rate-limits.ts";
import { createPipeline, type Pipeline } from "./http/pipeline.ts";
import type { Installation } from "./installation/installation.ts";
import { type Alarm, createAlarm } from "./jobs/alarm.ts";
import type { AuditSink } from "./jobs/audit-sink.ts";
import { deleteDueSecrets } from "./jobs/delete-due-secrets.ts";
import { deliverAuditEvents } from "./jobs/deliver-audit-events.ts";
import type { DueWork } from "./jobs/due-work.ts";
import { forgetNonces } from "./jobs/forget-nonces.ts";
import { lookAfterDueKeys } from "./jobs/look-after-due-keys.ts";
import { createKeyUses } from "./jobs/note-key-uses.ts";
import { placeAuditEvents } from "./jobs/place-audit-events.ts";
import { pruneAuditEvents } from "./jobs/prune-audit-events.ts";
import { rewrapUnderRootKey } from "./jobs/rewrap-under-root-key.ts";
import { scrubStore } from "./jobs/scrub-store.ts";
import { watchAuditSpool } from "./jobs/watch-audit-spool.ts";
import { type AuditKeys, createAuditKeys } from "./keyring/audit-key.ts";
import type { AuditSeal } from "./keyring/audit-seal.ts";
import { createKeyring, type Keyring } from "./keyring/keyring.ts";
import { once } from "./keyring/once.ts";
import type { RootKeys } from "./keyring/root-keys.ts";
import type { Log } from "./observe/log.ts";
import { createMetrics, type Metrics } from "./observe/metrics.ts";
import { describe } from "./observe/problem.ts";
import { handlers } from "./operations/handlers.ts";

/** What the settings say about the audit. */
export interface AuditParts {
  /** Beside the log itself. None by default. */
  readonly sinks?: readonly AuditSink[];
  /** Events that a sink may be behind; a million by default. */
  readonly bound?: number;
  readonly whenFull?: FullPolicy;
  /** Days that events are kept; 0, the default, keeps them for ever. */
  readonly days?: number;
  /** About how many of the newest events are kept; all by default. */
  readonly events?: number;
}

export interface Parts {
  readonly store: Store;
  readonly rootKeys: RootKeys;
  readonly installation: Installation;
  readonly log: Log;
  /** Milliseconds since 1970; the system's clock by default. */
  readonly clock?: () => number;
  readonly random?: Random;
  readonly pairs?: PairWorkers;
  /** None by default. */
  readonly rateLimits?: readonly RateLimit[];
  readonly audit?: AuditParts;
  /** How identity providers are asked. */
  readonly fetchJson?: FetchJson;
}

/** A server without a socket. */
export interface Assembled {
  readonly pipeline: Pipeline;
  readonly keyring: Keyring;
  readonly pairs: PairWorkers;
  readonly metrics: Metrics;
  /** Resolves when requests can be answered. */
  readonly ready: () => Promise<unknown>;
  readonly clock: () => number;
  /** For the scheduler. */
  readonly work: readonly DueWork[];
  readonly alarm: Alarm;
  /** Each for a scheduler of its own: a sink that is slow holds up nothing else. */
  readonly deliveries: readonly DueWork[];
  /** What is noted in memory only, to be written before the end. */
  readonly keyUses: DueWork;
  /** Rings when there is something to deliver. */
  readonly deliveryAlarm: Alarm;
}

/** Events get their places in the audit log about this soon. */
const PLACED_WITHIN_MILLISECONDS = 1_000;

/** What looks after the audit log by itself: placing, watching, forgetting. */
function auditWork(
  parts: Parameters<typeof placeAuditEvents>[0] & { readonly clock: () => number },
  { sinks = [], bound = 1_000_000, whenFull, days = 0, events }: AuditParts,
  told: Pick<Parameters<typeof watchAuditSpool>[0], "onState" | "onWarning">,
): readonly DueWork[] {
  const { store, clock } = parts;
  const names = sinks.map(({ name }) => name);
  const drops = whenFull === "drop";
  const isForgetting = days > 0 || events !== undefined;
  const kept = { days: days > 0 ? days : undefined, events };
  return [
    placeAuditEvents(parts),
    watchAuditSpool({ store, bound, clock, drops, sinks: names, ...told }),
    ...(isForgetting ? [pruneAuditEvents({ ...parts, sinks: names, ...kept })] : []),
  ];
}

/** What must be there before the first request is looked at. */
async function prepare(
  store: Store,
  nonces: Nonces,
  auditKeys: () => Promise<AuditKeys>,
): Promise<AuditSeal> {
  const { seal, nonceKey } = await auditKeys();
  await store.followNonces(nonces.learn);
  nonces.open(nonceKey);
  return seal;
}

export function assemble(parts: Parts): Assembled {
  const { store, rootKeys, log, random = systemRandom, clock = Date.now } = parts;
  const { accountId, region } = parts.installation;
  const keyring = createKeyring({ rootKeys, accountId, region, random });
  const { pairs = createPairWorkers() } = parts;
  const metrics = createMetrics();
  const nonces = createNonces({ clock });
  const alarm = createAlarm();
  const deliveryAlarm = createAlarm();
  const keyUses = createKeyUses(store);
  const place = { accountId, region };
  const { whenFull = "refuse-writes", sinks = [] } = parts.audit ?? {};
  const audit = createAuditGate(whenFull);
  const auditKeys = createAuditKeys({ store, rootKeys, random, place });
  const ready = once(() => prepare(store, nonces, auditKeys));
  const pipeline = createPipeline({
    store,
    audit,
    ready,
    guesses: createGuessGuard(),
    limits: createRateLimits(parts.rateLimits ?? []),
    authorization: createAuthorization({ store, accountId, region }),
    keyring,
    pairs,
    rootKeys,
    wakeJobs: alarm.ring,
    onKeyUsed: keyUses.note,
    onRecorded: () => alarm.ringWithin(PLACED_WITHIN_MILLISECONDS),
    handlers,
    accessKeys: createAccessKeys({ store, rootKey: rootKeys }),
    nonces,
    users: store,
    oidcTokens: createOidcTokens({ store, keys: createIssuerKeys(parts.fetchJson ?? fetchJson) }),
    sessions: createSessions({ store, keyring, accountId, region }),
    accountId,
    region,
    clock,
    random,
    observe: {
      request(event) {
        metrics.request(event);
        log.info(event, "request");
      },
      unexpected(request, problem) {
        log.error({ ...request, problem: describe(problem) }, "unexpected");
      },
    },
  });
  const work = [
    keyUses,
    deleteDueSecrets(store),
    lookAfterDueKeys({ store, keyring, random, onPairsDestroyed: () => pairs.renew() }),
    rewrapUnderRootKey({ store, keyring, rootKeys, place }),
    ...auditWork(
      {
        ...{ store, keys: auditKeys, clock, onPlaced: deliveryAlarm.ring },
        onForeign: (rows) =>
          log.error({ rows }, "rows that no server wrote were among the audit's waiting events"),
      },
      parts.audit ?? {},
      {
        onState(state) {
          audit.fill(state.level);
          metrics.audit(state);
        },
        onWarning: (state) => log.warn(state, "the audit's spool fills up: its sinks are behind"),
      },
    ),
    forgetNonces({ store, nonces }),
    scrubStore(store),
  ];
  const deliveries = sinks.map((sink) =>
    deliverAuditEvents({
      ...{ store, sink, clock },
      onChange(name, failure) {
        if (failure === undefined) log.info({ sink: name }, "the audit's sink works again");
        else log.error({ sink: name, problem: describe(failure) }, "the audit's sink fails");
      },
    }),
  );
  const scheduled = { work, alarm, deliveries, deliveryAlarm, keyUses };
  return { pipeline, keyring, pairs, metrics, ready, clock, ...scheduled };
}
