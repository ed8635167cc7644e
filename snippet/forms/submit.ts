import type { Core } from "../core/modules.ts";
import { emit } from "../emit.ts";
import { further } from "../further.ts";
import { parse } from "../html.ts";
import { all, answersOf, showAsked } from "./answers.ts";
import { done, type Answer } from "./done.ts";
import { clearField, focusOn, showErrors, showMessage, type FieldError } from "./messages.ts";
import { ownIds } from "./ids.ts";
import { propose } from "./propose.ts";
import { stepsOf } from "./steps.ts";

/**
 * Makes a form dynamic: steps, questions that depend on others, checks before sending, and sending in place. Its hidden
 * `submission` id makes a repeated try harmless.
 */
export function enhance(core: Core, form: HTMLFormElement): void {
  let pending = false;
  let steps = stepsOf(form);
  let proof: Promise<void> | undefined;
  // A path in it means the Worker's host, which need not be the page's.
  const action = new URL(form.getAttribute("action") || "", `${core._base}/form/`).href;

  const own = ownIds(form);
  const begin = () => {
    own();
    steps = stepsOf(form);
    for (const words of all(form, ".fodspor-if")) words.remove();
    look();
  };
  const look = () => {
    showAsked(form);
    steps.update();
  };
  /** The form as the Worker shows it now, with a challenge of its own. */
  const renew = (html: string) => {
    form.replaceChildren(...parse(core, html).querySelector("form")!.childNodes);
    proof = undefined;
    begin();
  };
  const complain = (errors: FieldError[], said = "") => {
    const [first, elsewhere] = showErrors(form, errors);
    if (first) steps.open(first);
    const heading = form.querySelector(".fodspor-summary p")?.textContent || "";
    showMessage(form, [said || (first ? heading : ""), ...elsewhere].join(" "));
    first?.focus();
    return first;
  };
  /** Loaded when somebody begins to write, so that it is done when they have written. */
  const prove = () => {
    const challenge = form.querySelector<HTMLElement>(".fodspor-challenge");
    if (challenge)
      proof ||= further(core, "proof")
        .then((solve) => solve(challenge))
        .catch(() => (proof = undefined)) as Promise<void>;
    return proof;
  };
  const send = async () => {
    const challenge = form.querySelector<HTMLElement>(".fodspor-challenge");
    showMessage(form, challenge?.dataset["proving"]);
    await prove();
    const [, answer] = await core._request(action, answersOf(form));
    const { ok, status, html, error } = (answer || {}) as Answer;
    const { code = "", message, details = [] } = error || {};
    if (ok) {
      const place = form.parentElement!;
      done(core, form, html || "");
      emit("form", { name: form.dataset["form"] || action.split("/").pop(), status }, place);
    } else if (html) {
      // What is on the page cannot be mended there: the new one says what is wrong.
      renew(html);
      const first = form.querySelector("[aria-invalid]");
      if (first) steps.open(first);
      else while (!steps.isLast()) steps.go(1);
      focusOn(form.querySelector(".fodspor-summary"));
    } else if (code == "invalid_fields") {
      const first = complain(details, message);
      const meant = details.find(({ suggestion }) => suggestion)?.suggestion;
      if (meant) propose(first as HTMLInputElement, meant);
    } else {
      // A browser may have filled in what no person sees.
      const trap = form.querySelector<HTMLInputElement>("[name=homepage]");
      if (trap) trap.value = "";
      // Those say in the visitor's language what a person can do.
      showMessage(form, /^(form_|challenge_|token_)/.test(code) ? message : form.dataset["error"]);
    }
  };
  const busily = (work: () => Promise<unknown>) => {
    if (pending) return;
    pending = true;
    mark(form, true);
    work()
      .catch(() => showMessage(form, form.dataset["error"]))
      .finally(() => {
        pending = false;
        mark(form, false);
      });
  };
  const check = () => further(core, "check").catch(() => undefined);
  const goOn = async () => {
    const part = steps.isLast() ? form : steps.now();
    // Where the rules cannot be had, the Worker alone says what is wrong.
    const wrongIn = await check();
    const errors = wrongIn ? wrongIn(part, form) : [];
    complain(errors);
    if (errors[0]) return;
    if (part == form) return send();
    const step = steps.number();
    steps.go(1);
    if (core._choice()?.consent.analytics)
      core._request(action + "/unfinished", { ...answersOf(form), step }).catch(() => {});
  };

  // The Worker's messages are in the site's language, the browser's own may not be.
  form.noValidate = true;
  form.addEventListener("input", ({ target }) => {
    clearField(target as Element);
    // Of an address that is not there any more.
    if ((target as HTMLInputElement).type == "email") propose(target as HTMLInputElement, null);
    look();
    void check();
    void prove();
  });
  form.addEventListener("change", ({ target }) => {
    const input = target as HTMLInputElement;
    if (input.type == "email")
      further(core, "spell")
        .then((spell) => spell(input))
        .catch(() => {});
  });
  form.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.matches(".fodspor-back")) steps.go(-1);
    if (target.matches(".fodspor-next")) busily(goOn);
    const link = target.closest(".fodspor-summary a");
    const input = link && form.querySelector<HTMLElement>(`[id="${link.getAttribute("href")!.slice(1)}"]`);
    if (input) {
      event.preventDefault();
      steps.open(input);
      input.focus();
    }
  });
  // With its button hidden, a browser may take Enter for another one.
  form.addEventListener("keydown", (event) => {
    const { key, isComposing, target } = event;
    if (key != "Enter" || isComposing || !(target as Element).matches("input") || steps.isLast()) return;
    event.preventDefault();
    busily(goOn);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const by = event.submitter as HTMLButtonElement | null;
    if (by?.matches(".fodspor-not-me"))
      busily(async () => {
        const [, answer] = await core._request(by.formAction, answersOf(form));
        renew((answer as Answer).html!);
        focusOn(form.querySelector("input:not([type=hidden],[name=homepage]),select,textarea"));
      });
    else busily(goOn);
  });
  begin();
}

// Not `disabled`: that would take the focus away from who pressed the button.
function mark(form: HTMLFormElement, busy: boolean): void {
  form.setAttribute("aria-busy", String(busy));
  for (const button of all(form, "[type=submit],button:not([type])")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}
