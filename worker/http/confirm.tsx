import { type Context as HonoContext, Hono } from "hono";
import { raw } from "hono/html";
import { type ConfirmToken, deliverUrl, openConfirm } from "../forms/links.ts";
import { renderDone } from "../forms/render.ts";
import { wordsFor } from "../lib/language.ts";
import { saidBy } from "../permissions/evidence.ts";
import { asOf, standings, unanswered } from "../permissions/standing.ts";
import { ledgerAround } from "../permissions/store.ts";
import { confirm } from "../pipeline.ts";
import { inLocale } from "../playbook/index.ts";
import { readVisitor, writeVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { answering, linkPage } from "./link-page.tsx";
import { requestSource } from "./source.ts";

type Http = HonoContext<HttpEnv>;

/** What may still be done with a link: answer it, or not, because it was answered, ran out, or was taken back since. */
type Standing = "open" | "confirmed" | "expired" | "ended" | "gone";

const WORDS = {
  en: {
    open: ["Confirm your e-mail address", "One click and it is done."],
    confirmed: ["Already confirmed", "Your address was confirmed before. There is nothing more to do."],
    expired: ["This link has expired", "Fill in the form once more, and you get a new one."],
    ended: ["This link has been used", "You have ended it since. To have it after all, fill in the form once more."],
    gone: ["This link leads nowhere any more", "What it was for is no longer there. You may fill in the form anew."],
    asked: "You asked for:",
    button: "Yes, confirm",
    form: "To the form",
  },
  da: {
    open: ["Bekræft din e-mailadresse", "Ét klik, så er det gjort."],
    confirmed: ["Allerede bekræftet", "Din adresse er bekræftet. Du behøver ikke gøre mere."],
    expired: ["Linket er udløbet", "Udfyld formularen igen, så får du et nyt."],
    ended: ["Linket er brugt", "Du har meldt fra siden. Vil du have det alligevel, så udfyld formularen igen."],
    gone: ["Linket fører ingen steder hen", "Det, det gjaldt, findes ikke mere. Du kan udfylde formularen på ny."],
    asked: "Du har bedt om:",
    button: "Ja, bekræft",
    form: "Til formularen",
  },
} satisfies Record<string, Record<Standing, [string, string]> & { asked: string; button: string; form: string }>;

/** Double opt-in. Link scanners GET whatever a mail contains, so a GET only shows the button; the POST confirms. */
export const confirmRoute = new Hono<HttpEnv>()
  .get("/:token", (c) =>
    answering(c, async () => {
      const token = await openConfirm(c.get("context"), c.req.param("token"));
      const standing = await standingOf(c, token);
      return standing === "open" ? question(c, token) : answered(c, token, standing);
    }),
  )
  .post("/:token", (c) =>
    answering(c, async () => {
      const context = c.get("context");
      const token = await openConfirm(context, c.req.param("token"));
      const standing = await standingOf(c, token);
      if (standing !== "open") return answered(c, token, standing);
      const playbook = await c.get("playbook")();
      const visitor = await readVisitor(c);
      const after = await confirm(context, playbook, visitor, token, saidBy(requestSource(c), playbook));
      if (after !== visitor) await writeVisitor(c, after);
      const form = playbook.forms[token.form];
      // Confirming may have made two people one.
      const profile = (visitor?.profile === token.profile && after?.profile) || token.profile;
      const link = await deliverUrl(context, playbook, { ...token, profile });
      const done = { link, resend: null, next: null, level: 1 } as const;
      const title = form ? inLocale(form.confirmed.title, token.locale) : wordsOf(token).confirmed[0];
      return linkPage(
        c,
        { title, locale: token.locale },
        form ? raw(renderDone(form, token.locale, "confirmed", done)) : <h1>{title}</h1>,
      );
    }),
  );

const wordsOf = ({ locale }: ConfirmToken) => wordsFor(WORDS, locale);

async function standingOf(c: Http, { submission, topics, expires }: ConfirmToken): Promise<Standing> {
  const { db, now } = c.get("context");
  const ledger = asOf(await ledgerAround(db, submission), now);
  const own = ledger.filter((row) => row.submission === submission);
  if (own.length === 0) return "gone";
  if (unanswered(ledger, submission).some((topic) => topics.includes(topic)))
    return expires <= now ? "expired" : "open";
  const current = standings(ledger);
  if (topics.some((topic) => current[topic] === "confirmed")) return "confirmed";
  const isEnded = topics.some((topic) => current[topic] === "withdrawn");
  return isEnded || own.some(({ status }) => status === "confirmed") ? "ended" : "expired";
}

async function question(c: Http, token: ConfirmToken): Promise<Response> {
  const words = wordsOf(token);
  const [title, text] = words.open;
  const { forms, topics } = await c.get("playbook")();
  const form = forms[token.form];
  const asked = token.topics.map((topic) =>
    Object.hasOwn(topics, topic) ? inLocale(topics[topic]!.title, token.locale) : topic,
  );
  return linkPage(
    c,
    { title, locale: token.locale },
    <>
      <h1>{title}</h1>
      {form && asked.length < 2 && <p>{inLocale(form.title, token.locale)}</p>}
      {asked.length > 1 && (
        <>
          <p id="asked">{words.asked}</p>
          <ul aria-labelledby="asked">
            {asked.map((one) => (
              <li>{one}</li>
            ))}
          </ul>
        </>
      )}
      <form method="post">
        <p>{text}</p>
        <button type="submit">{words.button}</button>
      </form>
    </>,
  );
}

/** A link that is of no more use says so, and hands out what was promised, or tells how to come by another. */
async function answered(c: Http, token: ConfirmToken, standing: Exclude<Standing, "open">): Promise<Response> {
  const context = c.get("context");
  const playbook = await c.get("playbook")();
  const words = wordsOf(token);
  const [title, text] = words[standing];
  const form = Object.hasOwn(playbook.forms, token.form) ? playbook.forms[token.form] : undefined;
  const isConfirmed = standing === "confirmed";
  const promised = isConfirmed ? await deliverUrl(context, playbook, token) : null;
  const again = `${context.settings.BASE_PATH}/form/${token.form}?locale=${encodeURIComponent(token.locale)}`;
  return linkPage(
    c,
    { title, locale: token.locale, status: isConfirmed ? 200 : 410 },
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      {promised !== null && form?.deliver && (
        <p>
          <a class="button" href={promised}>
            {inLocale(form.deliver.label, token.locale)}
          </a>
        </p>
      )}
      {!isConfirmed && form && (
        <p>
          <a href={again}>{words.form}</a>: {inLocale(form.title, token.locale)}
        </p>
      )}
    </>,
  );
}
