import type { Context as HonoContext } from "hono";
import { chooseLocale } from "../../lib/language.ts";
import type { Preferences } from "../../events/event.ts";
import { saidBy } from "../../permissions/evidence.ts";
import { openPreferences, type PreferencesToken } from "../../permissions/links.ts";
import { preferencesOf } from "../../permissions/preferences-store.ts";
import { heldBy } from "../../permissions/store.ts";
import { Refusal } from "../../platform/errors.ts";
import type { Compiled } from "../../playbook/index.ts";
import { type Known, person } from "../../reports/people.ts";
import { ask } from "../../reports/query.ts";
import { type Stay, visitsOf } from "../../reports/visits.ts";
import type { HttpEnv } from "../env.ts";
import { requestSource } from "../source.ts";
import type { Chooser } from "./change.ts";
import { type Choice, choicesOf } from "./topics.ts";
import { type Words, wordsIn } from "./words.ts";

export type Http = HonoContext<HttpEnv>;

/** A preference page as its link opens it. */
export interface Opened {
  token: PreferencesToken;
  /** The page's own path, with the token. */
  path: string;
  playbook: Compiled;
  person: Known;
  visits: Stay[];
  /** Whose the link's address is: theirs and proved; given for them, but by nobody knows whom; or not theirs any more. */
  address: "theirs" | "claimed" | "other";
  choices: Choice[];
  /** Whether nothing reaches the address, whatever it wants. */
  isBlocked: boolean;
  preferences: Preferences;
  locale: string;
  words: Words;
}

const VISITS = 10;

/** Opens the link that a request came by: one question to the database. @throws Refusal `token_invalid`, `token_expired` */
export async function openPage(c: Http): Promise<Opened> {
  const context = c.get("context");
  const sealed = c.req.param("token") ?? "";
  const token = await openPreferences(context, sealed);
  const playbook = await c.get("playbook")();
  const { profile, email } = token;
  const hashes = context.sealer.fingerprints(email);
  const [known, visits, held, preferences] = await ask(
    context.db,
    person(profile),
    visitsOf(profile, VISITS),
    heldBy(email, hashes),
    preferencesOf(email),
  );
  if (!known) throw new Refusal("token_invalid", "What this link belonged to is no longer here.");
  const locale = chooseLocale(preferences.locale ?? token.locale, playbook.site.locales);
  return {
    token,
    path: `${context.settings.BASE_PATH}/preferences/${sealed}`,
    playbook,
    person: known,
    visits,
    address: known.email !== email ? "other" : known.emailConfirmedAt === null ? "claimed" : "theirs",
    choices: choicesOf(playbook, held.topics, locale),
    isBlocked: held.isBlocked,
    preferences,
    locale,
    words: wordsIn(locale),
  };
}

/** Who chooses, and what proves it. */
export function chooserOf(c: Http, { token, playbook, locale }: Opened): Chooser {
  const { settings, now } = c.get("context");
  return {
    profile: token.profile,
    email: token.email,
    locale,
    url: `${settings.PUBLIC_URL}${settings.BASE_PATH}/preferences`,
    by: saidBy(requestSource(c), playbook),
    now,
  };
}
