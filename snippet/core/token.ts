import { granted } from "./choice.ts";
import { read, write } from "./store.ts";

// Where the Worker is on another site its cookie is blocked: the sealed visitor travels in the body.
const KEY = "fodspor.token";

/** For a browser without storage, and to tell the server whose consent is withdrawn. */
let last: string | null | undefined;

/** The visitor's token, if there is one; an empty one, which asks for the first, where cookies are switched off. */
export function token(): string | undefined {
  return (last = read(KEY) || last) || (navigator.cookieEnabled ? undefined : "");
}

/** Takes what the server has answered, into the browser only while there is consent; null means to forget. */
export function keepToken(fresh?: string | null): void {
  if (fresh !== undefined) {
    last = fresh;
    write(KEY, granted() && fresh);
  }
}

/** Takes it out of the browser; the page remembers it until the server has answered. */
export function dropToken(): void {
  token();
  write(KEY);
}
