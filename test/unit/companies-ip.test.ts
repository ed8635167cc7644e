import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cidrKeys, ipKey } from "../../worker/lib/ip.ts";

const v4 = fc.ipV4();
const v6 = fc.ipV6();

/** An address as a number: slow, and plainly right. */
function valueOf(ip: string): bigint {
  const host = new URL(`http://${ip.includes(":") ? `[${ip}]` : ip}/`).hostname;
  if (!host.startsWith("[")) return host.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = "", tail] = host.slice(1, -1).split("::");
  const groups = (half: string): string[] => (half === "" ? [] : half.split(":"));
  const [start, end] = [groups(head), groups(tail ?? "")];
  const all = [...start, ...Array<string>(8 - start.length - end.length).fill("0"), ...end];
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

describe("the key of an address", () => {
  it("sorts as addresses do, within each family", () => {
    for (const family of [v4, v6]) {
      fc.assert(
        fc.property(family, family, (a, b) => {
          const [x, y] = [ipKey(a)!, ipKey(b)!];
          if (x[0] !== y[0]) return;
          const [m, n] = [valueOf(a), valueOf(b)];
          expect(x < y).toBe(m < n);
          expect(x === y).toBe(m === n);
        }),
      );
    }
  });

  it("of IPv4 is the same however it is written", () => {
    fc.assert(
      fc.property(v4, (ip) => {
        const hex = valueOf(ip).toString(16).padStart(8, "0");
        const mapped = `::FFFF:${hex.slice(0, 4)}:${hex.slice(4)}`;
        expect([ipKey(`::ffff:${ip}`), ipKey(`0:0:0:0:0:ffff:${ip}`), ipKey(mapped)]).toEqual(Array(3).fill(ipKey(ip)));
        expect(ipKey(ip)).toBe(`4${hex}`);
      }),
    );
  });

  it.each([
    "",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    "1.2.3.4/24",
    ":",
    ":::",
    "1::2::3",
    "g::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "fe80::1%eth0",
    " 1.2.3.4",
  ])("is none of %j", (text) => {
    expect(ipKey(text)).toBeNull();
  });

  it("of a network is its first and its last", () => {
    expect(cidrKeys("192.0.2.77/24")).toEqual({ first: "4c0000200", last: "4c00002ff" });
    expect(cidrKeys("0.0.0.0/0")).toEqual({ first: "400000000", last: "4ffffffff" });
    expect(cidrKeys("2001:db8::/32")).toEqual({
      first: `620010db8${"0".repeat(24)}`,
      last: `620010db8${"f".repeat(24)}`,
    });
    for (const text of ["192.0.2.0", "192.0.2.0/33", "x/8", "::/129"])
      expect([text, cidrKeys(text)]).toEqual([text, null]);
  });
});
