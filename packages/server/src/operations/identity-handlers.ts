// The handlers of the products about identities and the audit: STS, Ims, ActionTrail.
import type { IMS_OPERATIONS, STS_OPERATIONS, TRAIL_OPERATIONS } from "@coffer/contract";
import type { Handlers } from "./handler.ts";

export const sts: Handlers<typeof STS_OPERATIONS> = {};

export const ims: Handlers<typeof IMS_OPERATIONS> = {};

export const trail: Handlers<typeof TRAIL_OPERATIONS> = {};
