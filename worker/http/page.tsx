import type { PropsWithChildren } from "hono/jsx";
import { raw } from "hono/html";
import type { Context as HonoContext } from "hono";
import { websiteUrl } from "../forms/links.ts";
import type { Compiled } from "../playbook/index.ts";
import type { HttpEnv } from "./env.ts";

interface PageProps {
  title: string;
  locale: string;
  /** The website: its name and where it is. */
  site: { name: string; home: string } | null;
}

const CSS = `:root{color-scheme:light dark;--ink:#17212b;--paper:#fff;--quiet:#52606d;--line:#c8d0d8;--accent:#0b5c5c;--on-accent:#fff;--wrong:#a4161a}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--paper:#12181f;--quiet:#a8b4c0;--line:#3b4754;--accent:#6fd0c5;--on-accent:#07211f;--wrong:#ff9b9b}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:clamp(1.5rem,6vw,4rem) 1.25rem}.site{margin:0 0 2rem;font-weight:600}.site a{color:var(--quiet)}
h1,h2{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}label{display:block;font-weight:600;margin:1.1rem 0 .3rem}.fodspor-optional{font-weight:400;color:var(--quiet)}
input:not([type=checkbox]),select{width:100%;padding:.65rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--quiet);border-radius:.4rem}
select option{color:var(--ink);background:var(--paper)}.fodspor-permission{display:flex;gap:.6rem;align-items:start;margin:1.1rem 0}.fodspor-permission label{font-weight:400;margin:0}
.fodspor-permission input{margin-top:.35rem;flex:none;width:1.1rem;height:1.1rem}.fodspor-error,.fodspor-message{color:var(--wrong);margin:.35rem 0}[aria-invalid]{border-color:var(--wrong)!important}
.fodspor-basis,.fodspor-help{color:var(--quiet);font-size:.95rem}button,.button{display:inline-block;margin:.6rem 0;padding:.7rem 1.3rem;border:0;border-radius:.4rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}[tabindex="-1"]:focus{outline:0}`;

/** The plain page around what Fodspor shows by itself: a form without JavaScript, a confirmation. */
export function Page({ title, locale, site, children }: PropsWithChildren<PageProps>) {
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="referrer" content="same-origin" />
          <title>{site ? `${title} · ${site.name}` : title}</title>
          <style>{raw(CSS)}</style>
        </head>
        <body>
          <main>
            {site && (
              <p class="site">
                <a href={site.home}>{site.name}</a>
              </p>
            )}
            {children}
          </main>
        </body>
      </html>
    </>
  );
}

/** The website that such a page belongs to. */
export function siteOf(c: HonoContext<HttpEnv>, playbook: Compiled): PageProps["site"] {
  return { name: playbook.site.name, home: websiteUrl(c.get("context"), playbook) };
}
