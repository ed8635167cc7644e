import { raw } from "hono/html";
import type { PropsWithChildren } from "hono/jsx";
import type { Frame } from "./view.ts";

/** What can be gone to from everywhere; the first is the dashboard's own address. */
const PAGES = [
  "overview",
  "people",
  "leads",
  "segments",
  "journey",
  "companies",
  "forms",
  "traffic",
  "imports",
  "mailbox",
  "playbook",
] as const;

interface LayoutProps {
  frame: Frame;
  title: string;
  current?: (typeof PAGES)[number];
  /** A script of `assets/`. */
  script?: string;
  /** Where the reader is, for the Refresh link; none on pages that nothing can change. */
  here?: string;
}

/** A page of the dashboard: what is the same on all of them. */
export function Layout({ frame, title, current, script, here, children }: PropsWithChildren<LayoutProps>) {
  const { base, words, locale, isLoggedIn } = frame;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} · Fodspor`}</title>
          <link rel="icon" href={`${base}/icon.svg`} type="image/svg+xml" />
          <link rel="stylesheet" href={`${base}/style.css`} />
          {script && <script src={`${base}/${script}`} defer></script>}
        </head>
        <body>
          <a class="skip" href="#content">
            {words.skip}
          </a>
          <header class="top">
            <div class="inner">
              <span class="brand">
                <img src={`${base}/icon.svg`} alt="" width="22" height="22" /> Fodspor
              </span>
              {isLoggedIn && <Navigation frame={frame} current={current} />}
            </div>
          </header>
          <main id="content" tabindex={-1}>
            <div class="head">
              <h1>{title}</h1>
              {here !== undefined && (
                <a class="button quiet" href={here}>
                  {words.refresh}
                </a>
              )}
            </div>
            {children}
          </main>
        </body>
      </html>
    </>
  );
}

function Navigation({ frame: { base, words }, current }: { frame: Frame; current: LayoutProps["current"] }) {
  return (
    <>
      <nav aria-label={words.sections}>
        <ul>
          {PAGES.map((name) => (
            <li>
              <a
                href={name === "overview" ? base : `${base}/${name}`}
                aria-current={name === current ? "page" : undefined}
              >
                {name === "journey" ? words.journeyShort : words[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form method="post" action={`${base}/logout`}>
        <button class="quiet" type="submit">
          {words.logOut}
        </button>
      </form>
    </>
  );
}
