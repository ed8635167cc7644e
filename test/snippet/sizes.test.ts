import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { bundleSnippet, costTable, measure, type SnippetBundle } from "../../cli/build.ts";

describe("the built snippet", () => {
  let bundle: SnippetBundle;
  beforeAll(async () => {
    bundle = await bundleSnippet();
  });

  test("keeps within its budgets", () => {
    const { blocks, forms, consent, bridge, check, page, place, proof, spell } = bundle.modules;
    expect(measure(bundle.core).raw).toBeLessThanOrEqual(8000);
    expect(measure(bundle.core).brotli).toBeLessThanOrEqual(3600);
    expect(measure(forms).brotli).toBeLessThanOrEqual(3200);
    expect(measure(check).brotli).toBeLessThanOrEqual(1400);
    expect(measure(page).brotli).toBeLessThanOrEqual(3000);
    expect(measure(place).brotli).toBeLessThanOrEqual(1200);
    expect(measure(proof).brotli).toBeLessThanOrEqual(800);
    expect(measure(spell).brotli).toBeLessThanOrEqual(3300);
    expect(measure(blocks).brotli).toBeLessThanOrEqual(1600);
    expect(measure(consent).brotli).toBeLessThanOrEqual(1600);
    expect(measure(bridge).brotli).toBeLessThanOrEqual(900);
  });

  test("costs what docs/snippet.md says; `node cli/build.ts --costs` prints the table anew", async () => {
    const docs = await readFile(new URL("../../docs/snippet.md", import.meta.url), "utf8");
    // The formatter aligns tables.
    const cells = (table: string) =>
      table.split("\n").map((line) => line.split("|").map((cell) => cell.trim().replace(/-+/, "-")));
    const [, table] = docs.split(/<!-- node cli\/build.ts --costs -->\n\n|\n\nA test holds/);
    expect(cells(table!)).toEqual(cells(await costTable()));
  });

  test("asks for its modules by the names in the manifest", () => {
    for (const file of Object.values(bundle.manifest)) {
      expect(file).toMatch(/^[a-z]+\.[0-9a-f]{8}\.js$/);
      for (const asking of [bundle.core, bundle.modules.forms, bundle.modules.page]) {
        expect(asking).toContain(file.replace(/^[a-z]+/, ""));
      }
    }
  });

  test("needs no eval and leaves no property unshortened", () => {
    const all = [bundle.core, ...Object.values(bundle.modules)].join("\n");
    expect(all).not.toMatch(/\beval\(|new Function|\._[a-z]{3}/);
  });

  test("is the same each time", async () => {
    expect(await bundleSnippet()).toEqual(bundle);
  });
});
