import type { Core } from "../core/modules.ts";
import { emit } from "../emit.ts";
import { parse } from "../html.ts";
import { clearField, focusOn, showErrors, showMessage, type FieldError } from "./messages.ts";

/** What the Worker answers to a submit: `ok` with what to show now, or an error with the fields at fault. */
interface Answer {
  ok?: boolean;
  status?: "pending" | "confirmed";
  html?: string;
  error?: { code: string; message: string; details?: FieldError[] };
}

/** Submits the form in place. Its hidden `submission` id makes a repeated try harmless. */
export function enhance(core: Core, name: string, form: HTMLFormElement): void {
  let pending = false;
  // The Worker's messages are in the site's language, the browser's own may not be.
  form.noValidate = true;
  form.addEventListener("input", (event) => clearField(event.target as Element));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pending) return;
    pending = true;
    mark(form, true);
    showMessage(form);
    submit(core, name, form)
      .catch(() => showMessage(form, form.dataset["error"]))
      .finally(() => {
        pending = false;
        mark(form, false);
      });
  });
}

async function submit(core: Core, name: string, form: HTMLFormElement): Promise<void> {
  // A path in it means the Worker's host, which need not be the page's.
  const action = new URL(form.getAttribute("action") || "", `${core._base}/form/`);
  const [, answer] = await core._request(action, Object.fromEntries(new FormData(form)));
  const { ok, status, html, error } = (answer || {}) as Answer;
  if (ok) {
    form.replaceChildren(parse(core, html || ""));
    focusOn(form.querySelector("h1,h2,h3,h4,h5,h6,[role=status]") || form);
    emit("form", { name, status }, form);
  } else if (error?.code == "invalid_fields") {
    showErrors(form, error.message, error.details || []);
  } else {
    throw error;
  }
}

// Not `disabled`: that would take the focus away from who pressed the button.
function mark(form: HTMLFormElement, busy: boolean): void {
  form.setAttribute("aria-busy", String(busy));
  for (const button of form.querySelectorAll("[type=submit],button:not([type])")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}
