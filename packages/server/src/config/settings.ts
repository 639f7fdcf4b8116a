// Every setting of the server, once. Flag, environment variable and name in `coffer.yaml` derive from the
// key: `dataDir` is `--data-dir`, `COFFER_DATA_DIR` and `data-dir`. The reference page prints this table.

interface Common {
  readonly doc: string;
  /** Never printed, and no flag: a process list shows flags to everybody. */
  readonly secret?: true;
}

export type SettingRow = Common &
  (
    | { readonly kind: "text" | "path"; readonly default?: string }
    | {
        readonly kind: "integer";
        readonly min: number;
        readonly max: number;
        readonly default: number;
      }
    | { readonly kind: "switch"; readonly default: boolean }
    | { readonly kind: "choice"; readonly of: readonly string[]; readonly default: string }
  );

export const SETTINGS = {
  dataDir: {
    kind: "path",
    default: "~/.coffer/data",
    doc: "Folder of the database and, unless named otherwise, the root key. Made with mode 0700.",
  },
  host: { kind: "text", default: "127.0.0.1", doc: "Address to listen on." },
  port: {
    kind: "integer",
    min: 0,
    max: 65_535,
    default: 8567,
    doc: "Port to listen on; 0 takes a free one.",
  },
  tlsCert: {
    kind: "path",
    doc: "Certificate chain (PEM). With `tls-key`, the server speaks https; SIGHUP reads both again.",
  },
  tlsKey: { kind: "path", doc: "Private key of the certificate (PEM)." },
  allowPlainHttp: {
    kind: "switch",
    default: false,
    doc: "Allow http on an address that is not loopback: secrets then travel unprotected.",
  },
  accountId: {
    kind: "text",
    doc: "Account number, 16 digits; drawn at the first start and fixed from then on.",
  },
  region: {
    kind: "text",
    doc: "Region that ARNs name; fixed at the first start. Default: `cn-hangzhou`.",
  },
  rootAccessKeyId: { kind: "text", doc: "Id of the root AccessKey made at the first start." },
  rootAccessKeySecret: {
    kind: "text",
    secret: true,
    doc: "Secret of the root AccessKey made at the first start.",
  },
  rootKeyFile: {
    kind: "path",
    doc: "File of the root key, mode 0600; made at the first start. Default: `root.key` in the data folder.",
  },
  rootPassphraseFile: {
    kind: "path",
    doc: "File (mode 0600) holding a passphrase from which the root key is derived, instead of a key file.",
  },
  rootPassphrase: {
    kind: "text",
    secret: true,
    doc: "The passphrase itself, where a file cannot be had.",
  },
  rateLimits: {
    kind: "text",
    default: "",
    doc: "Requests of one identity in a second, by group: `secrets:read=450, crypto=1000, *=500`. A group is an area of the API, an effect (`read`, `write`, `crypto`, `destroy`), both, or `*`; the closest one counts. Beyond it: 429 `Rejected.Throttling`. Empty: no limits.",
  },
  trustedProxies: {
    kind: "text",
    default: "",
    doc: "Addresses and ranges of proxies, separated by commas, whose `X-Forwarded-For` and `X-Forwarded-Proto` tell where a request came from. From anybody else these headers mean nothing.",
  },
  auditFile: {
    kind: "path",
    doc: "File that every audit event is appended to as a line of JSON, mode 0600; one that was moved away is made again.",
  },
  auditStdout: {
    kind: "switch",
    default: false,
    doc: "Write audit events to standard output as lines of JSON; what the server says itself goes to standard error then.",
  },
  auditWebhook: {
    kind: "text",
    doc: "Address that audit events are posted to as lines of JSON: https, or http on a loopback address.",
  },
  auditWebhookTokenFile: {
    kind: "path",
    doc: "File of the bearer token for `audit-webhook`; read for each request.",
  },
  auditWebhookCa: {
    kind: "path",
    doc: "Certificates (PEM) that `audit-webhook` is trusted by, instead of the system's.",
  },
  auditSpool: {
    kind: "integer",
    min: 1_000,
    max: 100_000_000,
    default: 1_000_000,
    doc: "Audit events that a file, standard output or webhook may be behind before `audit-when-full` applies.",
  },
  auditWhenFull: {
    kind: "choice",
    of: ["refuse-writes", "refuse-all", "drop"],
    default: "refuse-writes",
    doc: "What happens when one is further behind: requests that write are refused (503) but those that only take rights away or stop use, all are, or its oldest events are dropped and counted. The audit log itself loses nothing.",
  },
  auditRetentionDays: {
    kind: "integer",
    min: 0,
    max: 36_500,
    default: 0,
    doc: "Days that audit events are kept; 0 keeps them for ever. Their hashes stay, so that the log still verifies.",
  },
  profile: {
    kind: "switch",
    default: true,
    doc: "Store a profile for the command line at the first start.",
  },
  metrics: { kind: "switch", default: true, doc: "Serve Prometheus metrics at `/metrics`." },
  logLevel: {
    kind: "choice",
    of: ["debug", "info", "warn", "error", "silent"],
    default: "info",
    doc: "Least severity of log lines (JSON, standard error). `info` writes a line for each request.",
  },
  stopTimeout: {
    kind: "integer",
    min: 0,
    max: 3_600,
    default: 30,
    doc: "Seconds that requests under way may take after SIGTERM or SIGINT.",
  },
} as const satisfies Record<string, SettingRow>;

export type SettingName = keyof typeof SETTINGS;

type Valued<Row> = Row extends { kind: "integer" }
  ? number
  : Row extends { kind: "switch" }
    ? boolean
    : Row extends { kind: "choice"; of: readonly (infer Word)[] }
      ? Word
      : string;

/** All settings with their values; those without a default may be undefined. */
export type Settings = {
  readonly [Name in SettingName]:
    | Valued<(typeof SETTINGS)[Name]>
    | ((typeof SETTINGS)[Name] extends { default: unknown } ? never : undefined);
};

/** `dataDir` → `data-dir`: the flag without dashes and the name in `coffer.yaml`. */
export function flagName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `dataDir` → `COFFER_DATA_DIR`. */
export function environmentName(name: string): string {
  return `COFFER_${flagName(name).replaceAll("-", "_").toUpperCase()}`;
}
