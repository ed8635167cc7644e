import type { Core } from "../core/modules.ts";

/** Loads what stands around a form over the page. A sheet made by script is allowed by any content security policy. */
export async function frameStyle(core: Core): Promise<void> {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await (await fetch(`${core._base}/form.css?part=frame`, { credentials: "omit" })).text());
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  } catch {
    // Without it the browser's own look has to do.
  }
}
