import { engage, isVisible } from "./engagement.ts";
import { record } from "./recorder.ts";
import { topics } from "./topics.ts";

/** The path last counted, and the address before the next view. */
let counted: string | undefined;
let from = document.referrer;

/** Records a page view, whatever was counted before. */
export function view(properties?: unknown): void {
  counted = location.pathname;
  engage(record("page_view", { title: document.title, referrer: from, topics: topics(), properties }));
  from = location.href;
}

/** Whether this page view has not been counted. */
export function isNew(): boolean {
  return location.pathname != counted;
}

/** Records a page view if this path has not been counted and somebody can see it. */
export function viewOnce(): void {
  if (isNew() && isVisible()) view();
}
