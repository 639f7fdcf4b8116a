// After `coffer app create`: which of the secrets that the application may use are under a key that it may not. Only
// what is there now can be looked at, so the warning is help, not proof.
import type { Client } from "@coffer/client";
import { globMatches } from "@coffer/policy";
import type { Language } from "../language.ts";
import type { AppRights } from "./app-policy.ts";

/** So many of the secrets that match are looked at. */
const MOST = 200;
const PAGE = 100;

async function* matchingNames(client: Client, rights: AppRights): AsyncIterable<string> {
  const patterns = [...rights.read, ...rights.write];
  let found = 0;
  for await (const { SecretList } of client.pages("ListSecrets", { PageSize: PAGE })) {
    for (const { SecretName: name } of SecretList.Secret) {
      if (!patterns.some((pattern) => globMatches(pattern, name))) continue;
      if (found === MOST) return;
      found += 1;
      yield name;
    }
  }
}

/** Secrets by the id of their own key, where the application was not given that key. */
async function secretsByMissingKey(
  client: Client,
  rights: AppRights,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const missing = new Map<string, string[]>();
  for await (const name of matchingNames(client, rights)) {
    const { EncryptionKeyId: key } = await client.call("DescribeSecret", { SecretName: name });
    if (key === undefined || rights.keys.includes(key)) continue;
    missing.set(key, [...(missing.get(key) ?? []), name]);
  }
  return missing;
}

function sentence(key: string, names: readonly string[], language: Language): string {
  const listed = names.slice(0, 3).map((name) => `\`${name}\``);
  const more = names.length > 3 ? " …" : "";
  return language === "zh"
    ? `警告：${listed.join("、")}${more} 使用专属密钥 ${key}，应用目前无权使用该密钥：请撤销后以 \`--key ${key}\` 重新创建`
    : `warning: ${listed.join(", ")}${more} ${names.length === 1 ? "is" : "are"} under the key ${key}, which the ` +
        `application may not use: revoke it and create it again with \`--key ${key}\``;
}

/** A line for each key; none where the caller may not look. */
export async function warningsOfKeys(
  client: Client,
  rights: AppRights,
  language: Language,
): Promise<readonly string[]> {
  try {
    const missing = await secretsByMissingKey(client, rights);
    return [...missing].map(([key, names]) => sentence(key, names, language));
  } catch {
    return []; // The application is made; who may do that need not be allowed to list secrets.
  }
}
