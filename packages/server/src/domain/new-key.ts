// What CreateKey makes: the plan of a key from its members.
import { ApiError } from "@coffer/contract";
import { findAlgorithm, type KeyAlgorithm } from "@coffer/crypto";
import { checkDocument } from "./identity/check-document.ts";
import { parseRotationInterval } from "./rotation-interval.ts";

export interface NewKeyMembers {
  readonly KeySpec: string;
  readonly KeyUsage?: string;
  readonly Origin: string;
  readonly ProtectionLevel?: string;
  readonly EnableAutomaticRotation: boolean;
  readonly RotationInterval?: string;
  readonly DKMSInstanceId?: string;
  readonly Policy?: string;
}

export interface NewKeyPlan {
  readonly spec: string;
  readonly usage: string;
  readonly origin: string;
  readonly protectionLevel: "SOFTWARE";
  readonly rotationIntervalSeconds?: number;
}

function unsupported(what: string): ApiError {
  return new ApiError("UnsupportedOperation", `${what} is not supported.`);
}

/** @throws ApiError `InvalidParameter` */
function usageOf(algorithm: KeyAlgorithm, wanted: string | undefined): string {
  const [byDefault = ""] = algorithm.usages;
  if (wanted === undefined) return byDefault;
  if (algorithm.usages.some((usage) => usage === wanted)) return wanted;
  const allowed = algorithm.usages.map((usage) => `\`${usage}\``).join(" or ");
  const message = `The specified parameter \`KeyUsage\` is not valid: it must be ${allowed}.`;
  throw new ApiError("InvalidParameter", message);
}

/** @throws ApiError `UnsupportedOperation`, `Unsupported.ProtectionLevel`, `InvalidParameter` */
export function planNewKey(members: NewKeyMembers): NewKeyPlan {
  const { KeySpec: spec, Origin: origin } = members;
  const algorithm = findAlgorithm(spec);
  if (algorithm === undefined) throw unsupported(`\`KeySpec\` \`${spec}\``);
  const usage = usageOf(algorithm, members.KeyUsage);
  // With an instance the protection level means nothing.
  if (members.DKMSInstanceId !== undefined) throw new ApiError("Forbidden.DKMSInstanceNotFound");
  if (members.ProtectionLevel === "HSM") throw new ApiError("Unsupported.ProtectionLevel");
  if (members.Policy !== undefined) checkDocument(members.Policy, "key");
  const imported = origin === "EXTERNAL";
  if (imported && algorithm.kind !== "symmetric") {
    throw unsupported(`\`Origin\` \`EXTERNAL\` with \`KeySpec\` \`${spec}\``);
  }
  const plan = { spec, usage, origin, protectionLevel: "SOFTWARE" } as const;
  if (!members.EnableAutomaticRotation) return plan;
  if (imported || algorithm.kind !== "symmetric") {
    throw unsupported("`EnableAutomaticRotation` `true` for such a key");
  }
  return { ...plan, rotationIntervalSeconds: parseRotationInterval(members.RotationInterval) };
}
