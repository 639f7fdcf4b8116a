// That there is no such role, in STS's words; RAM has others for the same code.
import { ApiError } from "@coffer/contract";

export const noRole = (): ApiError =>
  new ApiError("EntityNotExist.Role", "The specified Role not exists.");
