import { raw } from "hono/html";
import type { PropsWithChildren } from "hono/jsx";
import { refusalWords } from "../../forms/refusals.ts";
import { renderForm } from "../../forms/render.ts";
import type { FormView } from "../../forms/view.ts";
import { chooseLocale } from "../../lib/language.ts";
import { Refusal, toRefusal } from "../../platform/errors.ts";
import { type Compiled, inLocale } from "../../playbook/index.ts";
import { websiteUrl } from "../../playbook/website.ts";
import { RETRY_AFTER } from "../limits.ts";
import { Page, PAGE_CSP, siteOf } from "../page.tsx";
import { PAGE_MODULE } from "../snippet.ts";
import { requestSource } from "../source.ts";
import { type Http, wantsPage } from "./request.ts";

/** What a page of ours with a form may run, and who may frame it. All else in it is the author's own. */
function secured(c: Http, { site }: Compiled): void {
  const policy = [
    "script-src 'self' https://challenges.cloudflare.com",
    "object-src 'none'",
    "base-uri 'none'",
    `frame-ancestors ${[...new Set(["'self'", new URL(site.url).origin, ...site.origins])].join(" ")}`,
  ];
  c.header("Content-Security-Policy", policy.join("; "));
}

/** A form on a page of its own. */
export function formPage(
  c: Http,
  playbook: Compiled,
  view: FormView,
  status: 200 | 422 = 200,
): Response | Promise<Response> {
  secured(c, playbook);
  return c.html(
    <Page title={inLocale(view.form.title, view.locale)} locale={view.locale} site={siteOf(c, playbook)}>
      {raw(renderForm({ ...view, level: 1, website: websiteUrl(c.get("context"), playbook) }))}
      {view.challenge && <script type="module" src={c.get("context").settings.BASE_PATH + PAGE_MODULE} />}
    </Page>,
    status,
  );
}

/** A page in a visitor's language that says something. */
export function plainPage(
  c: Http,
  playbook: Compiled,
  { title, locale, children }: PropsWithChildren<{ title: string; locale: string }>,
): Response | Promise<Response> {
  secured(c, playbook);
  return c.html(
    <Page title={title} locale={locale} site={siteOf(c, playbook)}>
      {children}
    </Page>,
  );
}

/** Tells what is wrong on a page where a browser shows the answer, and as JSON everywhere else. */
export async function answering(c: Http, answer: () => Promise<Response>): Promise<Response> {
  c.header("Cache-Control", "private, no-store");
  try {
    return await answer();
  } catch (error) {
    if (!wantsPage(c)) throw error;
    const refusal = error instanceof Refusal ? error : toRefusal(error);
    if (refusal.status === 503) c.header("Retry-After", String(RETRY_AFTER));
    const locale = chooseLocale(requestSource(c).language, ["en", "da"]);
    const { failed, codes } = refusalWords(locale);
    c.header("Content-Security-Policy", PAGE_CSP);
    return c.html(
      <Page title={failed} locale={locale} site={null}>
        <h1>{failed}</h1>
        <p>{codes?.[refusal.code] ?? refusal.message}</p>
      </Page>,
      refusal.status,
    );
  }
}
