import { number, type Query, text } from "./query.ts";

/** A revision of the playbook, as its history tells it; and how far people have come to it. Times are epoch ms. */
export interface PublishedRevision {
  revision: number;
  publishedAt: number;
  publishedBy: string | null;
  note: string | null;
  progress: Progress | null;
}

/** How many people there were to look at, how many of them the job has, and how many of those changed. */
export interface Progress {
  startedAt: number;
  finishedAt: number | null;
  total: number;
  done: number;
  changed: number;
}

/** Revisions before `before`, the newest first; from the newest if it is not given. */
export function revisions(limit: number, before = Number.MAX_SAFE_INTEGER): Query<PublishedRevision[]> {
  return {
    statements: [
      {
        sql: `SELECT p.revision, p.published_at, p.published_by, p.note,
                r.started_at, r.finished_at, r.total, r.done, r.changed
              FROM playbook_revisions AS p LEFT JOIN republishings AS r ON r.revision = p.revision
              WHERE p.revision < ? ORDER BY p.revision DESC LIMIT ?`,
        args: [before, limit],
      },
    ],
    read: (rows) =>
      rows.map((row) => ({
        revision: Number(row["revision"]),
        publishedAt: Number(row["published_at"]),
        publishedBy: text(row, "published_by"),
        note: text(row, "note"),
        progress:
          number(row, "started_at") === null
            ? null
            : {
                startedAt: Number(row["started_at"]),
                finishedAt: number(row, "finished_at"),
                total: Number(row["total"]),
                done: Number(row["done"]),
                changed: Number(row["changed"]),
              },
      })),
  };
}
