import type { InStatement } from "@libsql/client/http";
import { companies, companyEvents, companyKeys, companySegments } from "../../worker/companies/tables.ts";
import { consents } from "../../worker/consent/tables.ts";
import { deadLetters, events } from "../../worker/events/tables.ts";
import { submissions, unfinished } from "../../worker/forms/tables.ts";
import { mailbox, messages } from "../../worker/messages/tables.ts";
import { permissions, preferences } from "../../worker/permissions/tables.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { merges, profiles, sessions, visitors } from "../../worker/profiles/tables.ts";
import { leads } from "../../worker/sales/tables.ts";
import { profileSegments } from "../../worker/segments/tables.ts";
import { stageMoves } from "../../worker/stages/tables.ts";
import { emptyState } from "../../worker/state/state.ts";
import { NOON } from "./events.ts";

/** Somebody who has told everything, with a word in all that is kept of them by which it can be found. */
export interface Whole {
  id: string;
  email: string;
  first: string;
  last: string;
  phone: string;
}

export const whole = (name: string): Whole => ({
  id: `${name}-id`,
  email: `${name}.${name}son@${name}-firm.example`,
  first: `${name}first`,
  last: `Ø${name}sen`,
  phone: `+45${Array.from(name, (letter) => letter.charCodeAt(0) % 10).join("")}12345678`,
});

/** By which texts somebody is found. */
export const wordsOf = ({ email, first, last, phone }: Whole): string[] => [email, first, last, phone];

export const profile = (
  id: string,
  more: Partial<typeof profiles.$inferInsert> = {},
): typeof profiles.$inferInsert => ({
  id,
  version: 1,
  traits: {},
  state: emptyState("interest", NOON),
  stage: "interest",
  firstSeen: NOON,
  lastSeen: NOON,
  ...more,
});

/** Rows about somebody in every table that has people's. */
export function everythingOf({ id, email, first, last, phone }: Whole): InStatement[] {
  const told = { firstName: first, lastName: last, phone, message: `Call ${first} ${last}, ${phone}, ${email}` };
  const own = { profileId: id, at: NOON };
  const key = (what: string): string => `${id}-${what}`;
  const evidence = {
    version: "1",
    text: `Yes from ${email}`,
    locale: "en",
    url: "",
    form: "contact",
    ip: null,
    userAgent: "",
  };
  const company = key("company");
  return [
    ...insertRows(profiles, [
      profile(id, { email, emailConfirmedAt: NOON, externalId: key("crm"), companyId: company, traits: told }),
      profile(key("phone"), { mergedInto: id }),
      profile(key("claim"), { email, traits: { firstName: first } }),
    ]),
    ...insertRows(merges, [{ fromId: key("phone"), intoId: id, at: NOON, eventId: key("merge") }]),
    ...insertRows(visitors, [{ id: key("browser"), profileId: id, firstSeen: NOON, lastSeen: NOON }]),
    ...insertRows(sessions, [
      { profileId: id, startedAt: NOON, visitorId: key("browser"), lastAt: NOON, views: 1, landing: `/hi/${first}` },
    ]),
    ...insertRows(events, [
      {
        id: key("event"),
        type: "track",
        name: "Asked",
        receivedAt: NOON,
        data: { properties: told },
        effects: {},
        ...own,
      },
    ]),
    ...insertRows(consents, [
      {
        id: key("consent"),
        analytics: true,
        personalization: true,
        marketing: true,
        how: "banner",
        gpc: false,
        url: email,
        ...own,
      },
    ]),
    ...insertRows(permissions, [
      {
        id: key("yes"),
        email,
        channel: "email",
        topic: "news",
        status: "confirmed",
        submission: key("sent"),
        evidence,
        ...own,
      },
    ]),
    ...insertRows(preferences, [{ email, every: 1, ...own }]),
    ...insertRows(submissions, [
      { id: key("sent"), form: "contact", locale: "en", url: "", email, answers: told, doubts: [], ...own },
    ]),
    ...insertRows(unfinished, [{ id: key("begun"), form: "contact", startedAt: NOON, step: 1, answers: told, ...own }]),
    ...insertRows(messages, [
      {
        id: key("mail"),
        profileId: id,
        email,
        template: "welcome",
        kind: "marketing",
        topic: "news",
        locale: "en",
        data: { form: "contact", submission: key("sent") },
        status: "sent",
        dueAt: NOON,
        createdAt: NOON,
      },
    ]),
    ...insertRows(mailbox, [
      {
        messageId: key("mail"),
        at: NOON,
        sender: "us",
        recipient: email,
        subject: `Hi ${first}`,
        html: last,
        text: "",
      },
    ]),
    ...insertRows(leads, [
      {
        id: key("lead"),
        profileId: id,
        status: "mql",
        cell: "A1",
        reasons: {} as (typeof leads.$inferInsert)["reasons"],
        createdAt: NOON,
        dueAt: NOON,
        note: `Ask for ${first} ${last}`,
        place: 1,
        version: 1,
      },
    ]),
    ...insertRows(stageMoves, [{ fromStage: "", toStage: "interest", stayed: 0, by: "event", ...own }]),
    ...insertRows(profileSegments, [{ segment: "engaged", profileId: id, since: NOON }]),
    ...insertRows(companies, [
      {
        id: company,
        name: `${first} ${last} ApS`,
        domain: email.split("@")[1]!,
        traits: {},
        firstSeen: NOON,
        lastSeen: NOON,
      },
    ]),
    ...insertRows(companyKeys, [{ key: `domain:${email.split("@")[1]!}`, companyId: company }]),
    ...insertRows(companySegments, [{ segment: "large", companyId: company, since: NOON }]),
    ...insertRows(companyEvents, [
      { companyId: company, at: NOON, type: "segment_entered", name: "large", by: "event" },
    ]),
    ...insertRows(deadLetters, [
      { id: key("dead"), at: NOON, reason: "unknown form", body: { type: "form_submit", profile: id, traits: told } },
    ]),
  ];
}

/** All rows of all tables, as texts by table. */
export async function everyRow(db: Db): Promise<Map<string, string[]>> {
  const [found] = await db.read([
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  ]);
  const names = found!.rows.map((row) => String(row["name"]));
  const contents = await db.read(names.map((name) => `SELECT * FROM "${name}"`));
  return new Map(
    names.map((name, i) => [name, contents[i]!.rows.map((row) => JSON.stringify(Object.values(row)).toLowerCase())]),
  );
}

/** The tables in which any of these words is. */
export const tablesWith = (rows: Map<string, string[]>, words: string[]): string[] =>
  [...rows]
    .filter(([, texts]) => texts.some((text) => words.some((word) => text.includes(word.toLowerCase()))))
    .map(([name]) => name);
