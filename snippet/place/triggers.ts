const TOUCH_MS = 300;
const TOUCH_PIXELS = 250;

/** Calls once, at the first of what the form's attributes name; at once where they name nothing. Never while somebody types. */
export function when({ dataset }: HTMLElement, show: () => unknown): void {
  const { after, scroll, exit } = dataset;
  const over = new AbortController();
  const { signal } = over;
  const later = { once: true, signal };
  const fire = () => {
    const { activeElement: active, hidden } = document;
    if (signal.aborted) return;
    if (hidden) document.addEventListener("visibilitychange", fire, later);
    else if (active?.matches("input,select,textarea,[contenteditable]"))
      active.addEventListener("blur", () => setTimeout(fire), later);
    else {
      over.abort();
      void show();
    }
  };
  if (after != null) setTimeout(fire, +after);
  if (scroll != null) {
    const look = () => {
      const { scrollHeight } = document.documentElement;
      if (scrollY + innerHeight >= (scrollHeight * +scroll) / 100) fire();
    };
    addEventListener("scroll", look, { passive: true, signal });
    look();
  }
  if (exit != null) {
    document.documentElement.addEventListener("mouseleave", ({ clientY }) => clientY <= 0 && fire(), { signal });
    if (matchMedia("(hover:none)").matches) onWayBack(fire, signal);
  }
  if (after == null && scroll == null && exit == null) fire();
}

/** Where no pointer can leave: somebody who has read some of the page flicks back up to its top. */
function onWayBack(fire: () => void, signal: AbortSignal): void {
  let lowest = 0;
  let past: [at: number, y: number][] = [];
  addEventListener(
    "scroll",
    ({ timeStamp }) => {
      past = [...past.filter(([at]) => timeStamp - at < TOUCH_MS), [timeStamp, scrollY]];
      lowest = Math.max(lowest, scrollY);
      if (lowest > innerHeight / 2 && past[0]![1] - scrollY > TOUCH_PIXELS) fire();
    },
    { passive: true, signal },
  );
}
