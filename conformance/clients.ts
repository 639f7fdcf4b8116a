// The official clients: which package in which version, and how its driver is started.
import { join } from "node:path";
import type { DriverCommand } from "./driver.ts";
import type { Model } from "./run-scenario.ts";

export type Language = "Node.js" | "Python" | "Go" | "Java";

export interface Client {
  /** As in `reviewed.json`. */
  readonly name: string;
  readonly language: Language;
  /** Packages and versions as a user installs them. */
  readonly packages: readonly string[];
  /** How it is made to trust a private CA, in words for a user. */
  readonly trust: string;
  readonly model?: Model;
  /** Whether each product's client has a process of its own. */
  readonly isApart?: boolean;
  /** How its driver is started, given the folder of its language's build. */
  command(folder: string): DriverCommand;
}

export const DRIVERS = join(import.meta.dirname, "drivers");
export const CA = join(import.meta.dirname, "../test/fixtures/tls/ca.crt");

const node = (driver: string) => () => ({
  program: process.execPath,
  words: [join(DRIVERS, "node", `${driver}.ts`)],
  environment: { NODE_EXTRA_CA_CERTS: CA },
});

const python = (driver: string) => (folder: string) => ({
  program: join(folder, "bin/python3"),
  words: [join(DRIVERS, "python", `${driver}.py`)],
  environment: {
    ALIBABA_CLOUD_CA_BUNDLE: CA,
    REQUESTS_CA_BUNDLE: CA,
    PYTHONDONTWRITEBYTECODE: "1",
  },
});

const go = (mode: string) => (folder: string) => ({
  program: join(folder, "clients"),
  words: [mode],
  environment: { SSL_CERT_FILE: CA },
});

const java = (mode: string) => (folder: string) => ({
  program: "java",
  words: [
    ...["-XX:TieredStopAtLevel=1", "-cp", `${folder}/classes:${folder}/lib/*`],
    ...[`-Djavax.net.ssl.trustStore=${folder}/trust.p12`],
    ...["-Djavax.net.ssl.trustStorePassword=changeit", "Clients", mode],
  ],
});

/** Makes the calls that a client under test has no operation for. */
export const STAND_IN: Client = {
  name: "node-pop-core",
  language: "Node.js",
  trust: "the environment variable `NODE_EXTRA_CA_CERTS`; the scheme is part of the endpoint",
  packages: ["@alicloud/pop-core 1.8.0"],
  command: node("pop"),
};

export const CLIENTS: readonly Client[] = [
  STAND_IN,
  {
    name: "node-kms",
    language: "Node.js",
    trust:
      'the environment variable `NODE_EXTRA_CA_CERTS`, and no other way; `protocol: "https"` is the default',
    packages: [
      "@alicloud/kms20160120 1.2.0",
      "@alicloud/ram20150501 1.2.1",
      "@alicloud/sts20150401 1.2.0",
      "@alicloud/credentials 2.4.7",
    ],
    model: { lacks: ["Kms.DescribeSecret SecretType", "Kms.DescribeKey DeletionProtection"] },
    // All use httpx, whose timer for one client's answer ends another client's request ten seconds later on the same
    // kept connection, against any server.
    isApart: true,
    command: node("kms20160120"),
  },
  {
    name: "node-openapi-client",
    language: "Node.js",
    trust: 'the environment variable `NODE_EXTRA_CA_CERTS`, and `protocol: "https"`',
    packages: ["@alicloud/openapi-client 0.4.15"],
    command: node("openapi-client"),
  },
  {
    name: "node-openapi-core",
    language: "Node.js",
    trust: 'the environment variable `NODE_EXTRA_CA_CERTS`, and `protocol: "https"`',
    packages: ["@alicloud/openapi-core 1.0.8"],
    command: node("openapi-current"),
  },
  {
    name: "python-kms",
    language: "Python",
    trust:
      '`ca="ca.crt"` in `Config`, and `protocol="https"`; the credentials client trusts only the file that `python3 -m certifi` names: append the CA to it',
    packages: [
      "alibabacloud_kms20160120 3.3.1",
      "alibabacloud_ram20150501 1.3.0",
      "alibabacloud_sts20150401 1.2.0",
      "alibabacloud_credentials 1.0.12",
    ],
    command: python("tea"),
  },
  {
    name: "python-core",
    language: "Python",
    trust:
      "the environment variable `ALIBABA_CLOUD_CA_BUNDLE`, and `set_protocol_type(protocol_type.HTTPS)`: the constant, since another text `https` means http",
    packages: [
      "aliyun-python-sdk-kms 2.16.5",
      "aliyun-python-sdk-ram 3.3.1",
      "aliyun-python-sdk-sts 3.1.3",
      "aliyun-python-sdk-core 2.16.1",
    ],
    // It has found that its string to sign is the server's: then only the secret can be wrong.
    model: { says: { SignatureDoesNotMatch: "InvalidAccessKeySecret" } },
    command: python("core"),
  },
  {
    name: "go-kms",
    language: "Go",
    trust: 'the environment variable `SSL_CERT_FILE`, and `Protocol: "https"`',
    packages: [
      "github.com/alibabacloud-go/kms-20160120/v3 v3.2.3",
      "github.com/alibabacloud-go/darabonba-openapi/v2 v2.0.9",
      "github.com/aliyun/credentials-go v1.4.14",
    ],
    command: go("tea"),
  },
  {
    name: "go-core",
    language: "Go",
    trust: 'the environment variable `SSL_CERT_FILE`, and `Scheme = "https"`',
    packages: ["github.com/aliyun/alibaba-cloud-sdk-go v1.63.107"],
    command: go("core"),
  },
  {
    name: "java-kms",
    language: "Java",
    trust: '`-Djavax.net.ssl.trustStore`, and `setProtocol("https")`',
    packages: [
      "com.aliyun:kms20160120 1.2.3",
      "com.aliyun:ram20150501 1.0.2",
      "com.aliyun:sts20150401 1.1.4",
      "com.aliyun:credentials-java 1.0.3",
    ],
    command: java("tea"),
  },
  {
    name: "java-core",
    language: "Java",
    trust: "`-Djavax.net.ssl.trustStore`, and `ProtocolType.HTTPS`, the default",
    packages: [
      "com.aliyun:aliyun-java-sdk-kms 2.16.6",
      "com.aliyun:aliyun-java-sdk-ram 3.3.2",
      "com.aliyun:aliyun-java-sdk-sts 3.1.2",
      "com.aliyun:aliyun-java-sdk-core 4.7.10",
    ],
    model: { says: { SignatureDoesNotMatch: "SDK.InvalidAccessKeySecret" } },
    command: java("core"),
  },
];
