type Show = (host: Element) => void;

/** Over the page: the browser keeps the focus inside, closes it with Escape, and gives the focus back. */
export function popUp(element: Element, form: HTMLFormElement, show: Show): void {
  const dialog = document.createElement("dialog");
  dialog.className = "fodspor-popup";
  const close = () => dialog.close();
  build(dialog, form, close, show);
  dialog.addEventListener("close", () => dialog.remove());
  // On the dialog itself, not in it: that is beside it.
  dialog.addEventListener("click", (event) => {
    if (event.target != dialog) return;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x < left || x > right || y < top || y > bottom) close();
  });
  element.append(dialog);
  dialog.showModal();
}

/** At the edge: a region of the page like any other, which takes no focus by itself. */
export function slideIn(element: Element, form: HTMLFormElement, show: Show): void {
  const region = document.createElement("section");
  region.className = "fodspor-slide-in";
  let before: EventTarget | null = null;
  const close = () => {
    const inside = region.contains(document.activeElement);
    region.remove();
    if (inside) (before as HTMLElement | null)?.focus?.();
  };
  build(region, form, close, show);
  region.addEventListener("focusin", ({ relatedTarget }) => {
    if (!region.contains(relatedTarget as Node | null)) before = relatedTarget;
  });
  region.addEventListener("keydown", ({ key }) => {
    if (key == "Escape") close();
  });
  element.append(region);
}

function build(frame: HTMLElement, form: HTMLFormElement, close: () => void, show: Show): void {
  frame.lang = form.lang;
  frame.dir = form.dir;
  frame.setAttribute("aria-labelledby", form.getAttribute("aria-labelledby") || "");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fodspor-close";
  button.setAttribute("aria-label", form.dataset["close"] || "×");
  button.textContent = "×";
  button.onclick = close;
  const body = document.createElement("div");
  show(body);
  frame.append(button, body);
}
