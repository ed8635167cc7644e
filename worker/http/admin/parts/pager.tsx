import type { Frame } from "../view.ts";

interface PagerProps {
  frame: Frame;
  path: string;
  /** What the list is filtered by. */
  query?: Record<string, string | undefined>;
  cursor: string | undefined;
  next: string | null;
  /** What to call both ways. */
  labels?: { first: string; next: string };
}

/** The way on, and back to the beginning; nothing where all is on one page. */
export function Pager({ frame: { words }, path, query = {}, cursor, next, labels = words }: PagerProps) {
  if (next === null && cursor === undefined) return null;
  const to = (at?: string): string => {
    const given = Object.entries({ ...query, cursor: at }).filter((entry): entry is [string, string] =>
      Boolean(entry[1]),
    );
    return given.length > 0 ? `${path}?${new URLSearchParams(given).toString()}` : path;
  };
  return (
    <nav class="pager" aria-label={words.pages}>
      {cursor !== undefined && (
        <a class="button quiet" href={to()}>
          {labels.first}
        </a>
      )}
      {next !== null && (
        <a class="button quiet" href={to(next)} rel="next">
          {labels.next}
        </a>
      )}
    </nav>
  );
}
