import type { Known } from "../../../reports/people.ts";
import { Layout } from "../layout.tsx";
import { nameOf, type View } from "../view.ts";

/** Asks once more, and says what happens. */
export function Erase({ view, known }: { view: View; known: Known }) {
  const { words, base } = view;
  const { asking } = words;
  const name = nameOf(view, known);
  const path = `${base}/people/${known.id}`;
  return (
    <Layout frame={view} title={asking.eraseTitle(name)} current="people">
      <section class="card">
        {known.email !== null && known.email !== name && <p>{known.email}</p>}
        <p>{asking.eraseWhat}</p>
        <ul>
          {asking.eraseList.map((one) => (
            <li>{one}</li>
          ))}
        </ul>
        <p>{asking.eraseKept}</p>
        <p>{asking.eraseCookie}</p>
        <form class="bar-line" method="post" action={`${path}/erase`}>
          <button class="danger" type="submit">
            {asking.eraseNow}
          </button>
          <a class="button quiet" href={path}>
            {asking.keep}
          </a>
        </form>
      </section>
    </Layout>
  );
}

/** A link to somebody's preference page, shown for who helps them. */
export function PreferenceLink({ view, known, link }: { view: View; known: Known; link: string }) {
  const { words, base } = view;
  const { asking } = words;
  return (
    <Layout frame={view} title={asking.theirLink} current="people">
      <section class="card">
        <p>
          <a href={`${base}/people/${known.id}`}>{nameOf(view, known)}</a>
        </p>
        <p>{asking.preferenceLinkNote}</p>
        <p>
          <code class="long">{link}</code>
        </p>
      </section>
    </Layout>
  );
}
