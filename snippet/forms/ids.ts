import { all } from "./answers.ts";

const shown: Record<string, number> = {};

/**
 * The same form may stand on a page twice, by name and because it shows itself: the later one has ids of its own. Gives what
 * sees to that in what comes into it.
 */
export function ownIds(form: HTMLFormElement): () => void {
  const { id } = form;
  const count = (shown[id] = (shown[id] || 0) + 1);
  const rename = (element: Element) => {
    for (const name of ["id", "for", "href", "aria-labelledby", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/(^#?| )fodspor-\S+/g, `$&.${count}`));
    }
  };
  if (count == 1) return () => {};
  rename(form);
  return () => all(form, "*").forEach(rename);
}
