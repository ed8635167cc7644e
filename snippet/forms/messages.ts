export interface FieldError {
  field: string;
  message: string;
}

/** Shows what is wrong at each field, and moves the focus to the first of them. */
export function showErrors(form: HTMLFormElement, summary: string, errors: FieldError[]): void {
  form.querySelectorAll("[aria-invalid]").forEach(clearField);
  const elsewhere: string[] = [];
  let first: HTMLElement | undefined;
  for (const { field, message } of errors) {
    const input = form.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]:not([type=hidden])`);
    const place = input && errorOf(input);
    if (!place) {
      elsewhere.push(message);
      continue;
    }
    input.setAttribute("aria-invalid", "true");
    place.textContent = message;
    place.hidden = false;
    if (!first || first.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_PRECEDING) {
      first = input;
    }
  }
  showMessage(form, [summary, ...elsewhere].join(" "));
  first?.focus();
}

/** Takes the message away from a field that is being mended. */
export function clearField(input: Element): void {
  if (!input.hasAttribute("aria-invalid")) return;
  input.removeAttribute("aria-invalid");
  const place = errorOf(input);
  if (place) place.hidden = true;
}

/** Puts a text into the form's status line, where screen readers announce it. */
export function showMessage(form: HTMLFormElement, text = ""): void {
  const place = form.querySelector(".fodspor-message");
  if (place) place.textContent = text;
}

/** Moves the focus to something that cannot usually have it. */
export function focusOn(element: HTMLElement): void {
  element.tabIndex = -1;
  element.focus();
}

function errorOf(input: Element): HTMLElement | undefined {
  return (input.getAttribute("aria-describedby") || "")
    .split(/\s+/)
    .map((id) => document.getElementById(id))
    .find((element) => element?.matches(".fodspor-error")) as HTMLElement | undefined;
}
