// Whether a caller may do something else than what it asks for: what an answer tells of its own accord, it tells only
// to those who could have asked for it.
import { ApiError, OPERATIONS, type OperationName } from "@coffer/contract";
import type { Authorization, AuthorizationRequest } from "./authorize.ts";

/** Asks of an operation of KMS on whatever there is, that is without naming anything. */
export function mayAlso(
  authorization: Authorization,
  asked: AuthorizationRequest,
): (operation: OperationName) => Promise<boolean> {
  return async (operation) => {
    const other = { ...asked, operation, row: OPERATIONS[operation], members: {} };
    try {
      await authorization.authorize(other, await authorization.questionsOf(other));
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  };
}
