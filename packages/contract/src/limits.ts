// Every number that bounds a request or a record, with its unit in the name and its source beside it.

/** Limits of Alibaba Cloud KMS 2016-01-20 unless a comment says that the number is ours. */
export const LIMITS = {
  /** Secret names: letters, digits and `_/+=.@-`. */
  secretNameCharacters: 192,
  /** An ARN in place of a name: prefix, region and account before the name (ours). */
  secretNameOrArnCharacters: 320,
  versionIdCharacters: 64,
  /** UTF-8 bytes of `SecretData` as received, also for `binary`. */
  secretDataBytes: 30_720,
  versionsPerSecret: 10,
  /** Distinct stage labels of one secret, the built-in ones included. */
  stagesPerSecret: 8,
  stageCharacters: 64,
  tagsPerResource: 20,
  tagKeyCharacters: 128,
  tagValueCharacters: 128,
  /** What is decoded at all, so that a tag that is too long gets the code of its own (ours). */
  tagDecodedCharacters: 4_096,
  /** Rows of ListTagResources. */
  tagRowsPerPage: 200,
  /** Resources that one call of TagResources, UntagResources or ListTagResources names. */
  taggedResources: 50,
  /** Documented for keys; used for everything that has a description. */
  descriptionCharacters: 8_192,
  /** 1,024 characters upstream; of four bytes at most. */
  extendedConfigBytes: 4_096,
  extendedConfigCharacters: 1_024,
  policyBytes: 32_768,
  pageSizeMaximum: 100,
  pageSizeOfOneKeyMaximum: 101,
  /** Pages beyond are refused (ours): the product with the page size stays a safe integer. */
  pageNumberMaximum: 1_000_000_000,
  filtersPerList: 10,
  valuesPerFilter: 10,
  /** The longest documented value of a filter, doubled twice for other scripts (ours). */
  filterCharacters: 1_024,
  batchSecrets: 20,
  recoveryWindowDaysMinimum: 7,
  recoveryWindowDaysMaximum: 30,
  /** What is decoded at all: with a forced delete the window is ignored, whatever it says (ours). */
  recoveryWindowDecoded: 999_999,
  /** DescribeKey names so many of the secrets that a key protects (ours). */
  protectedSecretsShown: 10,
  versionsPerKey: 50,
  /** Decoded bytes of Encrypt's `Plaintext`. */
  plaintextBytes: 6_144,
  /** Decoded bytes of GenerateMac's `Message` (ours: upstream documents none). */
  macMessageBytes: 4_096,
  rotationDaysMinimum: 7,
  rotationDaysMaximum: 730,
  importTokenHours: 24,
  pendingWindowDaysMinimum: 7,
  pendingWindowDaysMaximum: 366,
  clientKeyPasswordMinimum: 8,
  clientKeyPasswordMaximum: 64,
  passwordMinimum: 8,
  passwordMaximum: 128,
  /** Each of the 94 visible ASCII characters once, or twice by mistake (ours). */
  passwordCharacters: 188,
  /** A key id, an alias of 261 characters, or an ARN around either (ours). */
  keyNameCharacters: 400,
  /** 255 after the prefix `alias/`. */
  aliasCharacters: 261,
  /** JSON text of 8,192 characters holds no more pairs (ours). */
  contextPairs: 1_024,
  contextCharacters: 8_192,
  /** Base64 of the largest ciphertext or plaintext of any operation (ours). */
  ciphertextCharacters: 16_384,
  dataKeyBytes: 1_024,
  unixSeconds: 253_402_300_799,
  /** The bounds below keep every member bounded; upstream documents none (ours). */
  nameCharacters: 192,
  idCharacters: 256,
  arnCharacters: 400,
  wordCharacters: 128,
  tokenCharacters: 1_024,
  timeCharacters: 64,
  listRows: 1_000,
} as const;

/** Limits of RAM 2015-05-01 and STS 2015-04-01 unless a comment says that the number is ours. */
export const RAM_LIMITS = {
  usersPerAccount: 1_000,
  groupsPerAccount: 50,
  rolesPerAccount: 1_000,
  policiesPerAccount: 1_500,
  groupsPerUser: 5,
  accessKeysPerUser: 2,
  mfaDevicesPerAccount: 1_000,
  oidcProvidersPerAccount: 100,
  versionsPerPolicy: 5,
  systemPoliciesPerIdentity: 20,
  customPoliciesPerUser: 10,
  customPoliciesPerGroupOrRole: 5,
  nameCharacters: 64,
  policyNameCharacters: 128,
  displayNameCharacters: 128,
  commentsCharacters: 128,
  descriptionCharacters: 1_024,
  /** Of the mobile phone and the address (ours: upstream documents none). */
  contactCharacters: 128,
  sessionSecondsMinimum: 900,
  maxSessionSecondsMinimum: 3_600,
  maxSessionSecondsMaximum: 43_200,
  /** What is decoded of a policy document, so that one that is too long gets the code of its own (ours). */
  documentDecodedBytes: 65_536,
  itemsPerPageMaximum: 1_000,
  /** Of ListGroups alone. */
  groupsPerPageMaximum: 100,
  itemsPerPage: 100,
  tagsPerResource: 20,
} as const;
