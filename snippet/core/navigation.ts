import { leave } from "./engagement.ts";
import { listen, safe } from "./safe.ts";
import { isNew, viewOnce } from "./views.ts";

// Routers call `replaceState` right after `pushState` and set the title a little later.
const SETTLE_MS = 100;

/** Follows navigations inside the page. */
export function watchNavigation(): void {
  const soon = safe(() => {
    if (isNew()) leave(true);
    setTimeout(safe(viewOnce), SETTLE_MS);
  });
  const { navigation } = window as { navigation?: EventTarget & { currentEntry?: unknown } };
  // Not what the page calls so: an element's id, a variable of its own.
  if (navigation?.currentEntry) {
    navigation.addEventListener("currententrychange", soon);
  } else {
    const { pushState } = history;
    history.pushState = function (...args) {
      pushState.apply(this, args);
      soon();
    };
    listen("popstate", soon);
  }
}
