import type { Core } from "../core/modules.ts";
import { further } from "../further.ts";
import { parse } from "../html.ts";
import { get, tokenOf } from "../visitor.ts";
import { enhance } from "./submit.ts";

const seen = new WeakSet<Element>();

/**
 * Fills a `<fodspor-form>` with the form to show now (unless edge mode has put it there already) and makes it submit without
 * leaving the page. One that shows itself waits for its moment. Where anything fails, the element keeps what it shows.
 */
export default async function mount(core: Core, element?: Element): Promise<void> {
  if (!element || seen.has(element)) return;
  seen.add(element);
  const name = element.getAttribute("name") || "";
  let form = element.querySelector("form");
  let content: DocumentFragment | undefined;
  if (!form?.matches(".fodspor-form")) {
    content = await ask(core, name);
    form = content ? content.querySelector("form") : null;
  }
  if (!form) return;
  const shown = form;
  enhance(core, shown);
  const show = (host: Element) => content && host.replaceChildren(content);
  if (shown.dataset["as"]) (await further(core, "place"))(core, element, shown, show);
  else show(element);
}

async function ask(core: Core, name: string): Promise<DocumentFragment | undefined> {
  const path = `${core._base}/form/${encodeURIComponent(name)}`;
  const where = { url: core._page(), locale: core._locale() };
  const token = tokenOf(core);
  const answer = await (token
    ? fetch(`${path}/show`, { method: "POST", body: JSON.stringify({ ...where, token }) })
    : get(core, `${path}?${new URLSearchParams(where)}`));
  return answer.status == 200 ? parse(core, await answer.text()) : undefined;
}
