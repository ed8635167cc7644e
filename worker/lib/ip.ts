/** An address with the host part removed: /24 of IPv4, /48 of IPv6. Null for what is no address. */
export function truncateIp(ip: string): string | null {
  const key = ipKey(ip);
  if (key === null) return null;
  const groups = key.slice(1).match(key.startsWith("4") ? /../g : /..../g)!;
  if (key.startsWith("4"))
    return `${groups
      .slice(0, 3)
      .map((hex) => parseInt(hex, 16))
      .join(".")}.0`;
  return `${groups
    .slice(0, 3)
    .map((hex) => parseInt(hex, 16).toString(16))
    .join(":")}::`;
}

/** A machine talking to itself, as in a local run. */
export const isLoopback = (ip: string): boolean => ip === "::1" || ip.startsWith("127.");

/**
 * An address as text that sorts as addresses do: `4` and 8 hexadecimal digits, or `6` and 32. An IPv4 address written as
 * IPv6 (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) is the IPv4 address. Null for what is no address.
 */
export function ipKey(ip: string): string | null {
  const v4 = hexOfV4(ip);
  if (v4 !== null) return `4${v4}`;
  const v6 = hexOfV6(ip);
  if (v6 === null) return null;
  return v6.startsWith(MAPPED) ? `4${v6.slice(MAPPED.length)}` : `6${v6}`;
}

const MAPPED = `${"0".repeat(20)}ffff`;

/**
 * The first and last {@link ipKey} of a network written as CIDR: `192.0.2.0/24`, `2001:db8::/32`. Null for what is none.
 * Bits behind the prefix are let go.
 */
export function cidrKeys(cidr: string): { first: string; last: string } | null {
  const [, address, length] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const key = address === undefined ? null : ipKey(address);
  if (key === null) return null;
  const bits = key.startsWith("4") ? 32 : 128;
  if (Number(length) > bits) return null;
  const host = (1n << BigInt(bits - Number(length))) - 1n;
  const value = BigInt(`0x${key.slice(1)}`);
  const keyOf = (n: bigint): string => key[0]! + n.toString(16).padStart(bits / 4, "0");
  return { first: keyOf(value & ~host), last: keyOf(value | host) };
}

function hexOfV4(ip: string): string | null {
  const parts = ip.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("");
}

function hexOfV6(ip: string): string | null {
  const colon = ip.lastIndexOf(":");
  if (colon < 0) return null;
  // The last 32 bits may be written as IPv4.
  const tail = hexOfV4(ip.slice(colon + 1));
  const text = tail === null ? ip : `${ip.slice(0, colon + 1)}${tail.slice(0, 4)}:${tail.slice(4)}`;
  const [head, rest, ...more] = text.split("::");
  if (more.length > 0) return null;
  const groupsOf = (half: string | undefined): string[] => (half ? half.split(":") : []);
  const [start, end] = [groupsOf(head), groupsOf(rest)];
  const missing = 8 - start.length - end.length;
  if (rest === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...start, ...Array<string>(missing).fill("0"), ...end];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => group.toLowerCase().padStart(4, "0")).join("");
}
