import { glob } from "../lib/glob.ts";
import { capsOf, type Compiled, type Form, isQuestion } from "../playbook/index.ts";
import { asOf } from "../profiles/as-of.ts";
import type { State } from "../state/state.ts";
import { ask, type Asking, holds } from "./ask.ts";

/** The first form of the playbook that shows itself to this visitor on this page now; null where none does. */
export function placedForm(playbook: Compiled, state: State | null, asking: Asking): string | null {
  const found = Object.entries(playbook.forms).find(([name, form]) => {
    const path = asking.surroundings.page?.path;
    const pages = form.placement?.pages;
    const here = pages === undefined || (path !== undefined && pages.some((pattern) => glob(pattern)(path)));
    return here && showsItself(name, form, state, asking);
  });
  return found?.[0] ?? null;
}

/**
 * Whether a form that has a placement may show itself now, wherever it stands: it still asks or offers something, its
 * condition holds, and it has neither been sent nor shown too often or lately. Never to whoever lets us remember nothing, nor before the
 * playbook has counted how often that was.
 */
export function showsItself(name: string, form: Form, visitor: State | null, asking: Asking): boolean {
  const { playbook, now } = asking;
  if (!form.placement || !visitor?.consent.analytics || visitor.revision < playbook.since) return false;
  const state = asOf(visitor, playbook, now);
  const { when } = form.placement;
  if (when && !holds(when, state, asking)) return false;
  const capped = Object.values(capsOf(name, form) ?? {}).some((cap) => holds(cap, state, asking));
  if (capped) return false;
  const { fields, boxes } = ask(form, state, asking);
  return boxes.length > 0 || fields.some(isQuestion) || offersNew(form, state);
}

/** Whether what the form is for is something that this person neither has nor has ended: then its button alone is worth showing. */
function offersNew({ permissions }: Form, state: State): boolean {
  const topic = permissions[0]?.topic;
  return topic !== undefined && ["expired", undefined].includes(state.permissions[topic]);
}

/** Whether a form that shows itself does so with the page, in its place, and waits for nothing. */
export function isThereAtOnce({ placement }: Form): boolean {
  const { after, scroll, exit } = placement?.trigger ?? {};
  return placement?.as === "inline" && after === undefined && scroll === undefined && !exit;
}
