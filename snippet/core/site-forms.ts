import { Address } from "./fresh.ts";
import { record } from "./recorder.ts";

/** Counts that a form of the site was sent, never with what is in it. Its fields may hide its properties. */
export function submitted(form: Element): void {
  const get = (key: string) => form.getAttribute(key);
  if (!form.closest("fodspor-form")) {
    const name = get("id") || get("name") || new Address(get("action") || location.href, document.baseURI).pathname;
    record("form_submit", { name });
  }
}
