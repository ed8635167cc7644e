import type { Fact, Facts } from "./known.ts";
import type { Opened } from "./open.ts";
import type { Words } from "./words.ts";

/** What is known of somebody, and where they were. */
export function KnownOfYou({ facts, words }: { facts: Facts; words: Words }) {
  return (
    <section aria-labelledby="known">
      <h2 id="known">{words.known}</h2>
      <Told title={words.about} facts={facts.about} />
      <Told title={words.interests} facts={facts.interests} />
      <Told title={words.consents} facts={facts.consents} />
      {facts.visits.length > 0 && (
        <>
          <h3>{words.latest}</h3>
          <ul class="visits">
            {facts.visits.map(({ when, views, from, place, landing }) => (
              <li>
                <strong>{when}</strong>
                <dl>
                  <Line label={words.views} value={String(views)} />
                  <Line label={words.landing} value={landing} />
                  <Line label={words.from} value={from} />
                  <Line label={words.place} value={place} />
                </dl>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Take it all along, or away. */
export function Rights({ opened: { words, path }, page }: { opened: Opened; page: string }) {
  return (
    <>
      <section aria-labelledby="download">
        <h2 id="download">{words.download}</h2>
        <p class="quiet">{words.downloadHelp}</p>
        <form method="post" action={`${path}/export`}>
          <input type="hidden" name="page" value={page} />
          <button type="submit" class="second" name="as" value="json">
            {words.json}
          </button>{" "}
          <button type="submit" class="second" name="as" value="csv">
            {words.csv}
          </button>
        </form>
      </section>
      <Erase words={words} path={path} />
    </>
  );
}

/** The way to the page that says what erasing means. */
export function Erase({ words, path }: { words: Words; path: string }) {
  return (
    <section aria-labelledby="erase">
      <h2 id="erase">{words.erase}</h2>
      <p class="quiet">{words.eraseHelp}</p>
      <p>
        <a class="button second" href={`${path}/erase`}>
          {words.eraseGo}
        </a>
      </p>
    </section>
  );
}

function Told({ title, facts }: { title: string; facts: Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl>
        {facts.map(([label, value]) => (
          <Line label={label} value={value} />
        ))}
      </dl>
    </>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  if (value === "") return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}
