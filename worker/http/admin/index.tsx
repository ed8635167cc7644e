import { Hono } from "hono";
import { etag } from "hono/etag";
import { z } from "zod";
import { Refusal, toRefusal } from "../../platform/errors.ts";
import { choiceSums, consentRates } from "../../reports/choices.ts";
import { deadLetters } from "../../reports/dead-letters.ts";
import { message, messages } from "../../reports/messages.ts";
import { ask, askOne } from "../../reports/query.ts";
import { segmentCounts } from "../../reports/segments.ts";
import { companyCount, stageCounts, stats } from "../../reports/sums.ts";
import { latest } from "../../reports/timeline.ts";
import { sameToken } from "../api/authorize.ts";
import { replayDeadLetter } from "../api/dead-letters.ts";
import type { HttpEnv } from "../env.ts";
import { readText } from "../body.ts";
import { assets } from "./assets/index.ts";
import { clusterPages } from "./clusters.tsx";
import { collectionPages } from "./collection.tsx";
import { formPages } from "./forms.tsx";
import { guarded, MAIL_POLICY } from "./headers.ts";
import { noPage } from "./no-page.ts";
import { DeadLetters } from "./pages/dead-letters.tsx";
import { Failure, Login } from "./pages/login.tsx";
import { Mail, Mailbox } from "./pages/mailbox.tsx";
import { LiveRows, Overview } from "./pages/overview.tsx";
import { peoplePages } from "./people.tsx";
import { playbookPages } from "./playbook-pages.tsx";
import { periodOf } from "./parts/period.tsx";
import { rightPages } from "./rights.tsx";
import { salesPages } from "./sales.tsx";
import { isForeign, isLoggedIn, logIn, logOut } from "./session.ts";
import { frameOf, type Http, viewOf } from "./view.ts";

const PAGE = 50;
const LIVE = 25;
/** As many rows as the live table keeps. */
const MOST_NEW = 100;

/** The dashboard: pages made on the server, readable without a script, behind a login. */
export const admin = new Hono<HttpEnv>();

admin.onError(async (error, c) => {
  const refusal = toRefusal(error);
  return c.html(<Failure frame={frameOf(c, await isLoggedIn(c))} message={refusal.message} />, refusal.status);
});

admin.use("*", guarded);
for (const file of ["style.css", "preview.css", "live.js", "progress.js", "icon.svg"])
  admin.get(`/${file}`, etag(), (c) => assets(c, file));

admin.post("*", async (c, next) => {
  if (isForeign(c, c.get("context"))) throw new Refusal("origin_not_allowed", frameOf(c, false).words.foreign);
  await next();
});

admin.get("/login", (c) => c.html(<Login frame={frameOf(c, false)} next={ownPath(c, c.req.query("next"))} />));

admin.post("/login", async (c) => {
  const form = z
    .object({ token: z.string().trim().max(1_000), next: z.string().optional() })
    .safeParse(Object.fromEntries(new URLSearchParams(await readText(c, 8_192))));
  const next = ownPath(c, form.data?.next);
  const frame = frameOf(c, false);
  if (!form.success || !sameToken(form.data.token, c.get("context").settings.ADMIN_TOKEN)) {
    return c.html(<Login frame={frame} next={next} wrong={frame.words.wrongToken} />, 401);
  }
  await logIn(c);
  return c.redirect(next, 303);
});

admin.post("/logout", (c) => {
  logOut(c);
  return c.redirect(`${frameOf(c, false).base}/login`, 303);
});

admin.use("*", async (c, next) => {
  if (await isLoggedIn(c)) return next();
  const { base } = frameOf(c, false);
  const { pathname, search } = new URL(c.req.url);
  const wanted = c.req.method === "GET" && pathname !== base ? `?next=${encodeURIComponent(pathname + search)}` : "";
  return c.redirect(`${base}/login${wanted}`, 303);
});

admin.get("/", async (c) => {
  const view = await viewOf(c);
  const { from, to } = periodOf(undefined, view.now);
  const [sums, stages, segments, newest, companies, choices] = await ask(
    c.get("context").db,
    stats(),
    stageCounts(),
    segmentCounts(),
    latest(0, LIVE),
    companyCount(),
    choiceSums(from, to),
  );
  return c.html(
    <Overview
      view={view}
      stats={sums}
      stages={stages}
      segments={segments}
      latest={newest}
      companies={companies}
      consentRate={consentRates(choices).analytics}
    />,
  );
});

admin.get("/events", async (c) => {
  const after = z.coerce.number().int().min(0).catch(0).parse(c.req.query("after"));
  const { events, place } = await askOne(c.get("context").db, latest(after, MOST_NEW));
  c.header("Fodspor-After", String(place));
  return c.html(<LiveRows view={await viewOf(c)} events={events} />);
});

admin.get("/dead-letters", async (c) => {
  const view = await viewOf(c);
  const cursor = c.req.query("cursor") || undefined;
  const part = await askOne(c.get("context").db, deadLetters({ limit: PAGE, cursor }));
  return c.html(<DeadLetters view={view} part={part} cursor={cursor} />);
});

admin.post("/dead-letters/:id/replay", async (c) => {
  const { base, playbook } = await viewOf(c);
  await replayDeadLetter(c.get("context"), playbook, c.req.param("id"));
  return c.redirect(`${base}/dead-letters`, 303);
});

admin.get("/mailbox", async (c) => {
  const view = await viewOf(c);
  const cursor = c.req.query("cursor") || undefined;
  const part = await askOne(c.get("context").db, messages({}, { limit: PAGE, cursor }));
  return c.html(<Mailbox view={view} part={part} cursor={cursor} />);
});

admin.get("/mailbox/:id", async (c) => {
  const view = await viewOf(c);
  const found = await askOne(c.get("context").db, message(c.req.param("id")));
  if (!found) throw noPage(c);
  return c.html(<Mail view={view} message={found} />);
});

admin.get("/mailbox/:id/body", async (c) => {
  const found = await askOne(c.get("context").db, message(c.req.param("id")));
  if (!found?.mail) throw noPage(c);
  c.header("Content-Security-Policy", MAIL_POLICY);
  return c.html(`<base target="_blank">${found.mail.html}`);
});

peoplePages(admin);
rightPages(admin);
collectionPages(admin);
clusterPages(admin);
formPages(admin);
salesPages(admin);
playbookPages(admin);

admin.all("*", (c) => {
  const { pathname } = new URL(c.req.url);
  if (pathname.endsWith("/")) return c.redirect(pathname.replace(/\/+$/, ""));
  throw noPage(c);
});

/** A page of the dashboard to go to after logging in; the overview instead of anything else. */
function ownPath(c: Http, path: string | undefined): string {
  const { base } = frameOf(c, false);
  const here = new URL(c.req.url).origin;
  if (path === undefined || !path.startsWith("/") || !URL.canParse(path, here)) return base;
  const url = new URL(path, here);
  const within = url.pathname === base || url.pathname.startsWith(`${base}/`);
  return url.origin === here && within ? url.pathname + url.search : base;
}
