// One row for each key specification: what it is and what it may do. Code below takes a resolved row.

export interface KeySpec {
  readonly name: string;
  readonly usages: readonly string[];
  /** Bytes of material. */
  readonly keyBytes: number;
}

const rows: Readonly<Record<string, KeySpec>> = {
  __proto__: null as never, // names of the prototype are not key specifications
  Aliyun_AES_256: { name: "Aliyun_AES_256", usages: ["ENCRYPT/DECRYPT"], keyBytes: 32 },
};

/** The row of a specification that this build can make keys of, or undefined. */
export function keySpec(name: string): KeySpec | undefined {
  return rows[name];
}
