import { Hono } from "hono";
import { z } from "zod";
import { networkOf } from "../../forms/network.ts";
import { keptEmail } from "../../forms/normalize.ts";
import { chooseLocale } from "../../lib/language.ts";
import { uuidOf } from "../../lib/uuid.ts";
import { queuePreferencesLink } from "../../messages/service.ts";
import { Refusal, toRefusal } from "../../platform/errors.ts";
import { eraseAddress, eraseForGood } from "../../rights/erase.ts";
import { recordRight } from "../../rights/store.ts";
import { readText } from "../body.ts";
import { readVisitor, writeVisitor } from "../cookie.ts";
import type { HttpEnv } from "../env.ts";
import { exportFile } from "../export-file.ts";
import { limited, RETRY_AFTER } from "../limits.ts";
import { PAGE_CSP } from "../page.tsx";
import { requestSource } from "../source.ts";
import { type Chosen, chosenEvents, correctionEvent, EVERY, nothingEvents, proofEvent } from "./change.ts";
import { corrections, PAGE, type Posted } from "./correct.tsx";
import { chooserOf, type Http, openPage, type Opened } from "./open.ts";
import { brokenPage, erasePage, gonePage, lostPage, preferencePage } from "./pages.tsx";
import { tell } from "./tell.ts";
import { LOCALES } from "./words.ts";

const MOST_BYTES = 64 * 1024;

const Page = z.uuid().transform((id) => id.toLowerCase());
const list = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());

const Every = z.enum(Object.keys(EVERY) as (keyof typeof EVERY)[]).or(z.literal("keep"));

const ChosenBody = z.object({
  page: Page,
  yes: list.default([]),
  shown: list.default([]),
  every: Every.default("keep"),
  everyWas: Every.default("keep"),
  pause: z.enum(["keep", "none", "1", "3", "forever"]).default("keep"),
  locale: z.string().max(12).nullable().default(null),
  localeWas: z.string().max(12).nullable().default(null),
});

/** Without what stands as the page showed it: that is no choice. */
const turned = ({ every, everyWas, locale, localeWas, ...rest }: z.infer<typeof ChosenBody>): Chosen => ({
  ...rest,
  every: every === everyWas ? "keep" : every,
  locale: locale === localeWas ? null : locale,
});

const ExportBody = z.object({ page: Page, as: z.enum(["json", "csv"]) });

/**
 * `/preferences/:token`: what somebody gets and what is known of them, by a sealed link and without a login. A GET changes
 * nothing, whoever follows the links of a mail; what is posted re-enters as events.
 */
export const preferencesRoute = new Hono<HttpEnv>()
  .use(async (c, next) => {
    await next();
    guard(c.res.headers);
  }, limited)
  .get("/", (c) => lostPage(c, localeOf(c), "ask"))
  .post("/", async (c) => {
    const posted = await readPosted(c);
    const locale = chooseLocale(String(posted["locale"] ?? ""), LOCALES);
    const email = z.string().max(254).transform(keptEmail).pipe(z.email()).safeParse(posted["email"]);
    if (!email.success) return lostPage(c, locale, "wrong", String(posted["email"] ?? "").slice(0, 254));
    const [context, playbook] = [c.get("context"), await c.get("playbook")()];
    const network = networkOf(requestSource(c), playbook, context.sealer) ?? null;
    await queuePreferencesLink(context, playbook, email.data, locale, network);
    return lostPage(c, locale, "done");
  })
  .get("/:token", async (c) => preferencePage(c, await openPage(c)))
  .post("/:token", async (c) => {
    const opened = await openPage(c);
    const chosen = parsed(ChosenBody, await readPosted(c));
    const { locales } = opened.playbook.site;
    if (chosen.locale !== null && !locales.includes(chosen.locale)) throw incomplete();
    const events = chosenEvents(turned(chosen), opened.choices, opened.preferences, chooserOf(c, opened));
    const outcome = await tell(c, opened, events);
    return back(c, opened, outcome === "done" ? "saved" : outcome);
  })
  .post("/:token/nothing", async (c) => {
    const opened = await openPage(c);
    const { page } = parsed(z.object({ page: Page }), await readPosted(c));
    await tell(c, opened, nothingEvents(page, opened.choices, chooserOf(c, opened)));
    return back(c, opened, "nothing");
  })
  .post("/:token/prove", async (c) => {
    const opened = await openPage(c);
    const { page } = parsed(z.object({ page: Page }), await readPosted(c));
    if (opened.address === "claimed") await tell(c, opened, [proofEvent(page, chooserOf(c, opened))]);
    return back(c, opened, "proved");
  })
  .post("/:token/correct", async (c) => {
    const opened = await openPage(c);
    theirs(opened);
    const { now, db, sealer } = c.get("context");
    const posted = await readPosted(c);
    const page = parsed(Page, posted[PAGE]);
    const { corrected, problems } = corrections(opened, posted, requestSource(c).place.country, now);
    if (problems.length > 0) return preferencePage(c, opened, { values: posted, problems });
    if (Object.keys(corrected).length === 0) return back(c, opened, "same");
    const event = correctionEvent(page, corrected, chooserOf(c, opened));
    const outcome = await tell(c, opened, [event]);
    if (outcome === "done") {
      const hash = sealer.fingerprint(opened.token.email);
      await db.write(recordRight({ id: event.id, at: now, kind: "correction", by: "person", hash }));
    }
    return back(c, opened, outcome === "done" ? "corrected" : outcome);
  })
  .post("/:token/export", async (c) => {
    const opened = await openPage(c);
    theirs(opened);
    const { page, as: format } = parsed(ExportBody, await readPosted(c));
    const separator = opened.locale.startsWith("da") ? ";" : ",";
    const handing = { by: "person", id: uuidOf("export", page, format), format, separator, bom: true } as const;
    const file = await exportFile(c, opened.person, { ...handing, name: "my-data" });
    if (!file) throw new Refusal("token_invalid", "What this link belonged to is no longer here.");
    return file;
  })
  .get("/:token/erase", async (c) => {
    const opened = await openPage(c);
    return opened.address === "other" ? back(c, opened, "") : erasePage(c, opened);
  })
  .post("/:token/erase", async (c) => {
    const opened = await openPage(c);
    if (opened.address === "other") return back(c, opened, "");
    const visitor = await readVisitor(c);
    // Who got the link has the address, so whatever was made of it goes, and not this claim to it alone.
    if (opened.address === "claimed") await eraseAddress(c.get("context"), opened.token.email, "person");
    else await eraseForGood(c.get("context"), opened.person.id, "person");
    if (visitor && [opened.token.profile, opened.person.id].includes(visitor.profile)) await writeVisitor(c, null);
    return gonePage(c, opened);
  })
  .onError((error, c) => {
    const { status } = toRefusal(error);
    const retry = status === 429 ? RETRY_AFTER : status === 503 ? 5 : null;
    if (retry !== null) c.header("Retry-After", String(retry));
    return brokenPage(c, localeOf(c), status);
  });

/** Nobody keeps a copy, frames it, or is told its address. */
function guard(headers: Headers): void {
  headers.set("Cache-Control", "no-store");
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("X-Robots-Tag", "noindex");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Content-Security-Policy", PAGE_CSP);
}

/** Whoever reloads what comes then posts nothing again. */
function back(c: Http, { path }: Opened, done: string): Response {
  return c.redirect(done === "" ? path : `${path}?done=${done}#told`, 303);
}

/** What is known of somebody is told by the address that is theirs. @throws Refusal `token_invalid` */
function theirs({ address }: Opened): void {
  if (address !== "theirs") throw new Refusal("token_invalid", "This link shows only what its address gets.");
}

const incomplete = (): Refusal =>
  new Refusal("invalid_request", "This is not complete. Load the page again and send it once more.");

function parsed<T>(schema: z.ZodType<T>, posted: unknown): T {
  const result = schema.safeParse(posted);
  if (!result.success) throw incomplete();
  return result.data;
}

/** A form as browsers post it; what is there more than once is a list. */
async function readPosted(c: Http): Promise<Posted> {
  const posted: Posted = {};
  for (const [name, value] of new URLSearchParams(await readText(c, MOST_BYTES))) {
    const before = Object.hasOwn(posted, name) ? posted[name] : undefined;
    posted[name] = before === undefined ? value : [before, value].flat();
  }
  return posted;
}

const localeOf = (c: Http): string => chooseLocale(requestSource(c).language, LOCALES);
