import { record } from "./recorder.ts";

/** Counts that a form of the site was sent, never with what is in it. Its fields may hide its properties. */
export function submitted(form: Element): void {
  const attributes = ["id", "name", "action"].map((key) => form.getAttribute(key) || "");
  const [id, name, action] = attributes as [string, string, string];
  if (!form.closest("fodspor-form")) {
    record("form_submit", { name: id || name || new URL(action, location.href).pathname });
  }
}
