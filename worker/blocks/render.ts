import { Recent } from "../lib/recent.ts";
import { renderHtml, variablesOf } from "../platform/liquid.ts";

interface Rendered {
  /** What the template's output depends on; null for more than can be told. */
  variables: string[][] | null;
  /** By the values of these. */
  html: Recent<string>;
}

const MOST_TEMPLATES = 500;
const MOST_VALUES = 100;
const templates = new Recent<Rendered>(MOST_TEMPLATES);

/**
 * A block's HTML. Rendering costs more than deciding, and what most templates ask for (the page, the country) has few
 * values; so what the same values gave before is given again.
 * @throws what liquidjs throws for a broken or endless template
 */
export function renderBlock(template: string, scope: object): string {
  let known = templates.get(template);
  if (!known) {
    known = { variables: variablesOf(template), html: new Recent(MOST_VALUES) };
    templates.set(template, known);
  }
  if (known.variables === null) return renderHtml(template, scope);
  const values = JSON.stringify(known.variables.map((path) => valueAt(scope, path)));
  let html = known.html.get(values);
  if (html === undefined) {
    known.html.set(values, (html = renderHtml(template, scope)));
  }
  return html;
}

/** What is at a path, or, where Liquid has a name of its own for it (`topics.size`), all that this is taken from. */
function valueAt(scope: object, path: string[]): unknown {
  let value: unknown = scope;
  for (const name of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, name))
      return value === scope ? undefined : value;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
