// What CreateKey can make today. What is not built yet is refused, never silently left out.
import { ApiError } from "@coffer/contract";
import { findAlgorithm } from "@coffer/crypto";

export interface NewKeyMembers {
  readonly KeySpec: string;
  readonly KeyUsage?: string;
  readonly Origin: string;
  readonly ProtectionLevel?: string;
  readonly EnableAutomaticRotation: boolean;
  readonly DKMSInstanceId?: string;
  readonly Policy?: string;
}

function unsupported(what: string): ApiError {
  return new ApiError("UnsupportedOperation", `${what} is not supported here yet.`);
}

/** @throws ApiError `UnsupportedOperation`, `Unsupported.ProtectionLevel`, `InvalidParameter` */
export function checkNewKey(members: NewKeyMembers): void {
  const spec = findAlgorithm(members.KeySpec);
  if (spec?.spec !== "Aliyun_AES_256") throw unsupported(`\`KeySpec\` \`${members.KeySpec}\``);
  if (members.KeyUsage !== undefined && !spec.usages.some((usage) => usage === members.KeyUsage)) {
    const allowed = spec.usages.join(", ");
    const message = `The specified parameter \`KeyUsage\` is not valid: it must be ${allowed}.`;
    throw new ApiError("InvalidParameter", message);
  }
  if (members.ProtectionLevel === "HSM") throw new ApiError("Unsupported.ProtectionLevel");
  if (members.DKMSInstanceId !== undefined) throw new ApiError("Forbidden.DKMSInstanceNotFound");
  if (members.Origin === "EXTERNAL") throw unsupported("`Origin` `EXTERNAL`");
  if (members.EnableAutomaticRotation) throw unsupported("`EnableAutomaticRotation` `true`");
  if (members.Policy !== undefined) throw unsupported("`Policy`");
}
