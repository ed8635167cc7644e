import type { Field, Form, PermissionRequest } from "../playbook/index.ts";
import type { State } from "../state/state.ts";

/** What a form asks of somebody now. */
export interface Asked {
  fields: Field[];
  boxes: PermissionRequest[];
}

/**
 * The next few things to ask: never what is known, at most `form.ask` in all, permission boxes counted.
 * The address and then the boxes come first, since without them nothing can be sent.
 */
export function ask(form: Form, state: State | null): Asked {
  const known = new Set(state?.known ?? []);
  const unknown = form.fields.filter((field) => !known.has(field.name));
  const address = unknown.filter((field) => field.type === "email").slice(0, 1);
  const boxes = form.permissions
    .filter(({ box, topic }) => box && (state?.permissions[topic] ?? "withdrawn") === "withdrawn")
    .slice(0, form.ask - address.length);
  const others = unknown
    .filter((field) => field.type !== "email")
    .slice(0, Math.max(0, form.ask - address.length - boxes.length));
  return { fields: [...address, ...others], boxes };
}
