import type { Frame } from "../view.ts";

/** The status of a permission or a message, in words; its colour only repeats them. */
export function Status({ frame: { words }, status }: { frame: Frame; status: string }) {
  return <span class={`status status-${status}`}>{words.statuses[status] ?? status}</span>;
}
