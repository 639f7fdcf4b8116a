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
  tagValueCharacters: 256,
  /** Not documented upstream; the same bound as a key's description. */
  descriptionCharacters: 8_192,
  extendedConfigCharacters: 1_024,
  policyBytes: 32_768,
  pageSizeMaximum: 100,
  filtersPerList: 10,
  valuesPerFilter: 10,
  batchSecrets: 20,
  recoveryWindowDaysMinimum: 7,
  recoveryWindowDaysMaximum: 30,
} as const;
