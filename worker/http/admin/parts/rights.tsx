import type { Preferences } from "../../../events/event.ts";
import { FOREVER } from "../../../permissions/preferences-store.ts";
import type { PermissionStatus } from "../../../state/state.ts";
import { tongue, topicTitle, type View } from "../view.ts";
import { Pairs } from "./facts.tsx";
import { Status } from "./status.tsx";
import { Table } from "./table.tsx";
import { duration, Time } from "./time.tsx";

/** What an address allows now, and whether anything keeps all mail from it. */
export interface Held {
  topics: Record<string, PermissionStatus>;
  isBlocked: boolean;
}

/** What the gate before sending goes by. */
export function HeldNow({ view, held }: { view: View; held: Held }) {
  const { words } = view;
  return (
    <>
      {held.isBlocked && <p class="wrong">{words.asking.suppressed}</p>}
      <Table
        caption={words.asking.permissionsNow}
        columns={[{ title: words.topic }, { title: words.status }]}
        empty={words.noPermissions}
        isCompact
        rows={Object.entries(held.topics).map(([topic, status]) => [
          topicTitle(view, topic),
          <Status frame={view} status={status} />,
        ])}
      />
    </>
  );
}

/** How much they want, as they said it on their preference page; and the way to it, for who helps them. */
export function Preferring({ view, of, path }: { view: View; of: Preferences; path: string }) {
  const { words } = view;
  const { asking } = words;
  const { pausedUntil, every, locale } = of;
  const hasSaid = pausedUntil !== null || every !== null || locale !== null;
  return (
    <>
      {hasSaid ? (
        <Pairs
          pairs={[
            [asking.paused, pausedUntil === null ? asking.notPaused : until(view, pausedUntil)],
            [asking.frequency, every === null ? asking.everyMail : asking.oneEvery(duration(view, every))],
            [asking.spoken, locale === null ? "–" : languageName(view, locale)],
          ]}
        />
      ) : (
        <p class="empty">{asking.noPreferences}</p>
      )}
      <form class="bar-line" method="post" action={`${path}/preference-link`}>
        <button class="quiet" type="submit">
          {asking.preferenceLink}
        </button>
        <span class="faint">{asking.preferenceLinkNote}</span>
      </form>
    </>
  );
}

function until(view: View, at: number) {
  return at >= FOREVER ? view.words.asking.untilResumed : <Time view={view} at={at} />;
}

const languageName = (view: View, code: string): string =>
  new Intl.DisplayNames([tongue(view)], { type: "language", fallback: "code" }).of(code) ?? code;

/** What they may ask for: all that is kept, or that it goes. */
export function Asking({ view, path }: { view: View; path: string }) {
  const { asking } = view.words;
  return (
    <>
      <p class="faint">{asking.rightsNote}</p>
      <div class="bar-line">
        <form class="actions" method="post" action={`${path}/data`}>
          <button class="quiet" type="submit" name="format" value="json">
            {asking.allJson}
          </button>
          <button class="quiet" type="submit" name="format" value="csv">
            {asking.allCsv}
          </button>
        </form>
        <a class="button danger" href={`${path}/erase`}>
          {asking.erase}
        </a>
      </div>
    </>
  );
}
