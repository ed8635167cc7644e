import { announce, choice, KEY, mustAsk, recall, verify } from "./core/choice.ts";
import { run } from "./core/commands.ts";
import { decide, obey } from "./core/decide.ts";
import { watchDeeds } from "./core/deeds.ts";
import { defineElements } from "./core/elements.ts";
import { isVisible, leave, measure } from "./core/engagement.ts";
import { lend, load } from "./core/modules.ts";
import { objects } from "./core/objects.ts";
import { watchNavigation } from "./core/navigation.ts";
import { save } from "./core/outbox.ts";
import { release, resume } from "./core/recorder.ts";
import { listen, safe } from "./core/safe.ts";
import { base, dataset, locale, pageUrl } from "./core/script.ts";
import { request, sendLeaving } from "./core/sender.ts";
import { token } from "./core/token.ts";
import { view, viewOnce } from "./core/views.ts";

interface Api {
  (...args: unknown[]): void;
  /** Calls made before the snippet arrived; later, where the stub's leftovers go. */
  q?: { push?(call: Iterable<unknown>): void; map?: unknown };
}

const BEAT_MS = 5e3;
const page = window as { fodspor?: Api };

function start(): void {
  const { q = [] } = page.fodspor || {};
  // This script is there twice.
  if (q.push && !q.map) return;
  const early = Array.from(q as unknown[][]);
  lend({
    _base: base,
    _dataset: dataset,
    _locale: locale,
    _page: pageUrl,
    _choice: () => choice,
    _choose: decide,
    _obey: obey,
    _verify: verify,
    _request: request,
    _token: token,
  });
  recall();
  // A region's rule is no word of the visitor's own: what their browser says since then goes before it.
  if (objects() && choice?.how == "region") obey({}, "api", "gpc");
  const later = early.filter((call) => call[0] != "consent" || run(call));
  page.fodspor = Object.assign((...args: unknown[]) => run(args), { q: { push: run } });

  const turn = () => {
    viewOnce();
    leave();
    if (!isVisible()) sendLeaving();
  };
  listen("visibilitychange focus blur", turn);
  listen("pagehide", () => {
    viewOnce();
    leave(true);
    release(true);
    sendLeaving();
    save(0);
  });
  listen("pageshow", (event: PageTransitionEvent) => {
    if (event.persisted) {
      recall();
      view();
      announce();
    }
  });
  listen("scroll", measure);
  listen("storage", (event: StorageEvent) => {
    if (event.key == KEY) {
      recall(event.newValue, true);
      release();
      announce();
    }
  });
  watchDeeds();
  watchNavigation();

  const ready = safe(() => {
    viewOnce();
    later.forEach(run);
    resume();
    defineElements();
    const { consent, gcm } = dataset;
    if (consent ? consent != "manual" : gcm != null) load("bridge");
    if (!consent && mustAsk()) load("consent");
    setInterval(
      safe(() => {
        leave();
        resume();
      }),
      BEAT_MS,
    );
  });
  if (document.readyState == "loading") listen("DOMContentLoaded", ready);
  else ready();
}

safe(start)();
