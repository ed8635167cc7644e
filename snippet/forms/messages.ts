import { all } from "./answers.ts";

export interface FieldError {
  field: string;
  message: string;
  /** What was perhaps meant. */
  suggestion?: string;
}

/** Shows what is wrong: at each field, and in a list that leads there. Gives the first field, and what belongs to none. */
export function showErrors(form: HTMLFormElement, errors: FieldError[]): [first: HTMLElement | undefined, string[]] {
  all(form, "[aria-invalid]").forEach(clearField);
  const summary = form.querySelector<HTMLElement>(".fodspor-summary");
  const list = summary?.querySelector("ul");
  list?.replaceChildren();
  const elsewhere: string[] = [];
  let first: HTMLElement | undefined;
  for (const { field, message } of errors) {
    const input = form.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]:not([type=hidden])`);
    const place = input && errorOf(input);
    if (!place) {
      elsewhere.push(message);
      continue;
    }
    marked(input).forEach((one) => one.setAttribute("aria-invalid", "true"));
    place.textContent = message;
    place.hidden = false;
    list?.append(line(input, message));
    if (!first || first.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_PRECEDING) first = input;
  }
  if (summary) summary.hidden = !first;
  return [first, elsewhere];
}

/** Takes the message away from a field that is being mended. */
export function clearField(input: Element): void {
  const place = errorOf(input);
  if (!place || place.hidden) return;
  marked(input).forEach((one) => one.removeAttribute("aria-invalid"));
  // Descriptions are read even where they are hidden.
  place.textContent = "";
  place.hidden = true;
}

/** Puts a text into a form's status line, where screen readers announce it. */
export function showMessage(form: Element, text = ""): void {
  const place = form.querySelector(".fodspor-message");
  if (place) place.textContent = text;
}

/** Moves the focus to something that cannot usually have it. */
export function focusOn(element: HTMLElement | null): void {
  if (!element) return;
  element.tabIndex = -1;
  element.focus();
}

function line(input: Element, message: string): Element {
  const link = document.createElement("a");
  link.href = "#" + input.id;
  const label = fieldOf(input)?.querySelector("legend,label")?.firstChild?.textContent?.trim();
  link.textContent = label ? `${label}: ${message}` : message;
  const item = document.createElement("li");
  item.append(link);
  return item;
}

const fieldOf = (input: Element) => input.closest(".fodspor-field,.fodspor-permission");

/** What of a field is said to be wrong: a group of radio buttons as a whole, else its controls. */
function marked(input: Element): Element[] {
  const field = fieldOf(input)!;
  const group = all(field, "[role=radiogroup]");
  return group[0] ? group : all(field, "[name]");
}

function errorOf(input: Element): HTMLElement | null | undefined {
  return fieldOf(input)?.querySelector<HTMLElement>(".fodspor-error");
}
