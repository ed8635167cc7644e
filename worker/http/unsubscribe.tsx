import { type Context as HonoContext, Hono } from "hono";
import { ingest } from "../ingest.ts";
import { maskEmail } from "../lib/email.ts";
import { wordsFor } from "../lib/language.ts";
import { pressed, saidBy } from "../permissions/evidence.ts";
import { openUnsubscribe, PREFERENCES_VALID, preferencesUrl, type UnsubscribeToken } from "../permissions/links.ts";
import { EVERY_TOPIC } from "../permissions/standing.ts";
import { ledgerOf, personBehind, sentAt, suppress } from "../permissions/store.ts";
import { withdrawalEvent } from "../permissions/withdraw.ts";
import { type Compiled, inLocale } from "../playbook/index.ts";
import { readText } from "./body.ts";
import type { HttpEnv } from "./env.ts";
import { answering, linkPage } from "./link-page.tsx";
import { requestSource } from "./source.ts";

type Http = HonoContext<HttpEnv>;

const MOST_BYTES = 4_096;

const WORDS = {
  en: {
    title: "Stop these e-mails?",
    text: (topic: string, to: string) => `${to} gets “${topic}”. One click, and that ends at once.`,
    button: "Yes, stop them",
    done: "You will get no more of these",
    ended: (topic: string, to: string) => `“${topic}” is not sent to ${to} any more, whatever was planned.`,
    everyDone: "You will get no more e-mails",
    everyEnded: (to: string) => `Nothing more that you asked for is sent to ${to}. You can ask anew at any time.`,
    rest: "There may be more that you get from us.",
    every: "Stop everything else, too",
    preferences: "Choose what you get",
  },
  da: {
    title: "Vil du stoppe disse e-mails?",
    text: (topic: string, to: string) => `${to} får »${topic}«. Ét klik, så stopper det med det samme.`,
    button: "Ja, stop dem",
    done: "Du får ikke flere af dem",
    ended: (topic: string, to: string) => `»${topic}« sendes ikke mere til ${to}, uanset hvad der var planlagt.`,
    everyDone: "Du får ikke flere e-mails",
    everyEnded: (to: string) => `Intet af det, du har bedt om, sendes mere til ${to}. Du kan altid bede om det igen.`,
    rest: "Måske får du også andet fra os.",
    every: "Stop også alt andet",
    preferences: "Vælg, hvad du får",
  },
};

/**
 * Unsubscribing: a GET shows a button and changes nothing; a POST takes the topic of the mail back at once, from a browser as
 * from a mail program that presses for its reader (RFC 8058), so without cookies and whatever its origin.
 */
export const unsubscribeRoute = new Hono<HttpEnv>()
  .get("/:token", (c) =>
    answering(c, async () => {
      const token = await openUnsubscribe(c.get("context"), c.req.param("token"));
      const words = wordsFor(WORDS, token.locale);
      const topic = titleOf(await c.get("playbook")(), token);
      return linkPage(
        c,
        { title: words.title, locale: token.locale },
        <>
          <h1>{words.title}</h1>
          <p>{words.text(topic, maskEmail(token.email))}</p>
          <form method="post">
            <button type="submit">{words.button}</button>
          </form>
        </>,
      );
    }),
  )
  .post("/:token", (c) =>
    answering(c, async () => {
      const token = await openUnsubscribe(c.get("context"), c.req.param("token"));
      const isEvery = await wantsEvery(c);
      await withdraw(c, token, isEvery ? EVERY_TOPIC : token.topic);
      return isEvery ? everyEnded(c, token) : ended(c, token);
    }),
  );

/** What a mail program sends is no matter: only our own page asks for more than the one topic. */
async function wantsEvery(c: Http): Promise<boolean> {
  if (!(c.req.header("content-type") ?? "").toLowerCase().startsWith("application/x-www-form-urlencoded")) return false;
  const text = await readText(c, MOST_BYTES).catch(() => "");
  return new URLSearchParams(text).get("every") === "yes";
}

/** The address is suppressed in any case, and first: that holds even where nobody is left who had it. */
async function withdraw(c: Http, { profile, email, message, locale }: UnsubscribeToken, topic: string): Promise<void> {
  const context = c.get("context");
  const { db, sealer, now } = context;
  const playbook = await c.get("playbook")();
  await db.write([suppress(sealer.fingerprint(email), topic, "withdrawn", now)]);
  const person = await personBehind(db, profile, email);
  if (person === null) return;
  const { ledger } = await ledgerOf(db, email, []);
  const evidence = pressed("link", { ...saidBy(requestSource(c), playbook), locale }, message);
  const event = withdrawalEvent({ profile: person, email, topic, evidence }, ledger, now);
  if (event) await ingest(context, playbook, { kind: "events", id: event.id, events: [event] }, "direct");
}

async function ended(c: Http, token: UnsubscribeToken): Promise<Response> {
  const words = wordsFor(WORDS, token.locale);
  const topic = titleOf(await c.get("playbook")(), token);
  return linkPage(
    c,
    { title: words.done, locale: token.locale },
    <>
      <h1>{words.done}</h1>
      <p>{words.ended(topic, maskEmail(token.email))}</p>
      <form method="post">
        <p>{words.rest}</p>
        <button class="second" type="submit" name="every" value="yes">
          {words.every}
        </button>
      </form>
      {await choose(c, token)}
    </>,
  );
}

async function everyEnded(c: Http, token: UnsubscribeToken): Promise<Response> {
  const words = wordsFor(WORDS, token.locale);
  return linkPage(
    c,
    { title: words.everyDone, locale: token.locale },
    <>
      <h1>{words.everyDone}</h1>
      <p>{words.everyEnded(maskEmail(token.email))}</p>
      {await choose(c, token)}
    </>,
  );
}

/** The way to the preference page, for as long as the mail's own link to it works: this one works for ever. */
async function choose(c: Http, { profile, email, locale, message }: UnsubscribeToken) {
  const context = c.get("context");
  const sent = await sentAt(context.db, message);
  if (sent === null || sent + PREFERENCES_VALID < context.now) return null;
  const url = await preferencesUrl({ ...context, now: sent }, { profile, email, locale });
  return (
    <p>
      <a href={url}>{wordsFor(WORDS, locale).preferences}</a>
    </p>
  );
}

function titleOf({ topics }: Compiled, { topic, locale }: UnsubscribeToken): string {
  return Object.hasOwn(topics, topic) ? inLocale(topics[topic]!.title, locale) : topic;
}
