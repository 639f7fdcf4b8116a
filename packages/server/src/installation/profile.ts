// The profile that the first start stores for the command line, so that `coffer kms …` works at once.
import { configPath, readConfig, withProfile, writeConfig } from "@coffer/client/profile";
import type { AccessKeyPair } from "../keyring/access-key-secret.ts";

/**
 * Stores a profile and makes it the current one. It is called `default`, or, when there is a `default` for
 * another endpoint already, `coffer-<port>`: nothing of the user's is overwritten.
 */
export function storeProfile(given: {
  readonly accessKey: AccessKeyPair;
  readonly region: string;
  readonly endpoint: string;
}): { readonly name: string; readonly path: string } {
  const { accessKey, region, endpoint } = given;
  const path = configPath(process.env);
  const config = readConfig(path) ?? { current: "", profiles: [] };
  const taken = config.profiles.find((profile) => profile.name === "default");
  const free = taken === undefined || taken.endpoint === endpoint;
  const name = free ? "default" : `coffer-${new URL(endpoint).port}`;
  const profile = {
    name,
    mode: "AK",
    access_key_id: accessKey.id,
    access_key_secret: accessKey.secret,
    region_id: region,
    output_format: "json",
    language: "en",
    endpoint,
  };
  writeConfig(path, withProfile(config, profile));
  return { name, path };
}
