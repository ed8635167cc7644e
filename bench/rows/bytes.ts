import { bundleSnippet, measure } from "../../cli/build.ts";
import { countRow, type Row } from "../row.ts";

/** What a browser downloads, against the budgets of the snippet. */
export async function bytes(): Promise<Row[]> {
  const { core, modules } = await bundleSnippet();
  const brotli = (name: string, text: string, budget: number): Row =>
    countRow("bytes", `${name}, brotli`, measure(text).brotli, budget, "B");
  return [
    brotli("core", core, 3600),
    brotli("forms", modules.forms, 3200),
    brotli("forms: check", modules.check, 1400),
    brotli("forms: place", modules.place, 1200),
    brotli("forms: page", modules.page, 3000),
    brotli("forms: proof", modules.proof, 800),
    brotli("forms: spell", modules.spell, 3300),
    brotli("blocks", modules.blocks, 1600),
    brotli("consent banner", modules.consent, 1600),
    brotli("consent bridge", modules.bridge, 900),
    countRow("bytes", "core, raw", measure(core).raw, 8000, "B"),
  ];
}
