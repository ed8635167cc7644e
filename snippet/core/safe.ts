export function noop(): void {}

/** The same function, except that it never throws into the page; then it gives nothing. */
export function safe<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R | undefined {
  return (...args) => {
    try {
      return fn(...args);
    } catch {}
    return undefined;
  };
}

/** Listens (to several types with spaces between) at the window, before the page's own handlers, which may stop an event. */
export function listen<E extends Event>(types: string, fn: (event: E) => void): void {
  for (const type of types.split(" ")) addEventListener(type, safe(fn) as unknown as EventListener, true);
}
