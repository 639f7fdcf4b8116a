// The key specs, one row each. Code takes a resolved row and never switches on the name of a spec.

export type KeyUsage = "ENCRYPT/DECRYPT" | "SIGN/VERIFY" | "GENERATE/VERIFY_MAC";

export interface KeyAlgorithm {
  /** Upstream's name, as `KeySpec` has it. */
  readonly spec: string;
  /** The first is the default of CreateKey. */
  readonly usages: readonly KeyUsage[];
  /** Length of the key material in bytes. */
  readonly keyBytes: number;
}

export const AES_256: KeyAlgorithm = {
  spec: "Aliyun_AES_256",
  usages: ["ENCRYPT/DECRYPT"],
  keyBytes: 32,
};

// A Map, not an object: `constructor` and `__proto__` are not key specs.
const rows: ReadonlyMap<string, KeyAlgorithm> = new Map([AES_256].map((row) => [row.spec, row]));

/** The row of a key spec, or undefined when there is none. */
export function findAlgorithm(spec: string): KeyAlgorithm | undefined {
  return rows.get(spec);
}
