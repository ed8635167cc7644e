import { Liquid } from "liquidjs";
import { Marked } from "marked";
import type { Page } from "./read-pages.ts";
import { structuredData } from "./structured-data.ts";

/** The address the company would publish under; canonical links and structured data use it. */
export const HOME = "https://www.nordlys.example";

/** Markdown in which a wide table scrolls by itself, also with the keyboard. */
const markdown = new Marked({
  hooks: {
    postprocess: (html) =>
      html
        .replaceAll("<table>", '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>')
        .replaceAll("</table>", "</table></div>"),
  },
});

const byOrder = (a: Page, b: Page) => a.order - b.order;
const byNewest = (a: Page, b: Page) => (b.date ?? "").localeCompare(a.date ?? "");

/**
 * Makes the function that turns a page into HTML: Liquid, then Markdown, then the layout of the site.
 * `fodspor` is the address of the tracking runtime as seen by the visitor, such as `http://localhost:8787/_f`.
 */
export function createRenderer(folder: string, pages: Page[]) {
  const liquid = new Liquid({
    root: folder,
    partials: `${folder}/partials`,
    layouts: folder,
    extname: ".html",
    outputEscape: "escape",
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    cache: true,
  });
  const under = (prefix: string) => pages.filter(({ path }) => path.startsWith(prefix) && path !== prefix);
  const site = {
    home: HOME,
    pick: under("/products/pick/").sort(byOrder),
    stock: under("/products/stock/").sort(byOrder),
    posts: under("/blog/").sort(byNewest),
    stories: under("/customers/").sort(byOrder),
  };
  liquid.registerFilter("longDate", (date: string, lang = "en-GB") =>
    new Date(date).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" }),
  );
  liquid.registerFilter("current", (path: string, link: string) =>
    path === link ? "page" : String(path.startsWith(link)),
  );

  const rendered = new Map<string, string>();

  return async function render(page: Page, fodspor: string): Promise<string> {
    const key = `${fodspor} ${page.path}`;
    const html = rendered.get(key) ?? (await compose(page, fodspor));
    // Visitors choose the hostname in `fodspor`, so what is kept has to have an end.
    if (rendered.size > 500) rendered.clear();
    rendered.set(key, html);
    return html;
  };

  async function compose(page: Page, fodspor: string): Promise<string> {
    const scope = { page, site, fodspor, structured: structuredData(page, HOME) };
    const text = String(await liquid.parseAndRender(page.body, scope));
    const content = page.markdown ? await markdown.parse(text) : text;
    return String(await liquid.renderFile("layout.html", { ...scope, content }));
  }
}
