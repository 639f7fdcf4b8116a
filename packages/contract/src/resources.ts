// The grammar of resource names (ARNs): `acs:kms:<region>:<account>:<kind>/<name>`. An alias already has its
// prefix in its name: `acs:kms:<region>:<account>:alias/name`.

export interface Arn {
  readonly region: string;
  readonly accountId: string;
  /** `secret`, `key`, `alias`, … */
  readonly kind: string;
  /** The name without its kind; it may hold `/`. */
  readonly name: string;
}

export function formatArn({ region, accountId, kind, name }: Arn): string {
  return `acs:kms:${region}:${accountId}:${kind}/${name}`;
}

/** The parts of an ARN, or undefined when the text is none. Never throws. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith("acs:kms:")) return undefined;
  const [, , region, accountId, ...rest] = text.split(":");
  const resource = rest.join(":");
  const slash = resource.indexOf("/");
  if (region === undefined || accountId === undefined || slash <= 0) return undefined;
  return { region, accountId, kind: resource.slice(0, slash), name: resource.slice(slash + 1) };
}
