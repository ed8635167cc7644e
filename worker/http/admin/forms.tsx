import type { Hono } from "hono";
import { raw } from "hono/html";
import { renderForm } from "../../forms/render.ts";
import { websiteUrl } from "../../playbook/website.ts";
import { formFigures } from "../../reports/forms.ts";
import { ask, askOne } from "../../reports/query.ts";
import { submissions, unfinishedForms } from "../../reports/submissions.ts";
import { submissionsFile } from "../api/submissions.ts";
import type { HttpEnv } from "../env.ts";
import { PREVIEW_POLICY } from "./headers.ts";
import { noPage } from "./no-page.ts";
import { FormPage } from "./pages/form.tsx";
import { Forms } from "./pages/forms.tsx";
import { EVERYBODY, Gallery, wantedFrom } from "./pages/gallery.tsx";
import { stepTitles } from "./parts/form-steps.ts";
import { periodOf } from "./parts/period.tsx";
import { shownTo, viewerOf } from "./parts/preview.ts";
import { filterOf, wantedFrom as answersFrom } from "./parts/submission-filter.tsx";
import { type Http, type View, viewOf } from "./view.ts";

const PAGE = 50;
const UNFINISHED = 20;

/** Pages about forms: how they do, what was answered, and how they look to whom. */
export function formPages(admin: Hono<HttpEnv>): void {
  admin.get("/forms", async (c) => {
    const view = await viewOf(c);
    const period = periodOf(c.req.query("days"), view.now);
    const names = Object.keys(view.playbook.forms);
    const figures = await askOne(c.get("context").db, formFigures(stepsOf(view, names), period.length, view.now));
    return c.html(<Forms view={view} period={period} figures={figures} />);
  });

  admin.get("/forms/:id", async (c) => {
    const { view, name } = await formOf(c);
    const period = periodOf(c.req.query("days"), view.now);
    const wanted = answersFrom(c);
    const cursor = c.req.query("cursor") || undefined;
    const [figures, sent, begun] = await ask(
      c.get("context").db,
      formFigures(stepsOf(view, [name]), period.length, view.now),
      submissions(filterOf(view, name, wanted), { limit: PAGE, cursor }),
      unfinishedForms({ form: name }, { limit: UNFINISHED }),
    );
    const parts = { period, figures: figures[0]!, wanted, sent, begun, cursor };
    return c.html(<FormPage view={view} name={name} {...parts} />);
  });

  admin.get("/forms/:id/submissions.csv", async (c) => {
    const { view, name } = await formOf(c);
    const separator = c.req.query("separator") === "semicolon" ? "semicolon" : "comma";
    return submissionsFile(c, filterOf(view, name, answersFrom(c)), { separator, bom: "1" });
  });

  admin.get("/forms/:id/preview", async (c) => {
    const { view, name } = await formOf(c);
    const { playbook, now } = view;
    const { persona, locale, look, step } = wantedFrom(c, view);
    if (persona === EVERYBODY) throw noPage(c);
    const shown = shownTo(viewerOf(playbook, persona, locale, now), { playbook, form: name, locale, step, now });
    const { settings } = c.get("context");
    const own = `${new URL(c.req.url).origin}${settings.BASE_PATH}`;
    c.header("Content-Security-Policy", PREVIEW_POLICY);
    return c.html(
      <>
        {raw("<!doctype html>")}
        <html lang={locale} class={look}>
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <base href={websiteUrl(c.get("context"), playbook)} target="_blank" />
            <title>{name}</title>
            <link rel="stylesheet" href={`${own}/form.css`} />
            <link rel="stylesheet" href={`${own}/admin/preview.css`} />
          </head>
          <body>
            <main>{raw(renderForm(shown.view))}</main>
          </body>
        </html>
      </>,
    );
  });

  admin.get("/gallery", async (c) => {
    const view = await viewOf(c);
    return c.html(<Gallery view={view} wanted={wantedFrom(c, view)} />);
  });
}

/** So many pages each form has. */
const stepsOf = (view: View, names: string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, stepTitles(view, view.playbook.forms[name]!).length]));

async function formOf(c: Http): Promise<{ view: View; name: string }> {
  const view = await viewOf(c);
  const name = c.req.param("id") ?? "";
  if (!Object.hasOwn(view.playbook.forms, name)) throw noPage(c);
  return { view, name };
}
