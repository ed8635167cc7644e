import { ask } from "../../forms/ask.ts";
import { challengeFor } from "../../forms/challenge.ts";
import { sealTicket } from "../../forms/ticket.ts";
import type { FormView } from "../../forms/view.ts";
import { chooseLocale } from "../../lib/language.ts";
import { type Compiled, type Form, questionsOf } from "../../playbook/index.ts";
import type { Visitor } from "../../state/visitor.ts";
import { requestSource } from "../source.ts";
import { requestSurroundings } from "../surroundings.ts";
import { type Http, remembered } from "./request.ts";

/** A form as it is decided, before it is sealed what was shown. */
export type Decided = Omit<FormView, "ticket" | "challenge">;

/** What a form asks a visitor now. `submission` is given where it is shown once more. */
export function decideForm(
  c: Http,
  playbook: Compiled,
  form: Form,
  visitor: Visitor | null,
  url: string | undefined,
  locale: string | undefined,
  submission: string = crypto.randomUUID(),
): Decided {
  const { now } = c.get("context");
  const id = Object.keys(playbook.forms).find((name) => playbook.forms[name] === form)!;
  const page = url ?? c.req.header("referer");
  const state = remembered(visitor)?.state ?? null;
  const surroundings = requestSurroundings(c, page, playbook);
  const asked = ask(form, state, { surroundings, playbook, now });
  const isAddressKnown = state !== null && state.who !== null && state.known.includes("email");
  const asksAddress = questionsOf(form).some(({ type }) => type === "email");
  return {
    id,
    form,
    asked,
    locale: chooseLocale(locale ?? requestSource(c).language, playbook.site.locales),
    action: `${baseOf(c)}/form/${id}`,
    url: page && /^https?:/.test(page) && URL.canParse(page) ? page : playbook.site.url,
    submission,
    now,
    known:
      isAddressKnown && asksAddress && !asked.fields.some(({ type }) => type === "email") ? { mask: state.mask } : null,
  };
}

/** A form as it is shown: with a ticket that says so and, where the playbook wants it, with something to do first. */
export async function sealedView(c: Http, playbook: Compiled, decided: Decided): Promise<FormView> {
  const context = c.get("context");
  const { id, submission } = decided;
  const [ticket, challenge] = await Promise.all([
    sealTicket(context, decided),
    challengeFor(context, playbook, id, submission),
  ]);
  return { ...decided, ticket, challenge };
}

/** A form as a visitor is to see it now. Also used by edge mode. */
export const formView = (...asked: Parameters<typeof decideForm>): Promise<FormView> =>
  sealedView(asked[0], asked[1], decideForm(...asked));

/** Where our routes begin, as this request has found them. */
export const baseOf = (c: Http): string => new URL(c.req.url).origin + c.get("context").settings.BASE_PATH;
