// Addresses and ranges, IPv4 and IPv6. An IPv6 address that only carries an IPv4 one (`::ffff:10.0.0.1`, as sockets
// for both families report it) is that IPv4 address; otherwise no range of one family holds an address of the other.

export interface IpRange {
  readonly family: 4 | 6;
  /** Sixteen bits each: two for IPv4, eight for IPv6. */
  readonly groups: readonly number[];
  /** How many leading bits count. */
  readonly prefix: number;
}

function readIpv4(text: string): number[] | undefined {
  const match = /^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})$/.exec(text);
  if (match === null) return undefined;
  const bytes = match.slice(1);
  // `010` is eight for some readers and ten for others, so it is neither here.
  if (bytes.some((byte) => Number(byte) > 255 || (byte.length > 1 && byte.startsWith("0")))) {
    return undefined;
  }
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** The groups of one side of `::`, the last of which may be an IPv4 address. */
function readGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const ipv4 = isLast && mayEndInIpv4 ? readIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(...ipv4);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function readIpv6(text: string): number[] | undefined {
  const [front = "", back, more] = text.split("::");
  if (more !== undefined) return undefined;
  const before = readGroups(front, back === undefined);
  const after = readGroups(back ?? "", true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (back === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

/** `10.0.0.0/8`, `10.1.2.3`, `2001:db8::/32`. Undefined for anything else, also names of zones (`fe80::1%eth0`). */
export function readIpRange(text: string): IpRange | undefined {
  const [address = "", bits, more] = text.split("/");
  if (more !== undefined) return undefined;
  if (bits !== undefined && !/^(?:0|[1-9][0-9]{0,2})$/.test(bits)) return undefined;
  const ipv4 = readIpv4(address);
  const groups = ipv4 ?? readIpv6(address);
  if (groups === undefined) return undefined;
  const width = groups.length * 16;
  const prefix = bits === undefined ? width : Number(bits);
  if (prefix > width) return undefined;
  if (ipv4 === undefined && isMapped(groups) && prefix >= 96) {
    return { family: 4, groups: groups.slice(6), prefix: prefix - 96 };
  }
  return { family: ipv4 === undefined ? 6 : 4, groups, prefix };
}

/** One address, no range. */
export function readAddress(text: string): IpRange | undefined {
  return text.includes("/") ? undefined : readIpRange(text);
}

/** Whether the address lies in the range. */
export function contains(range: IpRange, address: IpRange): boolean {
  if (range.family !== address.family) return false;
  return range.groups.every((group, index) => {
    const counting = Math.min(16, Math.max(0, range.prefix - index * 16));
    return group >> (16 - counting) === (address.groups[index] ?? 0) >> (16 - counting);
  });
}
