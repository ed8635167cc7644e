import { record } from "./recorder.ts";
import { listen, safe } from "./safe.ts";

// Routers call `replaceState` right after `pushState` and set the title a little later.
const SETTLE_MS = 100;

/** The path last counted, and the address before the next view. */
let counted: string | undefined;
let from = document.referrer;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Records a page view, whatever was counted before. */
export function view(properties?: unknown): void {
  counted = location.pathname;
  const topics = document
    .querySelector<HTMLMetaElement>('meta[name="fodspor:topics"]')
    ?.content.split(",")
    .map((topic) => topic.trim())
    .filter(Boolean);
  record("page_view", { title: document.title, referrer: from, topics, properties });
  from = location.href;
}

/** Records a page view if this path has not been counted and somebody can see it. */
export function viewOnce(): void {
  clearTimeout(timer);
  timer = undefined;
  if (location.pathname != counted && document.visibilityState == "visible") view();
}

/** The page came back from the back/forward cache: that is a new view. */
export function viewAgain(): void {
  counted = undefined;
  from = document.referrer;
  viewOnce();
}

/** Follows navigations inside the page. */
export function watchNavigation(): void {
  const soon = () => {
    timer ||= setTimeout(safe(viewOnce), SETTLE_MS);
  };
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    listen(navigation, "currententrychange", soon);
    return;
  }
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (...args) {
      original.apply(this, args);
      soon();
    };
  }
  listen(window, "popstate", soon);
}
