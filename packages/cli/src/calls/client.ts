// The client that the flags and the profile describe.
import { readFileSync } from "node:fs";
import { Client } from "@coffer/client";
import { Failure } from "../failure.ts";
import { credentialsOf, endpointOf, type Flags, type Settings } from "../settings.ts";

function number(text: string | undefined, scale: number): number | undefined {
  const value = Number(text ?? Number.NaN);
  return value > 0 ? value * scale : undefined;
}

export function clientOf(settings: Settings, flags: Flags): Client {
  const { fields } = settings;
  const { region: _, ...credentials } = credentialsOf(settings);
  const connect = number(fields.connectTimeout?.value, 1000);
  const read = number(fields.readTimeout?.value, 1000);
  const retries = Number(fields.retryCount?.value ?? 0);
  return new Client({
    ...credentials,
    endpoint: endpointOf(settings, flags),
    ca: fields.caFile && readCa(fields.caFile.value),
    skipVerify: flags.has("skip-secure-verify"),
    retries: Number.isInteger(retries) && retries > 0 ? retries : 2,
    ...(connect === undefined ? {} : { connectMilliseconds: connect }),
    ...(read === undefined ? {} : { readMilliseconds: read }),
  });
}

function readCa(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Failure(3, `the CA file \`${path}\` cannot be read`);
  }
}
