// Percent-encoding as signatures have it (RFC 3986): UTF-8, `A-Z a-z 0-9 - _ . ~` stay, hexadecimal in upper case.

const UNRESERVED = /^[A-Za-z0-9\-_.~]*$/;
const LEFT_BY_JAVASCRIPT = /[!'()*]/g;

export function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text).replace(
    LEFT_BY_JAVASCRIPT,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Names in the order of their UTF-8 bytes. */
export function sortedNames(names: Iterable<string>): string[] {
  const list = [...names];
  const ascii = list.every((name) => UNRESERVED.test(name));
  if (ascii) return list.sort();
  return list.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
