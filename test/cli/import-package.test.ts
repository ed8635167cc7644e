import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { access, copyFile, link, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fetchLists, PACKAGE, unpackLists } from "../../cli/import/package.ts";
import { rangesOf } from "../../cli/import/ranges.ts";
import { startImport, tempFolder } from "../support/import.ts";

describe("a package of lists", () => {
  it("is fetched with npm: its lists, packed or not, without those in numbers; and taken away again", async () => {
    const folder = await tempFolder();
    await mkdir(folder.path("lists"));
    await folder.write("lists/package.json", JSON.stringify({ name: "some-lists", version: "1.0.0" }));
    await folder.write("lists/asn-ipv4.csv", "192.0.2.0,192.0.2.255,64500,Acme\n");
    await folder.write("lists/asn-ipv4-num.csv", "3221225984,3221226239,64500,Acme\n");
    await folder.write("lists/asn-ipv6.csv.gz", gzipSync("2001:db8::,2001:db8::ffff,64500,Acme\n"));
    await folder.write("lists/asn-ipv6-num.csv.gz", gzipSync("1,2,64500,Acme\n"));
    const { paths, remove } = await fetchLists(folder.path("lists"));
    expect(paths.map((path) => basename(path))).toEqual(["asn-ipv4.csv", "asn-ipv6.csv.gz"]);
    const rows: unknown[] = [];
    for await (const { file, line, row } of (await rangesOf("x", paths)).items()) rows.push([file, line, row]);
    const range = { asn: "64500", organization: "Acme" };
    expect(rows).toEqual([
      ["asn-ipv4.csv", 1, { first: "192.0.2.0", last: "192.0.2.255", ...range }],
      ["asn-ipv6.csv.gz", 1, { first: "2001:db8::", last: "2001:db8::ffff", ...range }],
    ]);
    await remove();
    await expect(access(dirname(dirname(paths[0]!)))).rejects.toThrow("ENOENT");
  });

  it("leads nowhere else: links and pipes in it are left alone", async () => {
    const folder = await tempFolder();
    await mkdir(folder.path("package/inner"), { recursive: true });
    await folder.write("secret-ipv4.csv", "192.0.2.0,192.0.2.255,64500,Acme\n");
    await folder.write("package/inner/good-ipv4.csv", "192.0.2.0,192.0.2.255,64500,Acme\n");
    await symlink(folder.path("secret-ipv4.csv"), folder.path("package/asn-ipv4.csv"));
    await symlink(folder.path("."), folder.path("package/all"));
    execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", folder.path("package/pipe-ipv4.csv")]);
    const archive = folder.path("evil.tgz");
    execFileSync("tar", ["-czf", archive, "-C", folder.path("."), "package"]);
    const { paths, remove } = await unpackLists("evil", (to) => copyFile(archive, join(to, "evil.tgz")));
    expect(paths.map((path) => basename(path))).toEqual(["good-ipv4.csv"]);
    await remove();
  });

  it.each(["SIGTERM", "SIGINT"] as const)("is taken away also by %s", async (signal) => {
    const folder = await tempFolder();
    await mkdir(folder.path("lists"));
    await mkdir(folder.path("tmp"));
    await folder.write("lists/package.json", JSON.stringify({ name: "some-lists", version: "1.0.0" }));
    await folder.write("lists/asn-ipv4.csv", "192.0.2.0,192.0.2.255,64500,Acme\n");
    const script = `
      const { fetchLists } = await import(${JSON.stringify(join(import.meta.dirname, "../../cli/import/package.ts"))});
      await fetchLists(${JSON.stringify(folder.path("lists"))});
      console.log("fetched");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...process.env, TMPDIR: folder.path("tmp") },
    });
    await once(child.stdout, "data");
    const fetched = await readdir(folder.path("tmp"));
    expect(fetched.filter((name) => name.startsWith("fodspor-ranges-"))).toHaveLength(1);
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([null, signal]);
    const left = await readdir(folder.path("tmp"));
    expect(left.filter((name) => name.startsWith("fodspor-ranges-"))).toEqual([]);
  });

  it("that is none is explained", async () => {
    const folder = await tempFolder();
    await mkdir(folder.path("other"));
    await folder.write("other/package.json", JSON.stringify({ name: "no-lists", version: "1.0.0" }));
    await expect(fetchLists(folder.path("other"))).rejects.toThrow(/has no list of ranges/);
    await expect(fetchLists(folder.path("nowhere"))).rejects.toThrow(/cannot be fetched with npm/);
  });

  it.each([
    ["@ip-location-db/asn", true],
    ["some-lists@1.2.3", true],
    ["--registry=x", false],
    ["../x", false],
    ["a b", false],
  ])("%s is a package's name: %s", (name, is) => expect(PACKAGE.test(name)).toBe(is));
});

describe("the import command", () => {
  it("overwrites neither what it reads nor anything else that is read", async () => {
    const folder = await tempFolder();
    const file = await folder.write("ranges.csv", "192.0.2.0,192.0.2.255,64500,Acme\n");
    const { code, err } = await startImport(
      ["ip-ranges", file, "--report", `${dirname(file)}/./ranges.csv`],
      "http://127.0.0.1:9",
    ).ended;
    expect([code, err]).toEqual([1, expect.stringContaining("is what is read")]);
    await symlink(file, folder.path("linked.csv"));
    await link(file, folder.path("same.csv"));
    for (const report of ["linked.csv", "same.csv"]) {
      const args = ["ip-ranges", file, "--report", folder.path(report)];
      const told = await startImport(args, "http://127.0.0.1:9").ended;
      expect([told.code, told.err]).toEqual([1, expect.stringContaining("is what is read")]);
    }
    expect(await readFile(file, "utf8")).toContain("Acme");
  });
});
