// Clients that are not run in the tests: how they are pointed at Coffer, from their sources and documentation.

export interface OtherClient {
  readonly name: string;
  readonly fence: string;
  readonly lines: readonly string[];
  readonly note: string;
}

export const OTHER_CLIENTS: readonly OtherClient[] = [
  {
    name: "aliyun, the official command line",
    fence: "sh",
    lines: [
      "export ALIBABA_CLOUD_ENDPOINT=127.0.0.1:8567",
      "export ALIBABA_CLOUD_REGION_ID=cn-hangzhou",
      "export ALIBABA_CLOUD_ACCESS_KEY_ID=… ALIBABA_CLOUD_ACCESS_KEY_SECRET=…",
      "aliyun kms GetSecretValue --SecretName db_cred --insecure",
    ],
    note:
      "`--insecure` is plain http. For https leave it out and set `SSL_CERT_FILE`. Profiles that take on a role also need " +
      "`ALIBABA_CLOUD_STS_ENDPOINT`, which is always https. Without an endpoint it asks Alibaba Cloud where KMS is.",
  },
  {
    name: "Terraform, provider alicloud",
    fence: "hcl",
    lines: [
      'provider "alicloud" {',
      '  region                 = "cn-hangzhou"',
      '  protocol               = "HTTP"',
      "  skip_region_validation = true",
      '  account_type           = "Domestic"',
      '  account_id             = "1234567890123456"',
      "  endpoints {",
      '    kms = "127.0.0.1:8567"',
      '    sts = "127.0.0.1:8567"',
      '    ram = "127.0.0.1:8567"',
      "  }",
      "}",
    ],
    note:
      "The AccessKey comes from the environment. Without `account_type` it asks a billing service at the start. For https: " +
      '`protocol = "HTTPS"` and `SSL_CERT_FILE`; a role by OIDC needs https. The data source `alicloud_kms_service` goes to a ' +
      "fixed public host.",
  },
  {
    name: "External Secrets Operator 1.3.x, provider alibaba",
    fence: "yaml",
    lines: [
      "apiVersion: external-secrets.io/v1",
      "kind: SecretStore",
      "metadata: { name: coffer }",
      "spec:",
      "  provider:",
      "    alibaba:",
      "      regionID: cn-hangzhou",
      "      auth:",
      "        secretRef:",
      "          accessKeyIDSecretRef: { name: coffer-key, key: id }",
      "          accessKeySecretSecretRef: { name: coffer-key, key: secret }",
    ],
    note:
      "It has no setting for the endpoint: the cluster's DNS must answer `kms.cn-hangzhou.aliyuncs.com` with Coffer's address, " +
      "Coffer needs a certificate for that name, and the operator's pod must trust its CA. Later versions dropped the provider.",
  },
  {
    name: "External Secrets Operator, provider webhook",
    fence: "",
    lines: [],
    note:
      "The webhook provider cannot sign requests. It works with a small service between that reads by an official client; " +
      "nothing of Coffer's own answers unsigned requests.",
  },
  {
    name: "ack-secret-manager",
    fence: "sh",
    lines: [
      "ack-secret-manager --kms-endpoint=coffer.example.com:8567",
      "# and in its environment:",
      "ALIBABA_CLOUD_STS_ENDPOINT=coffer.example.com:8567",
      "SSL_CERT_FILE=/etc/coffer/ca.crt",
    ],
    note: "https only for KMS. A service account takes on a role by OIDC, see [assume-a-role.md](guides/assume-a-role.md).",
  },
  {
    name: "Secrets Store CSI driver, provider alibaba-cloud",
    fence: "yaml",
    lines: [
      "parameters:",
      "  objects: |",
      "    - objectName: db_cred",
      "      objectType: kms",
      "      kmsEndpoint: coffer.example.com:8567",
    ],
    note:
      "https only; the provider's pod must trust the CA (`SSL_CERT_FILE`), and `ALIBABA_CLOUD_STS_ENDPOINT` leads its role to " +
      "Coffer. `objectName` may be the ARN of a secret.",
  },
  {
    name: "secretsmanager cache clients (Java v2, Go v1 and v2, Python)",
    fence: "properties",
    lines: [
      "credentials_type=ak",
      "credentials_access_key_id=…",
      "credentials_access_secret=…",
      'cache_client_region_id=[{"regionId":"cn-hangzhou","endpoint":"coffer.example.com:8567","vpc":false}]',
    ],
    note:
      "The same names are environment variables. https; Java and Go v2 trust the system's store (`-Djavax.net.ssl.trustStore`, " +
      "`SSL_CERT_FILE`), while Go v1 and Python do not verify the certificate at all: use them only where the network is yours.",
  },
  {
    name: "JDBC driver (aliyun-secretsmanager-jdbc)",
    fence: "properties",
    lines: [
      "# secretsmanager.properties",
      "credentials_type=ak",
      "credentials_access_key_id=…",
      "credentials_access_secret=…",
      'cache_client_region_id=[{"regionId":"cn-hangzhou","endpoint":"coffer.example.com:8567","vpc":false}]',
    ],
    note: "https, with the CA in the JVM's trust store. The secret's value is JSON with `AccountName` and `AccountPassword`.",
  },
];
