import { Liquid, type Template } from "liquidjs";

const MOST_TEMPLATES = 1_000;

const engine = new Liquid({
  outputEscape: "escape",
  ownPropertyOnly: true,
  renderLimit: 200,
  memoryLimit: 10_000_000,
  parseLimit: 500_000,
});
/** Text bodies and subjects are not HTML; nothing is escaped there. */
const plain = new Liquid({ ownPropertyOnly: true, renderLimit: 200, memoryLimit: 10_000_000, parseLimit: 500_000 });

const parsed = new Map<string, Template[]>();

/**
 * The one template engine: Liquid, every output escaped, time and memory limited. Templates are parsed once.
 * @throws what liquidjs throws for a broken or endless template
 */
export function renderHtml(template: string, scope: object): string {
  if (!template.includes("{{") && !template.includes("{%")) return template;
  let ready = parsed.get(template);
  if (!ready) {
    ready = engine.parse(template);
    if (parsed.size >= MOST_TEMPLATES) parsed.clear();
    parsed.set(template, ready);
  }
  return engine.renderSync(ready, scope);
}

/** As {@link renderHtml}, for text that is not HTML. */
export function renderText(template: string, scope: object): string {
  return plain.parseAndRenderSync(template, scope);
}
