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
import { deleteDueSecrets } from "./jobs/delete-due-secrets.ts";
import type { DueWork } from "./jobs/due-work.ts";
import { lookAfterDueKeys } from "./jobs/look-after-due-keys.ts";
import { placeAuditEvents } from "./jobs/place-audit-events.ts";
import { rewrapUnderRootKey } from "./jobs/rewrap-under-root-key.ts";
import { scrubStore } from "./jobs/scrub-store.ts";
import { createKeyring, type Keyring } from "./keyring/keyring.ts";
import type { RootKeys } from "./keyring/root-keys.ts";
import type { Log } from "./observe/log.ts";
import { createMetrics, type Metrics } from "./observe/metrics.ts";
import { describe } from "./observe/problem.ts";
import { handlers } from "./operations/handlers.ts";

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
  /** When the audit's spool is full. */
  readonly auditWhenFull?: FullPolicy;
  /** How identity providers are asked. */
  readonly fetchJson?: FetchJson;
}

/** A server without a socket. */
export interface Assembled {
  readonly pipeline: Pipeline;
  readonly keyring: Keyring;
  readonly pairs: PairWorkers;
  readonly metrics: Metrics;
  readonly nonces: Nonces;
  readonly clock: () => number;
  /** For the scheduler. */
  readonly work: readonly DueWork[];
  readonly alarm: Alarm;
}

export function assemble(parts: Parts): Assembled {
  const { store, rootKeys, log, random = systemRandom, clock = Date.now } = parts;
  const { accountId, region } = parts.installation;
  const keyring = createKeyring({ rootKeys, accountId, region, random });
  const { pairs = createPairWorkers() } = parts;
  const metrics = createMetrics();
  const nonces = createNonces({ clock, random });
  const alarm = createAlarm();
  const place = { accountId, region };
  const audit = createAuditGate(parts.auditWhenFull ?? "refuse-writes");
  const pipeline = createPipeline({
    store,
    audit,
    guesses: createGuessGuard(),
    limits: createRateLimits(parts.rateLimits ?? []),
    authorization: createAuthorization({ store, accountId, region }),
    keyring,
    pairs,
    rootKeys,
    wakeJobs: alarm.ring,
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
    deleteDueSecrets(store),
    lookAfterDueKeys({ store, keyring, random, onPairsDestroyed: () => pairs.renew() }),
    rewrapUnderRootKey({ store, keyring, rootKeys, place }),
    placeAuditEvents({ store, rootKeys, random, place }),
    scrubStore(store),
  ];
  return { pipeline, keyring, pairs, metrics, nonces, clock, work, alarm };
}
