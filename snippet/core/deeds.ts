import { declared } from "./declared.ts";
import { followed } from "./links.ts";
import { load } from "./modules.ts";
import { listen } from "./safe.ts";
import { submitted } from "./site-forms.ts";

/** Just clicked: a click on a label is followed by one on its field. */
let last: Element | 0 | undefined;

/** Follows what visitors do with links, forms and elements with `data-fodspor-event`, and never gets in their way. */
export function watchDeeds(): void {
  listen("click auxclick", (event: MouseEvent) => {
    // The middle button opens a link in a new tab, the right one only a menu.
    if (event.button > 1) return;
    /** Clicked, or around it; also inside the page's own shadow roots. */
    const clicked = (selector: string) =>
      event.composedPath().find((node) => (node as Element).matches?.(selector)) as HTMLAnchorElement | undefined;
    if (clicked("[data-fodspor-consent]")) {
      event.preventDefault();
      load("consent", true);
    }
    const element = clicked("[data-fodspor-event]:not(form)");
    if (element != last) declared((last = element));
    setTimeout(() => (last = 0));
    followed(clicked("a,area"));
  });
  listen("submit", ({ target }) => {
    declared(target as Element);
    submitted(target as Element);
  });
}
