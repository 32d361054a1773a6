/**
 * IP addresses and CIDR ranges, IPv4 and IPv6, as bytes. Strict: what is not an address in its usual notation (RFC 4291 section 2.2 for
 * IPv6, four decimal numbers without leading zeros for IPv4) is no address.
 */
export interface IpRange {
  /** 4 or 16 bytes, with zeros after the prefix. */
  readonly network: Uint8Array;
  readonly prefixBits: number;
}

const ADDRESS_CHARACTERS_MAX = 45;

/** Bytes of an address (4 or 16), or null. An IPv6 address that maps an IPv4 one stays an IPv6 address. */
export function parseAddress(text: string): Uint8Array | null {
  if (text.length > ADDRESS_CHARACTERS_MAX) return null;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/**
 * Range from `address/bits`, and whether the text had zeros after the prefix, or null. A range of IPv4 addresses written as IPv6 ones is none
 * (as in Kubernetes): clients of dual-stack sockets are judged by their IPv4 address.
 */
export function parseMaskedRange(text: string): { readonly range: IpRange; readonly isMasked: boolean } | null {
  const slash = text.indexOf('/');
  if (slash < 0) return null;
  const address = parseAddress(text.slice(0, slash));
  const bitsText = text.slice(slash + 1);
  if (address === null || isMappedIpv4(address) || !/^(0|[1-9]\d{0,2})$/.test(bitsText)) return null;
  const prefixBits = Number(bitsText);
  if (prefixBits > address.length * 8) return null;
  const network = address.map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, prefixBits - at * 8))) & 0xff);
  return { range: { network, prefixBits }, isMasked: network.every((byte, at) => byte === address[at]) };
}

/** Range from `address/bits`, or null; bits after the prefix must be zero. */
export function parseRange(text: string): IpRange | null {
  const parsed = parseMaskedRange(text);
  return parsed?.isMasked ? parsed.range : null;
}

/** Is the address in the range? Families never mix, except that an IPv4 address may come as `::ffff:a.b.c.d` from a dual-stack socket. */
export function rangeContains(range: IpRange, address: Uint8Array): boolean {
  if (range.network.length !== address.length) return false;
  const whole = range.prefixBits >> 3;
  for (let at = 0; at < whole; at += 1) if (range.network[at] !== address[at]) return false;
  const rest = range.prefixBits & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return ((range.network[whole] as number) & mask) === ((address[whole] as number) & mask);
}

/** Address of a connection as a socket reports it: without zone, mapped IPv4 as IPv4. null if it is none. */
export function addressOfSocket(text: string): Uint8Array | null {
  const zone = text.indexOf('%');
  const address = parseAddress(zone < 0 ? text : text.slice(0, zone));
  return address !== null && isMappedIpv4(address) ? address.subarray(12) : address;
}

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = new Uint8Array(4);
  for (const [at, part] of parts.entries()) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    bytes[at] = Number(part);
  }
  return bytes;
}

function parseIpv6(text: string): Uint8Array | null {
  const gap = text.indexOf('::');
  if (gap < 0) {
    const groups = groupsOf(text, true);
    return groups?.length === 16 ? Uint8Array.from(groups) : null;
  }
  if (text.indexOf('::', gap + 1) >= 0) return null;
  const head = groupsOf(text.slice(0, gap), false);
  const tail = groupsOf(text.slice(gap + 2), true);
  if (head === null || tail === null || head.length + tail.length > 14) return null;
  const bytes = new Uint8Array(16);
  bytes.set(head, 0);
  bytes.set(tail, 16 - tail.length);
  return bytes;
}

/** Bytes of colon-separated groups; an IPv4 address may stand for the last two. */
function groupsOf(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const bytes: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (mayEndInIpv4 && at === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === null) return null;
      bytes.push(...ipv4);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null;
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 0xff);
    }
  }
  return bytes.length <= 16 ? bytes : null;
}

function isMappedIpv4(bytes: Uint8Array): boolean {
  if (bytes.length !== 16) return false;
  for (let at = 0; at < 10; at += 1) if (bytes[at] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}
