import { type Filling, validate } from "../../worker/forms/validate.ts";
import { Form } from "../../worker/playbook/index.ts";
import { NOON } from "./events.ts";

/** A question of a form, for a text unless told otherwise. */
export const field = (name: string, more: object = {}) => ({ name, type: "text", label: name, ...more });

/** What becomes of a form filled in, all of whose questions were asked unless told otherwise. */
export function filled(fields: object[], values: object, more: Partial<Filling> = {}, asked?: string[]) {
  const form = Form.parse({ title: "t", fields, submit: "s", confirmed: { title: "t", text: "t" } });
  const names = new Set(asked ?? form.fields.flatMap((one) => ("name" in one ? one.name : [])));
  const { answers, problems } = validate(form, names, { ...values }, "en", { now: NOON, ...more });
  return { ...answers, problems: problems.map((one) => one.field), says: problems[0]?.message };
}
