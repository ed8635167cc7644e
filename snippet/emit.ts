/** Tells the page: a DOM CustomEvent `fodspor:<name>` that bubbles up to the document. */
export function emit(name: string, detail: unknown, from: EventTarget): void {
  from.dispatchEvent(new CustomEvent("fodspor:" + name, { bubbles: true, detail }));
}
