import { createHash } from "node:crypto";
import type { PropsWithChildren } from "hono/jsx";
import { raw } from "hono/html";
import type { Context as HonoContext } from "hono";
import { LOOK } from "../forms/css-look.ts";
import type { Compiled } from "../playbook/index.ts";
import { websiteUrl } from "../playbook/website.ts";
import type { HttpEnv } from "./env.ts";

interface PageProps {
  title: string;
  locale: string;
  /** The website: its name and where it is. */
  site: { name: string; home: string } | null;
  /** Whether its own address must not be told to anybody, the website included. */
  isPrivate?: boolean;
}

const CSS = `:root{color-scheme:light dark;--ink:#17212b;--paper:#fff;--quiet:#52606d;--line:#c8d0d8;--accent:#0b5c5c;--on-accent:#fff;--wrong:#a4161a}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--paper:#12181f;--quiet:#a8b4c0;--line:#3b4754;--accent:#6fd0c5;--on-accent:#07211f;--wrong:#ff9b9b}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:clamp(1.5rem,6vw,4rem) 1.25rem}.site{margin:0 0 2rem;font-weight:600}.site a{color:var(--quiet)}
h1,h2{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}label{display:block;font-weight:600;margin:1.1rem 0 .3rem}.fodspor-optional{font-weight:400;color:var(--quiet)}
input:not([type=checkbox],[type=radio]),select{width:100%;padding:.65rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--quiet);border-radius:.4rem}
select option{color:var(--ink);background:var(--paper)}.fodspor-permission label,.fodspor-option label{font-weight:400;margin:0}
.fodspor-error,.fodspor-message{color:var(--wrong);margin:.35rem 0}[aria-invalid]{border-color:var(--wrong)!important}
.fodspor-basis,.fodspor-help{color:var(--quiet);font-size:.95rem}button,.button{display:inline-block;margin:.6rem 0;padding:.7rem 1.3rem;border:0;border-radius:.4rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}[tabindex="-1"]:focus{outline:0}
input[type=checkbox],input[type=radio]{width:1.15rem;height:1.15rem;margin:.2rem 0 0;padding:0;flex:none;accent-color:var(--accent)}textarea{width:100%;padding:.65rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--quiet);border-radius:.4rem}
main>:not(.fodspor-form,.fodspor-done)>h2{font-size:1.3rem;margin:2.75rem 0 .5rem}h3{font-size:1.05rem;margin:1.5rem 0 .4rem}.quiet{color:var(--quiet);font-size:.95rem;margin:0 0 .75rem;overflow-wrap:anywhere}
fieldset{border:0;margin:1.25rem 0 0;padding:0}legend{font-weight:600;padding:0;margin:0 0 .3rem}.choice,.fodspor-option{display:flex;gap:.7rem;align-items:start;margin:.6rem 0}.choice label,.fodspor-option label{margin:0;font-weight:400}.choice .quiet{margin:.1rem 0 0}.choice>div>label{font-weight:600}
:where(a:not([class])){color:var(--accent)}form>button{margin-top:1.25rem}.second{background:transparent;color:var(--accent);box-shadow:inset 0 0 0 2px var(--accent)}.fodspor-resend .button{background:transparent;color:var(--accent);box-shadow:inset 0 0 0 2px var(--accent)}.fodspor-step-title{font-size:1.25rem;margin:0 0 .5rem}.button.second,button.second{margin-right:.4rem}summary{cursor:pointer;color:var(--accent);font-weight:600;margin:1.1rem 0}.danger{background:var(--wrong);color:var(--paper)}
.told,.note{border-left:.3rem solid var(--accent);padding:.7rem 1rem;background:color-mix(in srgb,var(--accent) 9%,transparent);border-radius:.25rem}.told.wrong{border-color:var(--wrong);background:color-mix(in srgb,var(--wrong) 9%,transparent)}
dl{margin:0}dl>div{display:grid;grid-template-columns:minmax(7rem,2fr) 3fr;gap:.25rem 1rem;padding:.4rem 0;border-bottom:1px solid var(--line)}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}.visits{list-style:none;padding:0}.visits li{margin:0 0 1.25rem}`;

/** Forms look here as on a website that has no styles of its own, in the colours of the page. */
const THEME = `:root{${["ink", "paper", "accent", "on-accent", "wrong"].map((name) => `--fodspor-${name}:var(--${name})`).join(";")};--fodspor-line:var(--quiet);--fodspor-radius:.4rem;--fodspor-gap:1.1rem}\n`;
const STYLE = THEME + LOOK + CSS;

/** What such a page may load: nothing but its own styles, and in no frame. */
export const PAGE_CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The plain page around what Fodspor shows by itself: a form without JavaScript, a confirmation. */
export function Page({ title, locale, site, isPrivate = false, children }: PropsWithChildren<PageProps>) {
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="referrer" content={isPrivate ? "no-referrer" : "same-origin"} />
          <title>{site ? `${title} · ${site.name}` : title}</title>
          <style>{raw(STYLE)}</style>
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
