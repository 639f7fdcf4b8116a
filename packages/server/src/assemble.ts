// The composition root: settings and a store in, a running server out. It constructs and connects; it never
// decides anything about a request.
import { readFileSync } from "node:fs";
import { type Random, type RootKey, systemRandom } from "@coffer/crypto";
import type { Store } from "@coffer/store";
import { createAccessKeys } from "./authentication/access-key.ts";
import { createNonces } from "./authentication/nonces.ts";
import { type Listener, listen } from "./http/listen.ts";
import { createPipeline, type Pipeline } from "./http/pipeline.ts";
import { statusRoutes } from "./http/status-routes.ts";
import type { Installation } from "./installation/installation.ts";
import { deleteDueSecrets } from "./jobs/delete-due-secrets.ts";
import { createScheduler } from "./jobs/scheduler.ts";
import { createKeyring, type Keyring } from "./keyring/keyring.ts";
import type { Log } from "./observe/log.ts";
import { createMetrics, type Metrics } from "./observe/metrics.ts";
import { handlers } from "./operations/handlers.ts";

export interface Parts {
  readonly store: Store;
  readonly rootKey: RootKey;
  readonly installation: Installation;
  readonly log: Log;
  /** Milliseconds since 1970; the system's clock by default. */
  readonly clock?: () => number;
  readonly random?: Random;
}

/** A server without a socket. */
export interface Assembled {
  readonly pipeline: Pipeline;
  readonly keyring: Keyring;
  readonly metrics: Metrics;
  readonly clock: () => number;
}

export function assemble(parts: Parts): Assembled {
  const { store, rootKey, log, random = systemRandom, clock = Date.now } = parts;
  const { accountId, region } = parts.installation;
  const keyring = createKeyring({ rootKey, accountId, region, random });
  const metrics = createMetrics();
  const pipeline = createPipeline({
    store,
    keyring,
    handlers,
    accessKeys: createAccessKeys({ store, rootKey, accountId }),
    nonces: createNonces({ clock, random }),
    accountId,
    region,
    clock,
    random,
    observe: {
      request(event) {
        metrics.request(event);
        log.info(event, "request");
      },
      unexpected(requestId, error) {
        log.error({ requestId, error }, "unexpected");
      },
    },
  });
  return { pipeline, keyring, metrics, clock };
}
