import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { deadLetters, events } from "../../worker/events/tables.ts";
import { submissions } from "../../worker/forms/tables.ts";
import { mailbox, messages } from "../../worker/messages/tables.ts";
import { permissions, suppressions } from "../../worker/permissions/tables.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { merges, profiles } from "../../worker/profiles/tables.ts";
import { exportCsv, exportOf } from "../../worker/rights/export.ts";
import { KEPT } from "../../worker/rights/kept.ts";
import { leads } from "../../worker/sales/tables.ts";
import { profileSegments } from "../../worker/segments/tables.ts";
import { emptyState } from "../../worker/state/state.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";
import { getTableName } from "drizzle-orm";

const playbook = testPlaybook();
const open = { ...playbook, site: { ...playbook.site, permission: { ...playbook.site.permission, showScore: true } } };
const nothing = { visitorId: null, path: null, title: null, receivedAt: NOON, at: NOON };

const profile = (id: string, email: string | null, mergedInto?: string): typeof profiles.$inferInsert => ({
  id,
  version: 1,
  email,
  traits: { firstName: "=cmd()", orders: 3 },
  state: { ...emptyState("learn", NOON), segments: ["hot"], topics: { picking: 2 } },
  stage: "learn",
  firstSeen: NOON,
  lastSeen: NOON,
  ...(mergedInto ? { mergedInto } : {}),
});

const viewed = (id: string, profileId: string): typeof events.$inferInsert => ({
  ...nothing,
  id,
  profileId,
  type: "page_view",
  name: null,
  data: { language: "da" },
  effects: { points: [{ rule: "pricing", points: 10 }] },
});

/** Anna, who has something in many tables, and somebody else who has the same. */
async function anna(): Promise<Db> {
  const db = (await freshDatabase()).open();
  const message = (id: string, profileId: string): typeof messages.$inferInsert => ({
    id,
    profileId,
    email: `${profileId}@acme.example`,
    template: "confirm",
    kind: "confirmation",
    topic: "news",
    locale: "da",
    data: { form: "paper", submission: "s" },
    status: "sent",
    dueAt: NOON,
    createdAt: NOON,
    sentAt: NOON,
  });
  const both = ["anna", "bo"];
  await db.write([
    ...insertRows(profiles, [...both.map((id) => profile(id, `${id}@acme.example`)), profile("was", null, "anna")]),
    ...insertRows(merges, [{ fromId: "was", intoId: "anna", at: NOON, eventId: "e" }]),
    ...insertRows(events, [
      ...Array.from({ length: 1_203 }, (_, i) => viewed(`a${i}`, "anna")),
      viewed("b", "bo"),
      { ...nothing, id: "s", profileId: "anna", type: "score_changed", name: "A1", data: {}, effects: { points: [] } },
    ]),
    ...insertRows(
      permissions,
      both.map((profileId) => ({
        id: `p-${profileId}`,
        profileId,
        email: `${profileId}@acme.example`,
        channel: "email",
        topic: "news",
        status: "confirmed" as const,
        at: NOON,
        submission: "s",
        evidence: { version: "2", text: "News", locale: "da", url: "", form: "paper", ip: null, userAgent: "" },
      })),
    ),
    ...insertRows(
      messages,
      both.map((id) => message(`m-${id}`, id)),
    ),
    ...insertRows(
      mailbox,
      both.map((id) => ({
        messageId: `m-${id}`,
        at: NOON,
        sender: "",
        recipient: id,
        subject: `To ${id}`,
        html: "",
        text: "",
      })),
    ),
    ...insertRows(submissions, [
      {
        id: "s1",
        profileId: "anna",
        form: "paper",
        at: NOON,
        locale: "da",
        url: "https://www.testby.example/",
        email: "anna@acme.example",
        answers: { firstName: "Anna", note: '+1;"x"\n@y' },
        doubts: [],
      },
    ]),
    ...insertRows(profileSegments, [{ segment: "hot", profileId: "anna", since: NOON }]),
    ...insertRows(leads, [
      {
        id: "l",
        profileId: "anna",
        status: "mql",
        cell: "A1",
        reasons: {} as (typeof leads.$inferInsert)["reasons"],
        createdAt: NOON,
        dueAt: NOON,
        place: 1,
        version: 1,
      },
    ]),
    ...insertRows(deadLetters, [
      {
        id: "d",
        at: NOON,
        reason: "retried too often",
        body: {
          kind: "events",
          events: [{ profile: "was" }, { profile: "bo", traits: { email: "his@acme.example" } }],
        },
      },
    ]),
    ...insertRows(suppressions, [
      { hash: "hers", topic: "*", reason: "bounced", at: NOON },
      { hash: "his", topic: "*", reason: "bounced", at: NOON },
    ]),
  ]);
  return db;
}

describe("an export", () => {
  it("has everything of one person from every table, however much, and nothing of anybody else", async () => {
    const db = await anna();
    const exported = (await exportOf(db, open, "was", NOON, ["hers"]))!;
    expect(exported.person).toMatchObject({ id: "anna", email: "anna@acme.example", traits: { orders: 3 } });
    expect(exported.records["events"]).toHaveLength(1_204);
    expect(exported.records["permissions"]![0]).toMatchObject({
      at: new Date(NOON).toISOString(),
      evidence: { version: "2" },
    });
    expect(exported.records["mailbox"]).toMatchObject([{ subject: "To anna" }]);
    expect(exported.records["merges"]).toMatchObject([{ fromId: "was" }]);
    expect(exported.records["dead_letters"]).toMatchObject([{ body: { events: [{ profile: "was" }] } }]);
    expect(exported.records["suppressions"]).toMatchObject([{ reason: "bounced" }]);
    expect(exported.standing).toMatchObject({ stage: "Learn", segments: ["Hot"], interests: { picking: 2 } });
    expect(JSON.stringify(exported)).not.toMatch(/\bbo\b|his/);
    expect(await exportOf(db, open, "nobody", NOON)).toBeNull();
  });

  it("says nothing of what somebody is thought of, unless the playbook lets people see it", async () => {
    const db = await anna();
    const exported = (await exportOf(db, playbook, "anna", NOON))!;
    expect(exported.standing).not.toHaveProperty("score");
    expect(exported.records).not.toHaveProperty("profile_segments");
    expect(exported.records["events"]).toHaveLength(1_203);
    expect(exported.records["events"]![0]).not.toHaveProperty("effects");
    expect(exported.records["leads"]![0]).not.toHaveProperty("reasons");
    const all = (await exportOf(db, open, "anna", NOON))!;
    expect(all.standing.score).toMatchObject({ grade: expect.any(String) });
    expect(all.records["leads"]![0]).toMatchObject({ cell: "A1", reasons: {} });
  });

  it("as CSV is one table in which a spreadsheet finds nothing to run", async () => {
    const db = await anna();
    const csv = exportCsv((await exportOf(db, open, "anna", NOON))!);
    const lines: { table: string; id: string; time: string; field: string; value: string }[] = parse(csv, {
      columns: true,
    });
    const value = (table: string, field: string) =>
      lines.find((one) => one.table === table && one.field === field)?.value;
    expect(value("person", "traits.firstName")).toBe("'=cmd()");
    expect(value("submissions", "answers.note")).toMatch(/^'\+1/);
    expect(value("events", "data.language")).toBe("da");
    expect(lines.find(({ id }) => id === "a7")).toMatchObject({ table: "events", time: new Date(NOON).toISOString() });
    expect(lines.filter((line) => Object.values(line).some((cell) => /^[=+\-@\t\r]/.test(cell)))).toEqual([]);
  });

  it("leaves out no table that says whose a row is", async () => {
    const db = (await freshDatabase()).open();
    const [tables] = await db.read([
      `SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c ON c.name IN ('profile_id', 'hash')
       WHERE m.type = 'table'`,
    ]);
    const exported = KEPT.map(({ table }) => getTableName(table));
    const ofCode = ["__drizzle_migrations", "playbook_revisions"];
    const told = tables!.rows.map((row) => String(row["name"])).filter((name) => !ofCode.includes(name));
    expect(told.filter((name) => !exported.includes(name))).toEqual([]);
  });
});
