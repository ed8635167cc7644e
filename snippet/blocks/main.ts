import type { Core } from "../core/modules.ts";
import { emit } from "../emit.ts";
import { parse } from "../html.ts";
import { get, tokenOf } from "../visitor.ts";

type Decided = Record<string, { html: string; variant: string } | undefined>;

let asking: Element[] | undefined;
/** Raised when all blocks are asked again, so that an older answer that arrives late is ignored. */
let round = 0;

/**
 * Asks the Worker for a block, together with all others that turn up in the same moment; without an
 * element, for all on the page. A block that gets no answer keeps what it shows.
 */
export default function ask(core: Core, element?: Element): void {
  if (!element) round++;
  const found = element ? [element] : document.querySelectorAll("fodspor-block");
  if (asking) {
    asking.push(...found);
    return;
  }
  asking = [...found];
  setTimeout(() => {
    const elements = new Set(asking);
    asking = undefined;
    fill(core, elements, round).catch(() => {});
  });
}

async function fill(core: Core, elements: Set<Element>, asked: number): Promise<void> {
  const names = new Set([...elements].map(nameOf).filter(Boolean));
  if (!names.size) return;
  const answer = await request(core, [...names].sort());
  if (!answer.ok) return;
  const decided = (await answer.json()) as Decided;
  if (asked != round) return;
  for (const element of elements) show(core, element, decided[nameOf(element)]);
}

function request(core: Core, names: string[]): Promise<Response> {
  const path = `${core._base}/b`;
  const url = core._page();
  const token = tokenOf(core);
  if (token) return fetch(path, { method: "POST", body: JSON.stringify({ names, url, token }) });
  const query = new URLSearchParams({ names: names.join(), url });
  return get(core, `${path}?${query}`);
}

function show(core: Core, element: Element, decided: Decided[string]): void {
  if (!decided) return;
  const { html, variant } = decided;
  const content = parse(core, html);
  const next = document.createElement("div");
  next.append(content.cloneNode(true));
  if (next.innerHTML.trim() != element.innerHTML.trim()) element.replaceChildren(content);
  element.setAttribute("data-variant", variant);
  emit("block", { name: nameOf(element), variant }, element);
}

function nameOf(element: Element): string {
  return element.getAttribute("name") || "";
}
