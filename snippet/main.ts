import { announce, mustAsk, recall } from "./core/choice.ts";
import { openBanner, run } from "./core/commands.ts";
import { defineElements, refreshBlocks } from "./core/elements.ts";
import { load } from "./core/modules.ts";
import { release, resume } from "./core/recorder.ts";
import { listen, safe } from "./core/safe.ts";
import { manual } from "./core/script.ts";
import { onConsented, sendLeaving } from "./core/sender.ts";
import { viewAgain, viewOnce, watchNavigation } from "./core/views.ts";

interface Api {
  (...args: unknown[]): void;
  /** Calls made before the snippet arrived; later, where the stub's leftovers go. */
  q?: { push(call: ArrayLike<unknown>): void };
  started?: 1;
}

const page = window as { fodspor?: Api };

function start(): void {
  if (page.fodspor?.started) return;
  const early = Array.from((page.fodspor?.q || []) as ArrayLike<ArrayLike<unknown>>);
  const isConsent = (call: ArrayLike<unknown>) => call[0] == "consent";

  safe(recall)();
  early.filter(isConsent).forEach(run);
  page.fodspor = (...args) => run(args);
  page.fodspor.q = { push: run };
  page.fodspor.started = 1;

  listen(document, "visibilitychange", () => {
    if (document.visibilityState == "visible") viewOnce();
    else sendLeaving();
  });
  listen(window, "pagehide", () => {
    viewOnce();
    release(true);
    sendLeaving();
  });
  listen(window, "pageshow", (event) => {
    if ((event as PageTransitionEvent).persisted) {
      safe(recall)();
      viewAgain();
      announce();
    }
  });
  listen(window, "storage", (event) => {
    if ((event as StorageEvent).key == "fodspor.consent") {
      recall(true);
      release();
      announce();
    }
  });
  listen(document, "click", (event) => {
    if ((event.target as Element).closest("[data-fodspor-consent]")) {
      event.preventDefault();
      openBanner();
    }
  });
  watchNavigation();
  onConsented(refreshBlocks);

  const ready = safe(() => {
    viewOnce();
    early.filter((call) => !isConsent(call)).forEach(run);
    resume();
    defineElements();
    if (!manual && mustAsk()) load("consent");
  });
  if (document.readyState == "loading") listen(document, "DOMContentLoaded", ready);
  else ready();
}

safe(start)();
