import { isShown, type ShownIf, type Value } from "../../worker/forms/check.ts";

export type Answers = Record<string, Value>;

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export const all = <E extends Element = HTMLElement>(from: ParentNode, what: string): E[] => [
  ...from.querySelectorAll<E>(what),
];

/** What the form would send: several chosen ones as a list, and nothing of questions that are not shown. */
export function answersOf(form: HTMLFormElement): Answers {
  const answers: Answers = {};
  for (const [name, value] of new FormData(form) as unknown as Iterable<[string, string]>) {
    const before = answers[name];
    answers[name] = before === undefined ? value : [before, value].flat();
  }
  return answers;
}

/** Shows the questions to which the other answers lead, and no others. */
export function showAsked(form: HTMLFormElement): void {
  for (const field of all(form, "[data-if]")) {
    const shown = isShown(JSON.parse(field.dataset["if"]!) as ShownIf, answersOf(form));
    field.hidden = !shown;
    for (const control of all<Control>(field, "[name]")) control.disabled = !shown;
  }
}
