// Names of secrets and keys: what a caller may give, and what a name or ARN stands for.
import { ApiError, type ErrorCode, PATTERNS, parseArn, type ResourceRule } from "@coffer/contract";

/** A resource as the record has it: by its own name, however the request wrote it. */
export interface Named {
  readonly kind: ResourceRule["kind"];
  /** Of what is in another installation, its ARN. */
  readonly name: string;
}

const SECRET_NAME = new RegExp(`^${PATTERNS.secretName}$`);

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/**
 * A name for a new secret of type Generic: letters, digits and `_/+=.@-`, at most 192, not beginning with `acs/`
 * (names of RAM and ECS secrets do).
 *
 * @throws ApiError `InvalidParameter`
 */
export function checkNewSecretName(name: string): void {
  if (!SECRET_NAME.test(name)) {
    const expected = "letters, digits and `_/+=.@-`, at most 192 of them";
    const message = `The specified parameter \`SecretName\` is not valid: expected ${expected}.`;
    throw new ApiError("InvalidParameter", message);
  }
  if (name.startsWith("acs/")) {
    const message =
      "The specified parameter `SecretName` is not valid: it must not begin with `acs/`.";
    throw new ApiError("InvalidParameter", message);
  }
}

/**
 * The name that a name or ARN stands for.
 *
 * @throws ApiError with the given code for the ARN of another account, region or kind
 */
function nameOf(
  text: string,
  wanted: Place & { readonly kind: string; readonly code: ErrorCode },
): string {
  if (!text.startsWith("acs:")) return text;
  const arn = parseArn(text);
  const { accountId, region, kind, code } = wanted;
  if (arn?.accountId !== accountId || arn.region !== region || arn.kind !== kind) {
    throw new ApiError(code);
  }
  return arn.name;
}

/** @throws ApiError `Forbidden.ResourceNotFound` */
export function secretNameOf(text: string, { accountId, region }: Place): string {
  return nameOf(text, { accountId, region, kind: "secret", code: "Forbidden.ResourceNotFound" });
}

/**
 * The id of the key that an id or ARN names; an alias names none.
 *
 * @throws ApiError with the given code
 */
export function keyIdOf(
  text: string,
  { accountId, region }: Place,
  code: ErrorCode = "Forbidden.KeyNotFound",
): string {
  return nameOf(text, { accountId, region, kind: "key", code });
}

/**
 * The alias that a name or ARN stands for, with its prefix; undefined for what names no alias.
 *
 * @throws ApiError `Forbidden.AliasNotFound` for the ARN of another account or region
 */
export function aliasOf(text: string, { accountId, region }: Place): string | undefined {
  if (text.startsWith("alias/")) return text;
  if (parseArn(text)?.kind !== "alias") return undefined;
  const code = "Forbidden.AliasNotFound";
  return `alias/${nameOf(text, { accountId, region, kind: "alias", code })}`;
}
