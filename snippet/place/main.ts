import type { Core } from "../core/modules.ts";
import { frameStyle } from "./style.ts";
import { popUp, slideIn } from "./frames.ts";
import { when } from "./triggers.ts";

interface Page {
  fodspor(name: "event", event: string, properties: object): void;
}

const placed = new Set<string>();

/**
 * Lets a form show itself when its moment has come: in its element, over the page or at its edge. Told as an event once it
 * can be seen, so that it shows itself no more often than it may. `show` puts the form into what is given.
 */
export default function place(
  core: Core,
  element: Element,
  form: HTMLFormElement,
  show: (host: Element) => void,
): void {
  const { as, form: name = "" } = form.dataset;
  // One that two elements ask for shows itself once.
  if (placed.has(name)) return;
  placed.add(name);
  const tell = () => (window as unknown as Page).fodspor("event", "form_shown", { form: name });
  when(form, async () => {
    // Withdrawn since: nobody could remember that it was shown.
    if (!core._choice()?.consent.analytics) return;
    if (as == "inline") {
      show(element);
      onceSeen(form, tell);
    } else {
      await frameStyle(core);
      (as == "popup" ? popUp : slideIn)(element, form, show);
      tell();
    }
  });
}

function onceSeen(form: Element, tell: () => void): void {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry!.isIntersecting) return;
    observer.disconnect();
    tell();
  });
  observer.observe(form);
}
