import { type Context as HonoContext, Hono } from "hono";
import type { StatusCode } from "hono/utils/http-status";
import { fetchContent } from "../contents/fetch.ts";
import { formFor } from "../contents/gated.ts";
import { type ContentToken, openContent } from "../contents/link.ts";
import { botReason } from "../events/gate.ts";
import { chooseLocale } from "../lib/language.ts";
import { Refusal, toRefusal } from "../platform/errors.ts";
import { opened } from "../pipeline.ts";
import { type Compiled, inLocale } from "../playbook/index.ts";
import type { Visitor } from "../state/visitor.ts";
import { CONTENT_LOCALES, type ContentWords, contentWords } from "./content-words.ts";
import { readVisitor, writeVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { limited } from "./limits.ts";
import { Page, PAGE_CSP, siteOf } from "./page.tsx";
import { requestSource } from "./source.ts";

type Http = HonoContext<HttpEnv>;

/**
 * What only a form hands out, by a link of somebody's own. Link scanners GET whatever a mail contains, so a GET opens it for
 * the browser of that person only; for any other it shows the button, and the POST opens it.
 */
export const contentRoute = new Hono<HttpEnv>()
  .get("/:token/*", (c) =>
    answering(c, async (token, playbook) => {
      const visitor = await readVisitor(c);
      const isTheirs = visitor?.profile === token.profile;
      return isTheirs && c.req.method === "GET" ? deliver(c, playbook, token, visitor) : button(c, playbook, token);
    }),
  )
  .post("/:token/*", limited, (c) =>
    answering(c, async (token, playbook) => deliver(c, playbook, token, await readVisitor(c))),
  );

/** Somebody asked the website itself for what only a form hands out: they are shown the form. */
export function sendToForm(c: Http, playbook: Compiled, name: string): Response | Promise<Response> {
  c.header("Cache-Control", "no-store");
  const form = formFor(playbook, name);
  if (form !== null && ["GET", "HEAD"].includes(c.req.method)) return c.redirect(formUrl(c, form), 302);
  const locale = chooseLocale(requestSource(c).language, CONTENT_LOCALES);
  const words = contentWords(locale);
  return told(c, playbook, { locale, title: words.closed, text: words.ask, form, status: 403 });
}

async function deliver(c: Http, playbook: Compiled, token: ContentToken, visitor: Visitor | null): Promise<Response> {
  const context = c.get("context");
  const content = await fetchContent(context, playbook, token.content, {
    headers: c.req.raw.headers,
    path: c.req.path,
  });
  const { LOCAL: local } = context.settings;
  if (botReason(c.req.raw.headers, c.get("cf")(), { webdriver: false, local }) === null) {
    const after = await opened(context, playbook, visitor, token);
    if (after !== null && after !== visitor) await writeVisitor(c, after);
  }
  return c.newResponse(content.body, content.status as StatusCode, Object.fromEntries(content.headers));
}

function button(c: Http, playbook: Compiled, token: ContentToken): Response | Promise<Response> {
  const words = contentWords(token.locale);
  const title = inLocale(playbook.contents[token.content]!.title, token.locale);
  c.header("Content-Security-Policy", PAGE_CSP);
  return c.html(
    <Page title={title} locale={token.locale} site={siteOf(c, playbook)} isPrivate>
      <h1>{title}</h1>
      <form method="post">
        <p>
          {words.ready}. {words.text}
        </p>
        <button type="submit">{words.open}</button>
      </form>
    </Page>,
  );
}

/** People follow these links by hand, so what is wrong is told on a page, with what to do. */
async function answering(
  c: Http,
  answer: (token: ContentToken, playbook: Compiled) => Response | Promise<Response>,
): Promise<Response> {
  c.header("Cache-Control", "private, no-store");
  c.header("Referrer-Policy", "no-referrer");
  c.header("X-Robots-Tag", "noindex");
  let locale = chooseLocale(requestSource(c).language, CONTENT_LOCALES);
  let playbook: Compiled | null = null;
  try {
    const context = c.get("context");
    playbook = await c.get("playbook")();
    const token = await openContent(context, c.req.param("token")!);
    ({ locale } = token);
    const words = contentWords(locale);
    const has = (record: object, name: string): boolean => Object.hasOwn(record, name);
    const form = has(playbook.forms, token.form) ? token.form : formFor(playbook, token.content);
    if (!has(playbook.contents, token.content))
      return await told(c, playbook, { locale, title: words.invalid, text: words.gone, form: null, status: 410 });
    if (token.expires < context.now)
      return await told(c, playbook, { locale, title: words.expired, text: words.again, form, status: 410 });
    return await answer(token, playbook);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : toRefusal(error);
    return told(c, playbook, { locale, ...said(refusal, contentWords(locale)), form: null, status: refusal.status });
  }
}

function said({ code, message }: Refusal, words: ContentWords): { title: string; text: string } {
  if (code === "token_invalid") return { title: words.invalid, text: words.incomplete };
  if (code === "unavailable" || code === "internal") return { title: words.unavailable, text: words.later };
  return { title: words.invalid, text: message };
}

interface Told {
  locale: string;
  title: string;
  text: string;
  /** By which one gets a new link. */
  form: string | null;
  status: number;
}

function told(
  c: Http,
  playbook: Compiled | null,
  { locale, title, text, form, status }: Told,
): Response | Promise<Response> {
  const words = contentWords(locale);
  const site = playbook && siteOf(c, playbook);
  const href = form === null ? (status === 503 ? c.req.path : site?.home) : formUrl(c, form);
  const label = form === null ? (status === 503 ? words.retry : words.website) : words.form;
  c.status(status as StatusCode);
  c.header("Content-Security-Policy", PAGE_CSP);
  return c.html(
    <Page title={title} locale={locale} site={site} isPrivate>
      <h1>{title}</h1>
      <p>{text}</p>
      {href && (
        <p>
          <a class="button" href={href}>
            {label}
          </a>
        </p>
      )}
    </Page>,
  );
}

const formUrl = (c: Http, form: string): string =>
  `${new URL(c.req.url).origin}${c.get("context").settings.BASE_PATH}/form/${form}`;
