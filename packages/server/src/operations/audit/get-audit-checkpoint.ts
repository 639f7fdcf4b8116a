// GetAuditCheckpoint: what to keep elsewhere, so that nobody can make the log anew unnoticed.
import { ApiError } from "@coffer/contract";
import { auditSigner } from "../../keyring/audit-key.ts";
import { readHead } from "../../resources/audit-log.ts";
import type { AdminHandler } from "../handler.ts";

export const getAuditCheckpoint: AdminHandler<"GetAuditCheckpoint"> = async (_request, context) => {
  const { store, rootKeys, accountId, region } = context;
  const head = await readHead(store);
  const signer = await auditSigner(store, { rootKeys, place: { accountId, region } });
  if (head === undefined || signer === undefined) throw new ApiError("EntityNotExist.AuditLog");
  return {
    Checkpoint: head.checkpoint,
    VerifierKey: String(signer.verifier),
    Size: head.size,
    WaitingEvents: await store.countWaitingEvents(),
  };
};
