// docs/divergences.md: where we differ from upstream, from the support column.
import { printOperations } from "@coffer/contract";
import { type Page, page, table } from "./page.ts";

const CLIENT_QUIRKS: readonly (readonly [client: string, quirk: string, evidence: string])[] = [
  [
    "`@alicloud/kms20160120` 1.2.0",
    "Every code ends with the word `Error`; `Filters`, `SecretType` and `DeletionProtection` are unknown to it.",
    "the table of errors; `lacks` in `conformance/clients.ts`",
  ],
  [
    "`httpx` 2.x, under `@alicloud/credentials` and other clients for Node.js",
    "A timer that a client without `httpx.read` leaves on a kept connection fails another client's request on it ten seconds later, with `ReadTimeout: 10000` at once.",
    "`startResponseTimer` and `read` in its `lib/index.js`; 1 of 1,500 requests when RAM's client had used the connection before",
  ],
  [
    "`aliyun-python-sdk-core` 2.16.1",
    "Compares the protocol by identity: a text `https` that is not the constant `protocol_type.HTTPS` means http.",
    "`if protocol is PT.HTTPS` in its `http/http_response.py`",
  ],
  [
    "`aliyun-python-sdk-core`, `aliyun-java-sdk-core`",
    "Rename `SignatureDoesNotMatch` to `InvalidAccessKeySecret` or `SDK.InvalidAccessKeySecret`, since their text to sign is the server's.",
    "the table of errors",
  ],
  [
    "`alibabacloud_credentials` 1.0.12",
    "Trusts certifi's file only; neither `REQUESTS_CA_BUNDLE` nor a setting reaches it.",
    "`certificate verify failed` with the variable set; passes with the CA appended to that file",
  ],
  [
    "clients with request classes (`aliyun-python-sdk-sts`, `alibaba-cloud-sdk-go`, `aliyun-java-sdk-sts`)",
    "Sign AssumeRoleWithOIDC, which needs no signature.",
    "the scenario of the credentials client; Coffer does not look at that signature",
  ],
];

export function divergencesPage(): Page {
  const rows = printOperations().filter(({ support }) =>
    ["adapted", "refused"].includes(support.level),
  );
  return page("docs/divergences.md", "Divergences from upstream", [
    "Operations that work but differ, or that will not be built. What is only not built yet is in",
    "[the coverage page](reference/coverage.md).",
    "",
    ...table(
      ["operation", "support", "difference"],
      rows.map(({ name, support }) => [name, support.level, support.note]),
    ),
    "For all operations: answers are JSON only (`Format=XML` is refused), and a JSON body needs signature V3. Secrets and keys",
    "are listed in the order of their creation, their versions newest first, aliases by name. Who uses a key by an alias needs",
    "permission on both, the alias and the key that it points at.",
    "",
    "## What clients do of themselves",
    "",
    "Seen while the [official clients](clients.md) were run. None of it depends on the server.",
    "",
    ...table(["client", "what it does", "evidence"], CLIENT_QUIRKS),
  ]);
}
