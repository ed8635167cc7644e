import { fill } from "../../lib/language.ts";
import type { PropsWithChildren } from "hono/jsx";
import type { FieldProblem } from "../../forms/validate.ts";
import type { Refusal } from "../../platform/errors.ts";
import { Page, siteOf } from "../page.tsx";
import { Choose, Nothing } from "./choose.tsx";
import { Correct, type Posted } from "./correct.tsx";
import { factsOf } from "./known.ts";
import type { Http, Opened } from "./open.ts";
import { Erase, KnownOfYou, Rights } from "./rights.tsx";
import { wordsIn } from "./words.ts";

/** The preference page. `wrong` is what somebody wrote that will not do. */
export function preferencePage(c: Http, opened: Opened, wrong?: { values: Posted; problems: FieldProblem[] }) {
  const { now } = c.get("context");
  const { playbook, words, locale, person, visits, token, address, path } = opened;
  const page = crypto.randomUUID();
  const done = c.req.query("done") ?? "";
  const told = Object.entries(words.done).find(([name]) => name === done)?.[1];
  const facts = address === "theirs" ? factsOf(person, visits, playbook, words, locale, now) : null;
  return c.html(
    <Page title={words.title} locale={locale} site={siteOf(c, playbook)} isPrivate>
      <h1>{words.title}</h1>
      <p class="quiet" dir="auto">
        {fill(words.for, { email: token.email })}
      </p>
      {told && !wrong && <Told>{told}</Told>}
      {wrong && <Told isWrong>{words.wrong}</Told>}
      <Choose opened={opened} page={page} now={now} />
      <Nothing opened={opened} page={page} />
      {address === "other" && <p class="note">{words.other}</p>}
      {address === "claimed" && (
        <form method="post" action={`${path}/prove`} class="note">
          <p>{words.claimed}</p>
          <input type="hidden" name="page" value={page} />
          <button type="submit" class="second">
            {words.prove}
          </button>
        </form>
      )}
      {facts && <Correct opened={opened} page={page} now={now} {...(wrong ? { wrong } : {})} />}
      {facts && <KnownOfYou facts={facts} words={words} />}
      {address === "theirs" && <Rights opened={opened} page={page} />}
      {address === "claimed" && <Erase words={words} path={path} />}
    </Page>,
    wrong ? 422 : 200,
  );
}

/** What erasing means, before it is done. */
export function erasePage(c: Http, { playbook, words, locale, path, token }: Opened) {
  return c.html(
    <Page title={words.eraseTitle} locale={locale} site={siteOf(c, playbook)} isPrivate>
      <h1>{words.eraseTitle}</h1>
      <p class="quiet" dir="auto">
        {token.email}
      </p>
      <p>{words.eraseWhat}</p>
      <ul>
        {[words.erased1, words.erased2, words.erased3, words.erased4].map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <form method="post" action={`${path}/erase`}>
        <button type="submit" class="danger">
          {words.eraseYes}
        </button>
      </form>
      <p>
        <a href={path}>{words.back}</a>
      </p>
    </Page>,
  );
}

/** What is left to say to somebody who was erased. */
export function gonePage(c: Http, { playbook, words, locale }: Opened) {
  return c.html(
    <Page title={words.gone} locale={locale} site={siteOf(c, playbook)} isPrivate>
      <h1>{words.gone}</h1>
      <p>{words.goneText}</p>
    </Page>,
  );
}

/** Where a new link is asked for; told the same whether the address is known or not. */
export async function lostPage(c: Http, locale: string, state: "ask" | "wrong" | "done", written = "") {
  const playbook = await c.get("playbook")();
  const words = wordsIn(locale);
  const action = `${c.get("context").settings.BASE_PATH}/preferences`;
  const isDone = state === "done";
  const title = isDone ? words.lostDone : words.lost;
  return c.html(
    <Page title={title} locale={locale} site={siteOf(c, playbook)} isPrivate>
      <h1>{title}</h1>
      {isDone ? (
        <p role="status">{words.lostDoneText}</p>
      ) : (
        <form method="post" action={action} novalidate>
          <p>{words.lostText}</p>
          <input type="hidden" name="locale" value={locale} />
          <label for="email">{words.email}</label>
          <input
            type="email"
            id="email"
            name="email"
            autocomplete="email"
            required
            value={written}
            aria-describedby="wrong"
            aria-invalid={state === "wrong" ? "true" : undefined}
            autofocus={state === "wrong"}
          />
          <p class="fodspor-error" id="wrong" hidden={state !== "wrong"}>
            {words.lostWrong}
          </p>
          <button type="submit">{words.lostSend}</button>
        </form>
      )}
    </Page>,
    state === "wrong" ? 422 : 200,
  );
}

/** A link that does not work, or something that did not: what it means and what to do. */
export function brokenPage(c: Http, locale: string, status: Refusal["status"]) {
  const words = wordsIn(locale);
  const isBroken = status === 410;
  const title = isBroken ? words.brokenTitle : words.failed;
  return c.html(
    <Page title={title} locale={locale} site={null} isPrivate>
      <h1>{title}</h1>
      <p>{isBroken ? words.brokenText : words.failedText}</p>
      {isBroken && (
        <p>
          <a class="button" href={`${c.get("context").settings.BASE_PATH}/preferences`}>
            {words.lost}
          </a>
        </p>
      )}
    </Page>,
    status,
  );
}

function Told({ children, isWrong = false }: PropsWithChildren<{ isWrong?: boolean }>) {
  return (
    <p id="told" class={isWrong ? "told wrong" : "told"} role={isWrong ? "alert" : "status"} tabindex={-1}>
      {children}
    </p>
  );
}
