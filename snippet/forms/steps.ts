import { all } from "./answers.ts";
import { focusOn } from "./messages.ts";

/** The pages of a form, of which one is shown. */
export interface Steps {
  /** What is shown now: a step, or the form itself where it has none. */
  now(): HTMLElement;
  /** Whether no step comes after it. */
  isLast(): boolean;
  /** Shows the next one (-1: the one before) and moves the focus to its heading. */
  go(by: 1 | -1): void;
  /** Shows the one in which an element is, without moving the focus. */
  open(inside: Element): void;
  /** Which it is, counted from 1. */
  number(): number;
  /** Looks again which steps have anything to ask. */
  update(): void;
}

export function stepsOf(form: HTMLFormElement): Steps {
  const steps = all(form, ".fodspor-step");
  let at = 0;
  const asks = (step?: HTMLElement) => step?.querySelector("[data-rules]:not([hidden])");
  const beside = (by: number) => {
    let next = at + by;
    while (steps[next] && !asks(steps[next])) next += by;
    return next;
  };
  const isLast = () => !steps[beside(1)];
  const show = (what: string, shown: boolean) => {
    for (const element of all(form, what)) element.hidden = !shown;
  };
  const update = () => {
    if (!steps[0]) return;
    steps.forEach((step, index) => (step.hidden = index != at));
    const last = isLast();
    show(".fodspor-back", !!steps[beside(-1)]);
    show(".fodspor-next", !last);
    show(".fodspor-submit,.fodspor-end", last);
  };
  return {
    now: () => steps[at] || form,
    isLast,
    number: () => at + 1,
    go: (by) => {
      at = beside(by);
      update();
      focusOn(steps[at]!.querySelector(".fodspor-step-title"));
    },
    open: (inside) => {
      const found = steps.findIndex((step) => step.contains(inside));
      if (found >= 0) at = found;
      update();
    },
    update,
  };
}
