// Names of aliases: `alias/` and 1 to 255 letters, digits, `_`, `/` or `-`. `alias/acs…` belongs to the service.
import { ApiError, formatArn } from "@coffer/contract";
import type { AliasRecord } from "@coffer/store";
import type { Place } from "./names.ts";

const ALIAS = /^alias\/[A-Za-z0-9_/-]{1,255}$/;
const RESERVED = /^alias\/acs(?:\/|$)/;

/** @throws ApiError `InvalidParameter` */
export function checkNewAlias(name: string): void {
  const wrong = (why: string): ApiError =>
    new ApiError("InvalidParameter", `The specified parameter \`AliasName\` is not valid: ${why}.`);
  if (!ALIAS.test(name)) {
    throw wrong("expected `alias/` and 1 to 255 letters, digits, `_`, `/` or `-`");
  }
  if (RESERVED.test(name)) throw wrong("names below `alias/acs` are reserved");
}

/** As lists show it. */
export function wireAlias({ name, keyId }: AliasRecord, { accountId, region }: Place) {
  const AliasArn = formatArn({ region, accountId, kind: "alias", name: name.slice(6) });
  return { AliasName: name, AliasArn, KeyId: keyId };
}
