// What wrapped material is bound to: moved to another row, account or region, it does not unwrap.

export function accessKeyContext(accountId: string, accessKeyId: string): readonly string[] {
  return ["access-key-secret", accountId, accessKeyId];
}

/** `customer-key`: a version's material. `material-check`: what recognises imported material. */
export function versionContext(
  what: "customer-key" | "material-check",
  place: {
    readonly accountId: string;
    readonly region: string;
    readonly keyId: string;
    readonly versionId: string;
  },
): readonly string[] {
  return [what, place.accountId, place.region, place.keyId, place.versionId];
}
