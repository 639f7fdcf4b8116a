// GetAuditCheckpoint: what to keep elsewhere, so that nobody can make the log anew unnoticed.
import { ApiError } from "@coffer/contract";
import { auditKeys } from "../../keyring/audit-key.ts";
import { keptFromNote, readHead } from "../../resources/audit-log.ts";
import type { AdminHandler } from "../handler.ts";

export const getAuditCheckpoint: AdminHandler<"GetAuditCheckpoint"> = async (_request, context) => {
  const { store, rootKeys, accountId, region } = context;
  const head = await readHead(store);
  const keys = await auditKeys(store, { rootKeys, place: { accountId, region } });
  if (head === undefined || keys === undefined) throw new ApiError("EntityNotExist.AuditLog");
  const KeptFrom = await keptFromNote(store);
  return {
    Checkpoint: head.checkpoint,
    VerifierKey: String(keys.signer.verifier),
    ...(KeptFrom === undefined ? {} : { KeptFrom }),
    Size: head.size,
    WaitingEvents: await store.countWaitingEvents(),
  };
};
