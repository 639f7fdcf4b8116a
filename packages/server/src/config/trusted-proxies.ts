// The setting `trusted-proxies`: addresses and ranges, separated by commas.
import { BlockList, isIP } from "node:net";

/** One address or range; false when it is neither. */
function add(list: BlockList, text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (version === 0 || rest.length > 0 || length < 0 || length > bits) return false;
  list.addSubnet(address, length, version === 4 ? "ipv4" : "ipv6");
  return true;
}

export interface TrustedProxies {
  /** Whether this address is one of them. */
  has(address: string): boolean;
}

/** The proxies, or a sentence that says what is wrong with the text. */
export function readTrustedProxies(text: string): TrustedProxies | string {
  const list = new BlockList();
  let isEmpty = true;
  for (const part of text.split(",").map((each) => each.trim())) {
    if (part !== "" && !add(list, part)) {
      return `\`${part}\` must be an address or a range in CIDR notation, such as \`10.0.0.0/8\``;
    }
    isEmpty &&= part === "";
  }
  return {
    has(address) {
      if (isEmpty) return false;
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
    },
  };
}
