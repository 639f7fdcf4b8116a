// What CreateSecret can make today: secrets of type Generic. What is not built yet is refused.
import { ApiError } from "@coffer/contract";
import { checkDocument } from "./identity/check-document.ts";
import { checkNewSecretName } from "./names.ts";

export interface NewSecretMembers {
  readonly SecretName: string;
  readonly SecretType: string;
  readonly EnableAutomaticRotation: boolean;
  readonly DKMSInstanceId?: string;
  readonly Policy?: string;
}

/** @throws ApiError `UnsupportedOperation`, `InvalidParameter`, `Forbidden.DKMSInstanceNotFound` */
export function checkNewSecret(members: NewSecretMembers): void {
  if (members.SecretType !== "Generic") {
    const message = `\`SecretType\` \`${members.SecretType}\` is not supported here yet: use \`Generic\`.`;
    throw new ApiError("UnsupportedOperation", message);
  }
  checkNewSecretName(members.SecretName);
  if (members.EnableAutomaticRotation) {
    const parameter = "The specified parameter `EnableAutomaticRotation`";
    throw new ApiError("InvalidParameter", `${parameter} is not valid for a Generic secret.`);
  }
  if (members.DKMSInstanceId !== undefined) throw new ApiError("Forbidden.DKMSInstanceNotFound");
  if (members.Policy !== undefined) checkDocument(members.Policy, "secret");
}
