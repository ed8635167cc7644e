import type { Core } from "../core/modules.ts";
import { parse } from "../html.ts";
import { get, tokenOf } from "../visitor.ts";
import { enhance } from "./submit.ts";

const seen = new WeakSet<Element>();

/**
 * Fills a `<fodspor-form>` with the form to show now (unless edge mode has put it there already) and
 * makes it submit without leaving the page. Where that fails, the element keeps what it shows.
 */
export default async function mount(core: Core, element?: Element): Promise<void> {
  if (!element || seen.has(element)) return;
  seen.add(element);
  const name = element.getAttribute("name") || "";
  const find = () => element.querySelector<HTMLFormElement>("form.fodspor-form");
  if (!find()) {
    const answer = await request(core, `${core._base}/form/${encodeURIComponent(name)}`);
    if (!answer.ok) return;
    element.replaceChildren(parse(core, await answer.text()));
  }
  const form = find();
  if (form) enhance(core, name, form);
}

function request(core: Core, path: string): Promise<Response> {
  const where = { url: core._page(), locale: core._locale() };
  const token = tokenOf(core);
  if (token) return fetch(`${path}/show`, { method: "POST", body: JSON.stringify({ ...where, token }) });
  return get(core, `${path}?${new URLSearchParams(where)}`);
}
