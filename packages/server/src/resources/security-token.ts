// Security tokens: a session, sealed under the service's own key, so that nothing of it is stored and nobody else
// can make or read one. docs/formats/security-token.md describes each part.
import { DecryptionError, readCiphertextPlace, SecretBytes, serviceContext } from "@coffer/crypto";
import type { ReadStore } from "@coffer/store";
import { DEFAULT_KEY_SPEC, defaultKey } from "../keyring/default-key.ts";
import type { Keyring } from "../keyring/keyring.ts";

/** What a token says. Times are milliseconds since 1970. */
export interface Session {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly accountId: string;
  /** Of the role; a role that is made again under the same name has another. */
  readonly roleId: string;
  readonly sessionName: string;
  readonly policy?: string;
  readonly sourceIdentity?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface TokenParts {
  readonly store: ReadStore;
  readonly keyring: Pick<Keyring, "customerKey">;
  /** Of the installation: a token opens where it was sealed. */
  readonly accountId: string;
  readonly region: string;
}

/** Before the token's bytes: which format they are of. */
const VERSION = "v1.";
/** Longer than any token of ours: nothing of that length is looked at. */
const MOST_CHARACTERS = 16_384;

const bindingOf = ({ accountId, region }: TokenParts): Uint8Array =>
  serviceContext("security-token", [accountId, region]);

export async function sealSecurityToken(session: Session, parts: TokenParts): Promise<string> {
  const { store, keyring } = parts;
  const { keyId, primaryVersionId: versionId = "", spec } = await defaultKey(store);
  const key = await keyring.customerKey(store, { keyId, versionId, spec });
  using bytes = SecretBytes.fromText(JSON.stringify(session));
  const sealed = key.encrypt(bytes.reveal(), bindingOf(parts));
  return `${VERSION}${Buffer.from(sealed).toString("base64url")}`;
}

/** The session of a token that this installation sealed, whatever its time; undefined for any other text. */
export async function openSecurityToken(
  token: string,
  parts: TokenParts,
): Promise<Session | undefined> {
  if (token.length > MOST_CHARACTERS || !token.startsWith(VERSION)) return undefined;
  const text = token.slice(VERSION.length);
  const sealed = Buffer.from(text, "base64url");
  // One token has one spelling.
  if (sealed.toString("base64url") !== text) return undefined;
  const { store, keyring } = parts;
  try {
    const place = readCiphertextPlace(sealed);
    if (place.keyId !== (await defaultKey(store)).keyId) return undefined;
    const key = await keyring.customerKey(store, { ...place, spec: DEFAULT_KEY_SPEC });
    using bytes = key.decrypt(sealed, bindingOf(parts));
    return JSON.parse(bytes.reveal().toString("utf8")) as Session; // sealed above
  } catch (error) {
    if (error instanceof DecryptionError) return undefined;
    throw error;
  }
}
