export function noop(): void {}

/** The same function, except that it never throws into the page. */
export function safe<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      fn(...args);
    } catch {}
  };
}

export function listen(target: EventTarget, type: string, fn: (event: Event) => void): void {
  target.addEventListener(type, safe(fn));
}
