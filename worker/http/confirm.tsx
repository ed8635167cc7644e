import { type Context as HonoContext, Hono } from "hono";
import { raw } from "hono/html";
import { deliverUrl, openConfirm } from "../forms/links.ts";
import { renderDone } from "../forms/render.ts";
import { chooseLocale } from "../lib/language.ts";
import { toRefusal } from "../platform/errors.ts";
import { confirm } from "../pipeline.ts";
import { inLocale } from "../playbook/index.ts";
import { readVisitor, writeVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { Page, siteOf } from "./page.tsx";
import { requestSource } from "./source.ts";

type Http = HonoContext<HttpEnv>;

const WORDS = {
  en: {
    title: "Confirm your e-mail address",
    text: "One click and it is done.",
    button: "Yes, confirm",
    failed: "This did not work",
  },
  da: {
    title: "Bekræft din e-mailadresse",
    text: "Et klik, så er det gjort.",
    button: "Ja, bekræft",
    failed: "Det lykkedes ikke",
  },
};

const wordsIn = (locale: string): (typeof WORDS)["en"] => (locale.startsWith("da") ? WORDS.da : WORDS.en);

/** Double opt-in. Link scanners GET whatever a mail contains, so a GET only shows the button; the POST confirms. */
export const confirmRoute = new Hono<HttpEnv>()
  .get("/:token", (c) =>
    answering(c, async () => {
      const token = await openConfirm(c.get("context"), c.req.param("token"));
      const playbook = await c.get("playbook")();
      const words = wordsIn(token.locale);
      const form = playbook.forms[token.form];
      return c.html(
        <Page title={words.title} locale={token.locale} site={siteOf(c, playbook)}>
          <h1>{words.title}</h1>
          {form && <p>{inLocale(form.title, token.locale)}</p>}
          <form method="post">
            <p>{words.text}</p>
            <button type="submit">{words.button}</button>
          </form>
        </Page>,
      );
    }),
  )
  .post("/:token", (c) =>
    answering(c, async () => {
      const context = c.get("context");
      const token = await openConfirm(context, c.req.param("token"));
      const playbook = await c.get("playbook")();
      const visitor = await readVisitor(c);
      const after = await confirm(context, playbook, visitor, token);
      if (after !== visitor) await writeVisitor(c, after);
      const form = playbook.forms[token.form];
      const words = wordsIn(token.locale);
      return c.html(
        <Page title={words.title} locale={token.locale} site={siteOf(c, playbook)}>
          {form ? raw(renderDone(form, token.locale, "confirmed", deliverUrl(context, playbook, form))) : <h1>✓</h1>}
        </Page>,
      );
    }),
  );

/** People follow these links by hand, so what is wrong is told on a page. */
async function answering(c: Http, answer: () => Promise<Response>): Promise<Response> {
  c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "no-referrer");
  try {
    return await answer();
  } catch (error) {
    const refusal = toRefusal(error);
    const locale = chooseLocale(requestSource(c).language, Object.keys(WORDS));
    return c.html(
      <Page title={wordsIn(locale).failed} locale={locale} site={null}>
        <h1>{wordsIn(locale).failed}</h1>
        <p>{refusal.message}</p>
      </Page>,
      refusal.status,
    );
  }
}
