// Reads the known answers of ../vectors, and spells bytes for tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The caller names the shape of its file; a wrong name shows as a failing test. */
export function vectors<Shape>(name: string): Shape {
  const path = join(import.meta.dirname, "..", "vectors", name);
  return JSON.parse(readFileSync(path, "utf8")) as Shape; // shapes are the files' own
}

export const hex = (text: string): Buffer => Buffer.from(text, "hex");

export interface FormatVectors {
  readonly rootKeyFile: {
    readonly text: string;
    readonly key: string;
    readonly fingerprint: string;
  };
  readonly wrapped: {
    readonly context: readonly string[];
    readonly plaintext: string;
    readonly wrapped: string;
  };
  readonly ciphertext: {
    readonly keyId: string;
    readonly versionId: string;
    readonly context: Record<string, string>;
    readonly canonicalContext: string;
    readonly plaintext: string;
    readonly ciphertext: string;
  };
  readonly secretValue: {
    readonly place: {
      readonly accountId: string;
      readonly region: string;
      readonly secretName: string;
      readonly versionId: string;
      readonly dataType: "text";
    };
    readonly plaintext: string;
    readonly dataKey: string;
    readonly value: string;
  };
  readonly passphrase: {
    readonly passphrase: string;
    readonly parameters: {
      readonly salt: string;
      readonly memoryKiB: number;
      readonly passes: number;
      readonly lanes: number;
    };
    readonly fingerprint: string;
  };
}

export const formats = vectors<FormatVectors>("formats-v1.json");
