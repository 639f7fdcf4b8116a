// Identities and what is attached to them: records of one table with a kind, and links between two of them. The
// store finds them by id, by name and by link; what is in a record it does not look at.
//
// Names of one kind and account are unique without regard to the case of ASCII letters, and are found that way;
// the stored case is what comes back. Times are milliseconds since 1970 UTC.
import type { PrincipalIds } from "./principal-ids.ts";

interface IdentityBase {
  readonly accountId: string;
  /** Ours or upstream's id, unique over all kinds: `2…` of users, `3…` of roles, `g-…` of groups. Never reused. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/**
 * An account beside the installation's own: it has identities, but neither keys nor secrets. `id` is its own, by which
 * its identities name it; `accountId` is the installation's, which keeps it.
 */
export interface AccountRecord extends IdentityBase {
  readonly description: string;
}

export interface UserRecord extends IdentityBase {
  readonly displayName: string;
  readonly mobilePhone: string;
  readonly email: string;
  readonly comments: string;
  /** The virtual MFA device that is bound to the user. */
  readonly mfaDeviceId?: string;
  /** Of the console's sign-in; absent while the user has none. */
  readonly login?: {
    /** A slow hash with its salt and cost in it; never the password. */
    readonly passwordHash: string;
    /** Of passwords before, newest first, as far as the password policy remembers. */
    readonly formerHashes: readonly string[];
    readonly passwordSetAt: number;
    readonly passwordResetRequired: boolean;
    readonly mfaBindRequired: boolean;
    readonly createdAt: number;
  };
}

export interface GroupRecord extends IdentityBase {
  readonly comments: string;
}

export interface RoleRecord extends IdentityBase {
  readonly description: string;
  /** The trust policy, as the text that was given. */
  readonly trustPolicy: string;
  /** Of the trust policy. Absent where an earlier program wrote the role beside this one: as if all were nobody. */
  readonly principals?: PrincipalIds;
  readonly maxSessionSeconds: number;
  /** Sessions issued before this moment have ended. */
  readonly sessionsNotBefore: number;
}

export interface PolicyVersion {
  /** `v1`, `v2`, … */
  readonly versionId: string;
  readonly document: string;
  readonly createdAt: number;
}

/** A custom policy with all its versions; system policies are not stored. */
export interface PolicyRecord extends IdentityBase {
  readonly description: string;
  readonly defaultVersion: string;
  /** Oldest first; at most five. */
  readonly versions: readonly PolicyVersion[];
  /** Number of the version made next. */
  readonly nextVersion: number;
}

/** A virtual MFA device; `name` is that of the device. */
export interface MfaDeviceRecord extends IdentityBase {
  readonly serialNumber: string;
  /** The seed, as text that only the server can open. */
  readonly sealedSeed: string;
  /** The user it is bound to. */
  readonly userId?: string;
  readonly activatedAt?: number;
  /** The newest time step whose code was used, so that no code works twice. */
  readonly lastStep: number;
}

export interface OidcProviderRecord extends IdentityBase {
  readonly description: string;
  readonly issuer: string;
  readonly clientIds: readonly string[];
  /** SHA-1 of certificates of the issuer's host, in upper-case hex. */
  readonly fingerprints: readonly string[];
  /** Certificates (PEM) of the authorities that the issuer's host is trusted by, instead of the system's. */
  readonly certificateAuthorities?: string;
  readonly issuanceLimitHours: number;
}

export interface IdentityRecords {
  readonly account: AccountRecord;
  readonly user: UserRecord;
  readonly group: GroupRecord;
  readonly role: RoleRecord;
  readonly policy: PolicyRecord;
  readonly mfa: MfaDeviceRecord;
  readonly oidc: OidcProviderRecord;
}

export type IdentityKind = keyof IdentityRecords;

/** Any record of a kind. */
export type IdentityOf<Kind extends IdentityKind> = IdentityRecords[Kind];

/**
 * `membership`: from a user's id to a group's id.
 * `attachment`: from the id of a user, group or role to a policy, `Custom:<id>` or `System:<name>`.
 */
export type LinkKind = "membership" | "attachment";

export interface LinkRecord {
  readonly accountId: string;
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
  readonly createdAt: number;
}

/** Policies in force for a user (its own, then its groups') or a role: what is attached, in one look. */
export interface Grants {
  readonly identity: UserRecord | RoleRecord;
  readonly policies: readonly {
    readonly type: "System" | "Custom";
    readonly name: string;
    /** The default version's text; absent for system policies. */
    readonly document?: string;
  }[];
}

/** The policy of a key or a secret. Goes with its resource. */
export interface ResourcePolicyRecord {
  readonly resourceType: "key" | "secret";
  /** A key id or a secret's name. */
  readonly resourceId: string;
  readonly document: string;
  /** Of the document. */
  readonly principals: PrincipalIds;
  readonly updatedAt: number;
}

/** One page of records in the order of their names, compared as they are unique. */
export interface NamePage {
  /** Only names after this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface IdentityReader {
  /** By name, in whatever case. */
  identity<Kind extends IdentityKind>(
    kind: Kind,
    accountId: string,
    name: string,
  ): Promise<IdentityOf<Kind> | undefined>;
  identityById<Kind extends IdentityKind>(
    kind: Kind,
    id: string,
  ): Promise<IdentityOf<Kind> | undefined>;
  identities<Kind extends IdentityKind>(
    kind: Kind,
    accountId: string,
    page: NamePage,
  ): Promise<readonly IdentityOf<Kind>[]>;
  countIdentities(kind: IdentityKind, accountId: string): Promise<number>;

  /** Rising by `to` when `from` is given, else by `from`. One of the two must be given. */
  links(
    kind: LinkKind,
    ends: { readonly from?: string; readonly to?: string },
    page?: NamePage,
  ): Promise<readonly LinkRecord[]>;

  /**
   * What is in force for a user or role, or undefined if there is none of that id; a policy that is attached twice
   * comes once. While nothing in the store has changed, the same frozen object may come back: a caller may keep what it
   * made of it by its identity.
   */
  grants(kind: "user" | "role", id: string): Promise<Grants | undefined>;

  resourcePolicy(
    resourceType: "key" | "secret",
    resourceId: string,
  ): Promise<ResourcePolicyRecord | undefined>;

  /** A named fact of an account: its alias, password policy, security preference. */
  accountSetting(accountId: string, name: string): Promise<string | undefined>;
}

export interface IdentityWriter extends IdentityReader {
  /** `AlreadyExists` if the id or, for the kind and account, the name is taken. */
  insertIdentity<Kind extends IdentityKind>(kind: Kind, record: IdentityOf<Kind>): Promise<void>;
  /** Replaces the record of the same id, its name too. `NotFound`; `AlreadyExists` for a name that is taken. */
  updateIdentity<Kind extends IdentityKind>(kind: Kind, record: IdentityOf<Kind>): Promise<void>;
  /** Removes the record, its tags and every link from or to it. Returns false if there was none. */
  deleteIdentity(kind: IdentityKind, id: string): Promise<boolean>;

  /** `AlreadyExists` if there is such a link. */
  insertLink(record: LinkRecord): Promise<void>;
  /** Returns false if there was none. */
  deleteLink(kind: LinkKind, from: string, to: string): Promise<boolean>;

  /** Sets or replaces. `NotFound` when the resource is not there. */
  putResourcePolicy(record: ResourcePolicyRecord): Promise<void>;

  /** Undefined removes it. */
  putAccountSetting(accountId: string, name: string, value: string | undefined): Promise<void>;
}
