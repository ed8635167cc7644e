import type { Core } from "../core/modules.ts";
import { parse } from "../html.ts";
import { focusOn, showMessage, type FieldError } from "./messages.ts";

/** What the Worker answers to a submit: `ok` with what to show now, or an error with the fields at fault. */
export interface Answer {
  ok?: boolean;
  status?: "pending" | "confirmed";
  html?: string;
  message?: string;
  error?: { code: string; message: string; details?: FieldError[] };
}

/** Puts what comes after a form into its place: thanks, a mail that can be sent again, another page or form. */
export function done(core: Core, form: HTMLFormElement, html: string): void {
  const content = parse(core, html);
  const heading = content.querySelector<HTMLElement>("h1,h2,h3,h4,h5,h6,[role=status]");
  const onward = content.querySelector<HTMLAnchorElement>("[data-redirect]");
  const resend = content.querySelector<HTMLFormElement>(".fodspor-resend");
  // What is around it is named by its title.
  if (heading) heading.id ||= form.getAttribute("aria-labelledby") || "";
  form.replaceWith(content);
  focusOn(heading);
  if (onward) location.assign(onward.href);
  resend?.addEventListener("submit", (event) => {
    event.preventDefault();
    showMessage(resend);
    const { done: words, error: failed } = resend.dataset;
    core._request(resend.action, {}).then(
      ([, answer]) => {
        const { ok, message } = (answer || {}) as Answer;
        showMessage(resend, ok ? message || words : failed);
      },
      () => showMessage(resend, failed),
    );
  });
}
