import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type CsvRow, delimiterOf, readCsv } from "../../cli/import/csv.ts";
import { inspect } from "../../cli/import/file.ts";
import { rangesOf } from "../../cli/import/ranges.ts";
import { tempFolder } from "../support/import.ts";

async function rowsOf(content: string | Uint8Array, name = "x.csv"): Promise<[number, string[]][]> {
  const file = await (await tempFolder()).write(name, content);
  const rows: CsvRow[] = [];
  for await (const row of readCsv(await inspect(file))) rows.push(row);
  return rows.map(({ line, cells }) => [line, cells]);
}

describe("a CSV file", () => {
  it("tells the line of the file that each record begins on", async () => {
    const text = 'a,b\r\n1,"x\r\ny"\r\n\r\n\r\n"p\r\n\r\nq",2\r\n3,4';
    expect(await rowsOf(text)).toEqual([
      [1, ["a", "b"]],
      [2, ["1", "x\ny"]],
      [6, ["p\n\nq", "2"]],
      [9, ["3", "4"]],
    ]);
    expect((await rowsOf('\n\na\n"1\n2"\n3\n')).map(([line]) => line)).toEqual([3, 4, 6]);
    expect((await rowsOf("a\r1\r2")).map(([line]) => line)).toEqual([1, 2, 3]);
  });

  it.each([
    ["a;b,c;d\n", ";"],
    ["a,b\n", ","],
    ["a\tb\n", "\t"],
    ['"x;y;z",b\n', ","],
    ["alone\n", ","],
    ['\n\n"a\n;;",b\nx;y;z\n', ","],
    ["no end", null],
    ['"'.repeat(60_000), null],
  ])("%j has %j between its cells", (text, delimiter) => expect(delimiterOf(text)).toBe(delimiter));

  it("is read in the encoding it is written in", async () => {
    const bom = Buffer.from([0xef, 0xbb, 0xbf]);
    expect(await rowsOf(Buffer.concat([bom, Buffer.from("navn\nBjørn\n")]))).toEqual([
      [1, ["navn"]],
      [2, ["Bjørn"]],
    ]);
    expect(await rowsOf(Buffer.from("navn\nBjørn\n", "latin1"))).toMatchObject([{}, [2, ["Bjørn"]]]);
    expect(await rowsOf(Buffer.from("\uFEFFnavn\tby\nBjørn\tÅrhus\n", "utf16le"))).toMatchObject([
      {},
      [2, ["Bjørn", "Århus"]],
    ]);
    expect(await rowsOf(gzipSync("navn\nBjørn\n"), "x.csv.gz")).toMatchObject([{}, [2, ["Bjørn"]]]);
  });

  it("that cannot be read is refused by its line, whatever is wrong", async () => {
    await expect(rowsOf('a,b\n1,2\n3,"open\n4,5\n')).rejects.toThrow(/x\.csv:3 {2}.*never closed/);
    await expect(rowsOf('a,b\n1,12" pipe\n')).rejects.toThrow(/x\.csv:2 {2}a quote inside a cell/);
    await expect(rowsOf(`a,b\n1,"${"x".repeat(2_000_000)}`)).rejects.toThrow(
      /x\.csv:2 {2}more than 1 MB .*never closed/,
    );
    await expect(rowsOf(`a,b\n1,${"x".repeat(2_000_000)}\n`)).rejects.toThrow(/x\.csv:2 {2}more than 1 MB .*shorten/);
    await expect(rowsOf("")).rejects.toThrow(/is empty/);
    await expect(rowsOf("a,b\0\n")).rejects.toThrow(/is no text/);
    await expect(rowsOf(Buffer.from("504b030414000600", "hex"))).rejects.toThrow(/spreadsheet/);
    await expect(rowsOf("no gzip", "x.csv.gz")).rejects.toThrow(/cannot be unpacked/);
    await expect(inspect(import.meta.dirname)).rejects.toThrow(/is a folder/);
    await expect(inspect("/dev/null")).rejects.toThrow(/is no file\. It is read several times/);
    await expect(inspect("nowhere.csv")).rejects.toThrow(/There is no file/);
  });
});

describe("a list of ranges", () => {
  const read = async (content: string): Promise<unknown[]> => {
    const source = await rangesOf("x", [await (await tempFolder()).write("x.csv", content)]);
    const rows: unknown[] = [];
    for await (const { row } of source.items()) rows.push(row);
    return rows;
  };

  it("may have a header, whose names vary, or none", async () => {
    const range = { first: "192.0.2.0", last: "192.0.2.255", asn: "64500", organization: "Acme, Inc." };
    expect(await read('192.0.2.0,192.0.2.255,64500,"Acme, Inc."\n')).toEqual([range]);
    expect(await read('Country;ip_from;ip_to;ASN;Name\nDK;192.0.2.0;192.0.2.255;64500;"Acme, Inc."\n')).toEqual([
      range,
    ]);
    expect(await read("cidr,organization,domain,kind\n2001:db8::/32,Acme,acme.example,company\n")).toEqual([
      { first: "2001:db8::/32", organization: "Acme", domain: "acme.example", kind: "company" },
    ]);
    expect(await read("192.0.2.0/24,64500,Acme\n")).toEqual([
      { first: "192.0.2.0/24", asn: "64500", organization: "Acme" },
    ]);
  });

  it("says which columns it needs", async () => {
    await expect(read("from,to,who\n1,2,3\n")).rejects.toThrow(/x\.csv:1 {2}.*first,last,asn,organization/);
  });
});
