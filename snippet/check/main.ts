import { check, isEmpty, type Rules } from "../../worker/forms/check.ts";
import { all, answersOf, type Control } from "../forms/answers.ts";
import type { FieldError } from "../forms/messages.ts";

/** What is wrong with the answers in a part of the form, by the very rules of the server. */
export default function wrongIn(part: Element, form: HTMLFormElement): FieldError[] {
  const answers = answersOf(form);
  const answer = (field: Element) => answers[nameOf(field)] || "";
  const errors: FieldError[] = [];
  for (const field of all(part, "[data-rules]")) {
    const rules = JSON.parse(field.dataset["rules"]!) as Rules;
    rules.options = all<Control>(field, "option,input").map(({ value }) => value);
    const message = field.hidden ? null : check(rules, answer(field));
    if (message) errors.push({ field: nameOf(field), message });
  }
  for (const either of all(part, ".fodspor-either[data-required]")) {
    const fields = all(either, "[data-rules]:not([hidden])");
    if (fields[0] && fields.every((field) => isEmpty(answer(field))))
      errors.push({ field: nameOf(fields[0]), message: either.dataset["required"]! });
  }
  return errors;
}

const nameOf = (field: Element): string => field.querySelector("[name]")!.getAttribute("name")!;
