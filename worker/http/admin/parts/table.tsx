import type { Child, PropsWithChildren } from "hono/jsx";

export interface Column {
  title: string;
  isNumber?: boolean;
}

interface TableProps {
  caption: string;
  columns: Column[];
  /** Shown instead of a table without rows. */
  empty: string;
  rows: Child[][];
  /** For what a script adds rows to. */
  bodyId?: string;
  /** One more row that sums up. */
  total?: Child[];
  /** Says its caption over the empty text too, where nothing else tells what is empty. */
  isAlwaysCaptioned?: boolean;
  /** Narrow enough to stay a table everywhere. */
  isCompact?: boolean;
}

/**
 * A table that becomes a list of cards on a narrow screen. Its roles are spelled out, since browsers
 * forget that a table is one when its display changes.
 */
export function Table({ caption, columns, empty, rows, bodyId, total, isAlwaysCaptioned, isCompact }: TableProps) {
  if (rows.length === 0 && bodyId === undefined)
    return (
      <div>
        {isAlwaysCaptioned && <p class="faint">{caption}</p>}
        <p class="empty">{empty}</p>
      </div>
    );
  return (
    <table role="table" class={isCompact ? "compact" : undefined}>
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ title, isNumber }) => (
            <th role="columnheader" scope="col" class={isNumber ? "number" : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" id={bodyId}>
        {rows.map((cells) => (
          <TableRow columns={columns} cells={cells} />
        ))}
      </tbody>
      {total && (
        <tfoot role="rowgroup">
          <TableRow columns={columns} cells={total} />
        </tfoot>
      )}
    </table>
  );
}

/** A row by itself, as a script fetches it. The first cell says whose row it is. */
export function TableRow({ columns, cells }: { columns: Column[]; cells: Child[] }) {
  return (
    <tr role="row">
      {cells.map((cell, i) => {
        const column = columns[i]!;
        const look = { class: column.isNumber ? "number" : undefined, "data-label": column.title };
        return i === 0 ? (
          <th role="rowheader" scope="row" {...look}>
            <span>{cell}</span>
          </th>
        ) : (
          <td role="cell" {...look}>
            <span>{cell}</span>
          </td>
        );
      })}
    </tr>
  );
}

/** A part of a page under its own heading. */
export function Section({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
