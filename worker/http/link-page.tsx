import type { Context as HonoContext } from "hono";
import type { Child } from "hono/jsx";
import { chooseLocale, wordsFor } from "../lib/language.ts";
import { toRefusal } from "../platform/errors.ts";
import type { HttpEnv } from "./env.ts";
import { Page, PAGE_CSP, siteOf } from "./page.tsx";
import { requestSource } from "./source.ts";

type Http = HonoContext<HttpEnv>;

const WORDS = {
  en: {
    failed: "This did not work",
    incomplete: "This link is not complete. Open it from the e-mail once more.",
    unavailable: "This could not be stored just now. Please try again in a minute.",
  },
  da: {
    failed: "Det lykkedes ikke",
    incomplete: "Linket er ikke komplet. Åbn det fra mailen igen.",
    unavailable: "Det kunne ikke gemmes lige nu. Prøv igen om et minut.",
  },
};

/** A page of a link in a mail, in that mail's language. */
export async function linkPage(
  c: Http,
  { title, locale, status = 200 }: { title: string; locale: string; status?: 200 | 410 },
  children: Child,
): Promise<Response> {
  const playbook = await c.get("playbook")();
  return c.html(
    <Page title={title} locale={locale} site={siteOf(c, playbook)} isPrivate>
      {children}
    </Page>,
    status,
  );
}

/** People follow these links by hand, so what is wrong is told on a page. Nothing keeps what is shown, or learns the link. */
export async function answering(c: Http, answer: () => Promise<Response>): Promise<Response> {
  c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "no-referrer");
  c.header("Content-Security-Policy", PAGE_CSP);
  try {
    return await answer();
  } catch (error) {
    const { code, message, status } = toRefusal(error);
    const locale = chooseLocale(requestSource(c).language, Object.keys(WORDS));
    const words = wordsFor(WORDS, locale);
    const told = code === "token_invalid" ? words.incomplete : code === "unavailable" ? words.unavailable : message;
    return c.html(
      <Page title={words.failed} locale={locale} site={null}>
        <h1>{words.failed}</h1>
        <p>{told}</p>
      </Page>,
      status,
    );
  }
}
