import { Context, Liquid, type Template } from "liquidjs";

const MOST_TEMPLATES = 1_000;
/** Parts that one rendering writes, each turn of a loop anew. */
const MOST_PARTS = 50_000;

const engine = new Liquid({
  outputEscape: "escape",
  ownPropertyOnly: true,
  renderLimit: 1_000,
  memoryLimit: 10_000_000,
  parseLimit: 500_000,
});
/** Text bodies and subjects are not HTML; nothing is escaped there. */
const plain = new Liquid({ ownPropertyOnly: true, renderLimit: 1_000, memoryLimit: 10_000_000, parseLimit: 500_000 });

const parsed = new Map<string, Template[]>();

/**
 * Renders with a limit of its own: a Worker's clock stands still while it works, so a limit in time would never be reached there.
 * @throws an Error for a template that goes on and on
 */
function render(liquid: Liquid, templates: Template[], scope: object): string {
  let parts = 0;
  const context = new Context(scope, liquid.options, { sync: true }, { liquid });
  const { renderLimit } = context;
  const check = renderLimit.check.bind(renderLimit);
  renderLimit.check = (time) => {
    if (++parts > MOST_PARTS) throw new Error(`the template writes more than ${MOST_PARTS} parts; shorten its loops`);
    check(time);
  };
  return liquid.renderSync(templates, context);
}

/**
 * The one template engine: Liquid, every output escaped, time and memory limited. Templates are parsed once.
 * @throws what liquidjs throws for a broken or endless template
 */
export function renderHtml(template: string, scope: object): string {
  return isPlain(template) ? template : render(engine, parse(template), scope);
}

/**
 * The paths of all that a template's output depends on, such as `["page", "path"]`; null for one that depends on more:
 * on the time, on chance, or on a path that is itself worked out.
 * @throws what liquidjs throws for a broken template
 */
export function variablesOf(template: string): string[][] | null {
  if (isPlain(template)) return [];
  if (/\|\s*(date|sample)/.test(template)) return null;
  const paths = engine.globalVariableSegmentsSync(parse(template));
  return paths.every((path) => path.every((segment) => typeof segment === "string")) ? (paths as string[][]) : null;
}

/**
 * The paths of all variables that a template names and does not set itself; what is worked out is left out of a path.
 * @throws what liquidjs throws for a broken template
 */
export function namedIn(template: string): string[][] {
  if (isPlain(template)) return [];
  // Not through the cache: only the templates of the playbook in force belong there.
  const paths = engine.globalVariableSegmentsSync(parseNew(template));
  return paths.map((path) => path.filter((segment) => typeof segment === "string"));
}

/** What is wrong with a template, in a sentence; null if nothing is. Files cannot be included: there are none. */
export function checkTemplate(template: string): string | null {
  try {
    const included = /\{%-?\s*(include|render|layout)\b/.exec(template);
    if (included) return `"${included[1]}" has no other file to take in`;
    parseNew(template);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "this is not a Liquid template";
  }
}

/** Looking for a template's variables takes a time that grows with the square of its tags. */
const MOST_TAGS = 300;

function parseNew(template: string): Template[] {
  const tags = template.split(/\{[{%]/).length - 1;
  if (tags > MOST_TAGS) throw new Error(`there are ${tags} Liquid tags; one template has ${MOST_TAGS} at most`);
  return engine.parse(template);
}

const isPlain = (template: string): boolean => !template.includes("{{") && !template.includes("{%");

function parse(template: string): Template[] {
  let ready = parsed.get(template);
  if (!ready) {
    ready = engine.parse(template);
    if (parsed.size >= MOST_TEMPLATES) parsed.clear();
    parsed.set(template, ready);
  }
  return ready;
}

/** As {@link renderHtml}, for text that is not HTML. */
export function renderText(template: string, scope: object): string {
  return render(plain, plain.parse(template), scope);
}
