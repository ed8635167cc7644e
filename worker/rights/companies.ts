import type { InStatement } from "@libsql/client/http";
import type { Db } from "../platform/db.ts";
import type { Theirs } from "./theirs.ts";
import { isAbout, isNamed, type Marks, marksOf } from "./traces.ts";

/**
 * What leaves the companies that somebody worked for or visited from, without them: traits that name them, such as a contact. A
 * company by the name of a person goes by its domain, if it has one. Those of which nobody else tells go as a whole
 * (companies/store.ts).
 */
export async function companiesWithout(db: Db, theirs: Theirs): Promise<InStatement[]> {
  const listed = "(SELECT value FROM json_each(?1))";
  const [found] = await db.read([
    {
      sql: `SELECT id, name, coalesce(domain, name) AS otherwise, traits FROM companies WHERE id IN
              (SELECT company_id FROM profiles WHERE id IN ${listed}
               UNION SELECT company_id FROM sessions WHERE profile_id IN ${listed})`,
      args: [JSON.stringify(theirs.ids)],
    },
  ]);
  const marks = marksOf(theirs);
  return found!.rows.flatMap((row) => {
    const [before, told] = [String(row["name"]), JSON.parse(String(row["traits"])) as Record<string, unknown>];
    const name = tells(before, marks) ? String(row["otherwise"]) : before;
    const kept = Object.entries(told).filter(([, value]) => !tells(value, marks));
    if (name === before && kept.length === Object.keys(told).length) return [];
    return [
      {
        sql: "UPDATE companies SET name = ?, traits = ?, due_at = 0, changes = changes + 1 WHERE id = ?",
        args: [name, JSON.stringify(Object.fromEntries(kept)), String(row["id"])],
      },
    ];
  });
}

const tells = (value: unknown, marks: Marks): boolean => isAbout(value, marks) || isNamed(value, marks);
