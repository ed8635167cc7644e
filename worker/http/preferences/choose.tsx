import { fill } from "../../lib/language.ts";
import { FOREVER } from "../../permissions/preferences-store.ts";
import { EVERY } from "./change.ts";
import type { Opened } from "./open.ts";
import type { Choice } from "./topics.ts";
import { daysIn, type Words } from "./words.ts";

/** What somebody gets: topics, how often, a pause, the language. Each box shows what holds now. */
export function Choose({ opened, page, now }: { opened: Opened; page: string; now: number }) {
  const { choices, words, path } = opened;
  return (
    <form method="post" action={path} autocomplete="off" aria-labelledby="get">
      <h2 id="get">{words.get}</h2>
      {opened.isBlocked && <p class="note">{words.suppressed}</p>}
      <p class="quiet">{choices.length > 0 ? words.getHelp : words.noTopics}</p>
      <input type="hidden" name="page" value={page} />
      {choices.map((choice) => (
        <Topic choice={choice} words={words} />
      ))}
      <Frequency opened={opened} />
      <Pause opened={opened} now={now} />
      <Language opened={opened} />
      <button type="submit">{words.save}</button>
    </form>
  );
}

/** A way out of everything at once. */
export function Nothing({ opened, page }: { opened: Opened; page: string }) {
  const { words, path, choices } = opened;
  if (!choices.some(({ status }) => status === "confirmed" || status === "pending")) return null;
  return (
    <form method="post" action={`${path}/nothing`}>
      <input type="hidden" name="page" value={page} />
      <button type="submit" class="second" aria-describedby="nothing">
        {words.nothing}
      </button>
      <p class="quiet" id="nothing">
        {words.nothingHelp}
      </p>
    </form>
  );
}

function Topic({ choice, words }: { choice: Choice; words: Words }) {
  const { topic, title, text, status } = choice;
  const on = status === "confirmed";
  const help = [title !== null && text, status === "pending" && words.pending].filter(Boolean);
  return (
    <div class="choice">
      {on && <input type="hidden" name="shown" value={topic} />}
      <input
        type="checkbox"
        id={`topic-${topic}`}
        name="yes"
        value={topic}
        checked={on}
        aria-describedby={help.length > 0 ? `about-${topic}` : undefined}
      />
      <div>
        <label for={`topic-${topic}`}>{title ?? text}</label>
        {help.length > 0 && (
          <p class="quiet" id={`about-${topic}`}>
            {help.join(" ")}
          </p>
        )}
      </div>
    </div>
  );
}

function Frequency({ opened: { preferences, words } }: { opened: Opened }) {
  const named = Object.entries(EVERY).find(([, every]) => every === preferences.every)?.[0];
  const options: [string, string][] = [
    ["all", words.everyAll],
    ["weekly", words.everyWeekly],
    ["monthly", words.everyMonthly],
  ];
  return (
    <>
      <input type="hidden" name="everyWas" value={named ?? "all"} />
      <Radios legend={words.every} name="every" options={options} chosen={named ?? "all"} />
    </>
  );
}

function Pause({ opened, now }: { opened: Opened; now: number }) {
  const { preferences, words } = opened;
  const until = preferences.pausedUntil;
  const isPaused = until !== null && until > now;
  const options: [string, string][] = [
    ...(isPaused
      ? ([
          ["keep", words.keepPause],
          ["none", words.endPause],
        ] as [string, string][])
      : ([["keep", words.noPause]] as [string, string][])),
    ["1", words.pauseMonth],
    ["3", words.pauseMonths],
    ["forever", words.pauseForever],
  ];
  const help = isPaused ? `${pausedWords(opened, until)} ${words.pauseHelp}` : words.pauseHelp;
  return <Radios legend={words.pause} name="pause" options={options} chosen="keep" help={help} />;
}

function pausedWords({ words, locale, playbook }: Opened, until: number): string {
  if (until >= FOREVER) return words.pausedForever;
  const { timeZone } = playbook.site;
  return fill(words.paused, {
    date: new Intl.DateTimeFormat(daysIn(locale), { dateStyle: "long", timeZone }).format(until),
  });
}

function Language({ opened: { playbook, words, locale } }: { opened: Opened }) {
  const { locales } = playbook.site;
  if (locales.length < 2) return null;
  return (
    <div>
      <input type="hidden" name="localeWas" value={locale} />
      <label for="locale">{words.language}</label>
      <select id="locale" name="locale">
        {locales.map((one) => (
          <option value={one} selected={one === locale} lang={one}>
            {new Intl.DisplayNames(one, { type: "language" }).of(one) ?? one}
          </option>
        ))}
      </select>
    </div>
  );
}

interface RadiosProps {
  legend: string;
  name: string;
  options: [value: string, label: string][];
  chosen: string;
  help?: string;
}

function Radios({ legend, name, options, chosen, help }: RadiosProps) {
  return (
    <fieldset aria-describedby={help ? `${name}-help` : undefined}>
      <legend>{legend}</legend>
      {help && (
        <p class="quiet" id={`${name}-help`}>
          {help}
        </p>
      )}
      {options.map(([value, label]) => (
        <div class="choice">
          <input type="radio" id={`${name}-${value}`} name={name} value={value} checked={value === chosen} />
          <label for={`${name}-${value}`}>{label}</label>
        </div>
      ))}
    </fieldset>
  );
}
