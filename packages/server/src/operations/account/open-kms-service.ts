// OpenKmsService: already open, which clients take for success.
import { ApiError } from "@coffer/contract";
import type { Handler } from "../handler.ts";

export const openKmsService: Handler<"OpenKmsService"> = async () => {
  throw new ApiError("Forbidden.Opened");
};
