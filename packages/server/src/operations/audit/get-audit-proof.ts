// GetAuditProof: the event and the path from it to the newest checkpoint.
import { ApiError } from "@coffer/contract";
import { formatProof, inclusionProof, TILE_WIDTH } from "@coffer/tlog";
import type { ReadContext } from "../../context.ts";
import { matches } from "../../domain/event-summary.ts";
import { auditKeys } from "../../keyring/audit-key.ts";
import type { AuditSeal } from "../../keyring/audit-seal.ts";
import { bundleMayHold, entriesOf, eventIn, readHead, tilesOf } from "../../resources/audit-log.ts";
import type { AdminHandler } from "../handler.ts";

const PAGE = 256;

interface Found {
  readonly index: number;
  readonly entry: Uint8Array;
}

async function findEvent(
  id: string,
  { seal, size }: { readonly seal: AuditSeal; readonly size: number },
  { store }: Pick<ReadContext, "store">,
): Promise<Found | undefined> {
  const query = {
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    attributes: [{ key: "EventId", value: id }],
  } as const;
  for (let before: number | undefined; ; ) {
    const page = await store.logSummaries(before, PAGE);
    for (const summary of page) {
      const { index: bundle } = summary;
      if (!bundleMayHold(summary, { seal, size }, query)) continue;
      const entries = await entriesOf(store, bundle);
      const at = entries.findIndex((entry) => matches(eventIn(entry), query));
      const entry = entries[at];
      const index = bundle * TILE_WIDTH + at;
      if (entry !== undefined && index < size) return { index, entry };
    }
    before = page.at(-1)?.index;
    if (before === undefined) return undefined;
  }
}

export const getAuditProof: AdminHandler<"GetAuditProof"> = async (request, context) => {
  const { store, rootKeys, accountId, region } = context;
  const head = await readHead(store);
  const keys = await auditKeys(store, { rootKeys, place: { accountId, region } });
  const log = head && keys && { seal: keys.seal, size: head.size };
  const found = log && (await findEvent(request.EventId, log, context));
  if (head === undefined || keys === undefined || found === undefined) {
    throw new ApiError("EntityNotExist.AuditEvent");
  }
  const path = await inclusionProof(found.index, head.size, tilesOf(store));
  return {
    Event: Buffer.from(found.entry).toString("utf8"),
    Proof: formatProof({ index: found.index, path, checkpoint: head.checkpoint }),
    VerifierKey: String(keys.signer.verifier),
  };
};
