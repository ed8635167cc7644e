import { type Context as HonoContext, Hono } from "hono";
import { raw } from "hono/html";
import { z } from "zod";
import { parseJson } from "../events/gate.ts";
import { ask } from "../forms/ask.ts";
import { deliverUrl } from "../forms/links.ts";
import { type FormView, renderDone, renderForm } from "../forms/render.ts";
import { submissionEvent } from "../forms/submission.ts";
import { formTexts } from "../forms/texts.ts";
import { validate } from "../forms/validate.ts";
import { chooseLocale } from "../lib/language.ts";
import { Refusal } from "../platform/errors.ts";
import { submit } from "../pipeline.ts";
import { type Compiled, type Form, inLocale, isQuestion } from "../playbook/index.ts";
import { Token, type Visitor } from "../state/visitor.ts";
import { readText } from "./body.ts";
import { readVisitor, writeVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { checkOrigin } from "./origins.ts";
import { Page, siteOf } from "./page.tsx";
import { requestSource } from "./source.ts";
import { requestSurroundings } from "./surroundings.ts";

type Http = HonoContext<HttpEnv>;

const MOST_BYTES = 64 * 1024;

/** A form's hidden fields; the rest are its answers, flat, as a plain form post sends them. */
const Meta = z.object({
  submission: z.uuid().transform((id) => id.toLowerCase()),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional()
    .catch(undefined),
  locale: z.string().max(12).optional().catch(undefined),
  token: Token,
});

/** Which form a page wants to show, told in a body because the visitor's token is. */
const Shown = z.object({ url: z.string().max(8_000).optional(), locale: z.string().max(12).optional(), token: Token });

/** `GET /form/:id`: a fragment for the snippet, a page for a browser that navigates. `POST` submits, with or without JavaScript. */
export const formsRoute = new Hono<HttpEnv>()
  .get("/:id", async (c) => {
    const playbook = await c.get("playbook")();
    const form = formOf(playbook, c.req.param("id"));
    const view = formView(c, playbook, form, await readVisitor(c), c.req.query("url"), c.req.query("locale"));
    c.header("Cache-Control", "private, no-store");
    return c.req.header("sec-fetch-dest") === "document" ? formPage(c, playbook, view) : c.html(renderForm(view));
  })
  .post("/:id/show", async (c) => {
    const playbook = await c.get("playbook")();
    const form = formOf(playbook, c.req.param("id"));
    const shown = Shown.safeParse(parseJson(await readText(c, MOST_BYTES)));
    if (!shown.success) throw new Refusal("invalid_request", "Ask with {url, locale, token}.");
    const { url, locale, token } = shown.data;
    c.header("Cache-Control", "private, no-store");
    return c.html(renderForm(formView(c, playbook, form, await readVisitor(c, token), url, locale)));
  })
  .post("/:id", async (c) => {
    const context = c.get("context");
    const playbook = await c.get("playbook")();
    checkOrigin(c.req.header("origin"), context.settings, playbook);
    const id = c.req.param("id");
    const form = formOf(playbook, id);
    const values = await readAnswers(c);
    const meta = Meta.safeParse(values);
    if (!meta.success)
      throw new Refusal("invalid_request", "The form is not complete. Load the page again and send it once more.");
    const { token } = meta.data;
    const visitor = remembered(await readVisitor(c, token));
    const view = formView(c, playbook, form, visitor, meta.data.url, meta.data.locale);
    const asked = new Set(view.asked.fields.flatMap((field) => (isQuestion(field) ? field.name : [])));
    const { answers, problems } = validate(form, asked, values, view.locale);
    if (problems.length > 0) {
      if (!wantsPage(c)) throw new Refusal("invalid_fields", formTexts(view.locale).check, problems);
      return formPage(c, playbook, { ...view, submission: meta.data.submission, values, problems }, 422);
    }
    const ticked = form.permissions
      .map(({ topic }) => topic)
      .filter((topic) => isTicked(values[`permission.${topic}`]));
    const event = submissionEvent(
      { id: meta.data.submission, form: id, url: view.url, locale: view.locale, answers, ticked },
      visitor,
      requestSource(c),
      playbook,
      context.sealer,
      context.now,
    );
    const result = await submit(context, playbook, visitor, event);
    const kept = result.visitor ? await writeVisitor(c, result.visitor, token) : {};
    const link = result.status === "confirmed" ? deliverUrl(context, playbook, form) : null;
    const html = renderDone(form, view.locale, result.status, link);
    if (!wantsPage(c)) return c.json({ ok: true, status: result.status, html, ...kept });
    return c.html(
      <Page title={inLocale(form.title, view.locale)} locale={view.locale} site={siteOf(c, playbook)}>
        {raw(html)}
      </Page>,
    );
  });

/** A form as a visitor is to see it now. Also used by edge mode. */
export function formView(
  c: Http,
  playbook: Compiled,
  form: Form,
  visitor: Visitor | null,
  url: string | undefined,
  locale: string | undefined,
): FormView {
  const { settings } = c.get("context");
  const id = Object.keys(playbook.forms).find((name) => playbook.forms[name] === form)!;
  const page = url ?? c.req.header("referer");
  return {
    id,
    form,
    asked: ask(form, remembered(visitor)?.state ?? null, {
      surroundings: requestSurroundings(c, page, playbook),
      playbook,
      now: c.get("context").now,
    }),
    locale: chooseLocale(locale ?? requestSource(c).language, playbook.site.locales),
    action: `${new URL(c.req.url).origin}${settings.BASE_PATH}/form/${id}`,
    url: page && /^https?:/.test(page) && URL.canParse(page) ? page : playbook.site.url,
    submission: crypto.randomUUID(),
  };
}

/** Answers are tied to a browser, and not asked for again, only where its visitor lets us keep what they do. */
const remembered = (visitor: Visitor | null): Visitor | null => (visitor?.state.consent.analytics ? visitor : null);

function formOf(playbook: Compiled, id: string): Form {
  const form = Object.hasOwn(playbook.forms, id) ? playbook.forms[id] : undefined;
  if (!form) throw new Refusal("not_found", `The playbook has no form "${id.slice(0, 40)}".`);
  return form;
}

/** The snippet asks for JSON; a browser without JavaScript posts a form and shows what comes back. */
function wantsPage(c: Http): boolean {
  return !(c.req.header("accept") ?? "").includes("application/json") && isFormPost(c);
}

const isFormPost = (c: Http): boolean =>
  (c.req.header("content-type") ?? "").toLowerCase().startsWith("application/x-www-form-urlencoded");

async function readAnswers(c: Http): Promise<Record<string, unknown>> {
  const text = await readText(c, MOST_BYTES);
  if (isFormPost(c)) return Object.fromEntries(new URLSearchParams(text));
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  if (!parsed.success) throw new Refusal("invalid_request", "The answers are one flat object, by field name.");
  return parsed.data;
}

const isTicked = (value: unknown): boolean => value === "yes" || value === "on" || value === true;

function formPage(c: Http, playbook: Compiled, view: FormView, status: 200 | 422 = 200): Response | Promise<Response> {
  return c.html(
    <Page title={inLocale(view.form.title, view.locale)} locale={view.locale} site={siteOf(c, playbook)}>
      {raw(renderForm(view))}
    </Page>,
    status,
  );
}
