import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { companyAt } from "../../worker/companies/lookup.ts";
import {
  addRanges,
  dropOtherRanges,
  networksOf,
  networksQuery,
  parseRange,
  type Range,
} from "../../worker/companies/ranges.ts";
import { ipKey } from "../../worker/lib/ip.ts";
import { type Db, openDb } from "../../worker/platform/db.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON } from "../support/events.ts";
import { importRanges, rowsOf } from "../support/ranges.ts";

const ADDRESS = "192.0.2.77";

let open: () => Db;
beforeEach(async () => {
  ({ open } = await freshDatabase());
});

describe("a list of ranges", () => {
  it("is searched as by reading all of it: the narrowest range that holds an address, over all lists", async () => {
    const small = fc.nat({ max: 60 });
    const lists = fc.array(fc.uniqueArray(small, { maxLength: 12 }), { maxLength: 3 });
    const ip = (n: number, family: number): string => (family === 4 ? `192.0.2.${n}` : `2001:db8::${n.toString(16)}`);
    let serial = 0;
    const check = async (cuts: number[][], family: number): Promise<void> => {
      await open().write(["DELETE FROM imports", "DELETE FROM ip_ranges"]);
      const all: { from: number; to: number; name: string }[] = [];
      for (const cut of cuts) {
        const points = cut.toSorted((a, b) => a - b);
        const ranges = points.flatMap((from, i) =>
          i % 2 === 0 && points[i + 1] !== undefined ? [{ from, to: points[i + 1]!, name: `Company ${++serial}` }] : [],
        );
        all.push(...ranges);
        const list = ranges.map(({ from, to, name }) => ({
          first: ip(from, family),
          last: ip(to, family),
          organization: name,
        }));
        await importRanges(open(), `i${serial}-${all.length}`, 1, list, { name: `list ${++serial}` });
      }
      const asked = Array.from({ length: 62 }, (_, n) => n);
      const [result] = await open().read([networksQuery(asked.map((n) => ipKey(ip(n, family))!))]);
      const found = networksOf(result!.rows);
      for (const n of asked) {
        const holding = all
          .filter(({ from, to }) => from <= n && n <= to)
          .map((range) => ({ ...range, width: range.to - range.from }));
        const best = Math.min(...holding.map(({ width }) => width));
        const narrowest = holding.filter(({ width }) => width === best).map(({ name }) => name);
        const name = found.get(ipKey(ip(n, family))!)?.organization;
        if (narrowest.length === 0) expect(name).toBeUndefined();
        else expect(narrowest).toContain(name);
      }
    };
    await fc.assert(fc.asyncProperty(lists, fc.constantFrom(4, 6), check), { numRuns: 25 });
  });

  it("is in force once it is finished, until a newer one of its name is; others stand beside it", async () => {
    const one = { first: "192.0.2.0/24" };
    const found = async () => {
      const [result] = await open().read([networksQuery([ipKey(ADDRESS)!])]);
      return networksOf(result!.rows).get(ipKey(ADDRESS)!)?.organization;
    };
    await importRanges(open(), "a", 1, [{ ...one, organization: "Old" }]);
    await importRanges(open(), "b", 2, [{ ...one, organization: "Unfinished" }], { finishedAt: null });
    await importRanges(open(), "c", 3, [{ ...one, organization: "Tried" }], { dryRun: 1 });
    expect(await found()).toBe("Old");
    await open().write(["UPDATE imports SET finished_at = 4 WHERE id = 'b'"]);
    expect(await found()).toBe("Unfinished");
    await importRanges(open(), "d", 5, [{ first: "192.0.2.77", organization: "Own list" }], { name: "own" });
    expect(await found()).toBe("Own list");
    const [dropped] = await open().write([dropOtherRanges("asn")]);
    expect(dropped!.rowsAffected).toBe(1);
    expect(
      await rowsOf(open(), "SELECT organization FROM ip_ranges WHERE organization IN ('Old', 'Own list')"),
    ).toEqual([{ organization: "Own list" }]);
  });

  it("is sought in, never read through", async () => {
    const { sql, args } = networksQuery(["4c000024d"]) as { sql: string; args: string[] };
    const plan = (await rowsOf(open(), `EXPLAIN QUERY PLAN ${sql}`, ...args)).map((row) => String(row["detail"]));
    expect(plan.filter((line) => /(SCAN|SEARCH) (r|ip_ranges)\b/.test(line))).toEqual([
      expect.stringMatching(/^SEARCH r USING .*\(source=\? AND first=\?\)/),
      expect.stringMatching(/^SEARCH ip_ranges USING .*\(source=\? AND first<\?\)/),
    ]);
    expect(plan.filter((line) => /(SCAN|SEARCH) d\b/.test(line))).toEqual([
      expect.stringMatching(/^SEARCH d USING COVERING INDEX .*\(source=\?\)/),
    ]);
  });
});

describe("ranges of one list that overlap", () => {
  const at = (n: number): string => `192.0.2.${n}`;
  const nameOf = async (ns: number[]): Promise<(string | undefined)[]> => {
    const [result] = await open().read([networksQuery(ns.map((n) => ipKey(at(n))!))]);
    const found = networksOf(result!.rows);
    return ns.map((n) => found.get(ipKey(at(n))!)?.organization);
  };

  it("are all found, the narrowest first, in whatever order and however often they come", async () => {
    const range = fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
    const lists = fc.uniqueArray(range, { maxLength: 12, selector: String });
    const asked = Array.from({ length: 32 }, (_, n) => n);
    const check = async (told: number[][], cut: number): Promise<void> => {
      await open().write(["DELETE FROM imports", "DELETE FROM ip_ranges"]);
      const rows = told.map(([first, last]) => ({
        first: at(first!),
        last: at(last!),
        organization: `Co ${first} ${last}`,
      }));
      await importRanges(open(), "a", 1, rows.slice(0, cut));
      const ranges = rows.map((row) => parseRange(row) as Range);
      const left = await addRanges(open(), ranges.slice(cut), "asn", "a");
      // Sent again, they are there once.
      expect(await addRanges(open(), ranges.slice(cut), "asn", "a")).toEqual(left);
      expect(await rowsOf(open(), "SELECT count(*) AS n FROM ip_ranges")).toEqual([{ n: ranges.length - left.length }]);
      const kept = told.filter((_, i) => !left.some((one) => one.organization === rows[i]!.organization));
      const names = await nameOf(asked);
      for (const n of asked) {
        const holding = kept.filter(([first, last]) => first! <= n && n <= last!);
        const best = Math.min(...holding.map(([first, last]) => last! - first!));
        const narrowest = holding
          .filter(([first, last]) => last! - first! === best)
          .map((one) => `Co ${one.join(" ")}`);
        if (narrowest.length === 0) expect(names[n]).toBeUndefined();
        else expect(narrowest).toContain(names[n]);
      }
    };
    await fc.assert(fc.asyncProperty(lists, fc.nat({ max: 12 }), check), { numRuns: 25 });
  });

  it("are told where there is no end of them, and go with their list", async () => {
    const rows = Array.from({ length: 10 }, (_, n) => ({ first: at(n), last: at(99 - n), organization: `Co ${n}` }));
    await importRanges(open(), "a", 1, []);
    const left = await addRanges(
      open(),
      rows.map((row) => parseRange(row) as Range),
      "asn",
      "a",
    );
    expect(left.map(({ organization }) => organization)).toEqual(["Co 8", "Co 9"]);
    expect(await nameOf([0, 7, 8, 99, 100])).toEqual(["Co 0", "Co 7", "Co 7", "Co 0", undefined]);
    await importRanges(open(), "b", 2, [{ first: at(1), organization: "New" }]);
    await open().write([dropOtherRanges("asn")]);
    expect(await rowsOf(open(), "SELECT organization FROM ip_ranges")).toEqual([{ organization: "New" }]);
  });
});

describe("the company of a request", () => {
  const range = { first: "192.0.2.0/24", organization: "Havbo Sport A/S" };

  it("is asked for once an hour, in one round trip", async () => {
    await importRanges(open(), "a", 1, [range]);
    const db = open();
    const ask = (minutes: number) => companyAt(db, "192.0.2.1", undefined, NOON + minutes * 60_000);
    const company = { kind: "company", name: "Havbo Sport A/S" };
    expect([await ask(0), await ask(1), await ask(59)]).toEqual([company, company, company]);
    expect(db.roundTrips).toBe(1);
    await open().write(["DELETE FROM ip_ranges"]);
    expect(await ask(61)).toBeUndefined();
    expect(db.roundTrips).toBe(2);
  });

  it("is not known without a database; another address is asked for, this one after a minute", async () => {
    const gone = openDb({ LIBSQL_URL: "http://127.0.0.1:1", LIBSQL_TOKEN: undefined });
    const address = "192.0.2.2";
    expect(await companyAt(gone, address, { asn: 1, organization: "ACME A/S" }, NOON)).toBeUndefined();
    await importRanges(open(), "a", 1, [range]);
    const ask = (seconds: number) =>
      companyAt(open(), address, { asn: 1, organization: "ACME A/S" }, NOON + seconds * 1000);
    expect(await ask(59)).toBeUndefined();
    expect(await ask(61)).toMatchObject({ name: "Havbo Sport A/S" });
  });
});
