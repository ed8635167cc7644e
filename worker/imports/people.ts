import type { CarriedPermission, Event } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { standings } from "../permissions/standing.ts";
import type { Db } from "../platform/db.ts";
import type { Compiled } from "../playbook/index.ts";
import { type Person, profileOfEmail, profileOfUser } from "../profiles/person.ts";
import { type Known, readKnown } from "../settle/read.ts";
import { apply } from "../settle/apply.ts";
import { settle, settleLocked } from "../settle/settle.ts";
import type { Taken } from "./import.ts";
import { RowProblem } from "./import.ts";
import type { ToldPermission } from "./permission.ts";
import { parsePerson, type ToldPerson } from "./person-row.ts";
import { isolated, nothingTaken, refusedRow, type Taking } from "./taking.ts";

interface Row {
  row: number;
  event: Event;
  permissions: ToldPermission[];
}

/**
 * Takes people in, or in a dry run only says what would become of them. Whom a row would not change is left alone, so
 * the same file twice leaves no trace.
 */
export async function takePeople(taking: Taking, rows: unknown[], from: number): Promise<Taken> {
  const taken = nothingTaken();
  const { refused } = taken;
  const { playbook, now } = taking;
  const { name, dryRun } = taking.import;
  const told: Row[] = [];
  for (const [index, raw] of rows.entries()) {
    const row = from + index;
    try {
      const person = parsePerson(raw, name, playbook, now);
      told.push({ row, event: eventOf(person, row, taking), permissions: person.permissions });
      refused.push(...person.problems.map((problem) => refusedRow(row, problem, true)));
    } catch (error) {
      refused.push(refusedRow(row, error));
    }
  }
  for (const group of withoutRepeats(told)) {
    const [summing, plain] = partition(group, ({ event }) => !dryRun && hasSum(event, playbook));
    await isolated(plain, taken, (rows) => takeGroup(taking, rows, settle));
    for (let at = 0; at < summing.length; at += MOST_LOCKED)
      await isolated(summing.slice(at, at + MOST_LOCKED), taken, (rows) =>
        taking.db.exclusively((db) => takeGroup({ ...taking, db }, rows, settleLocked)),
      );
  }
  refused.sort((a, b) => a.row - b.row);
  return taken;
}

/** So many rows at a time are taken while nobody else can write. */
const MOST_LOCKED = 100;

const hasSum = ({ traits }: Event, { site }: Compiled): boolean =>
  Object.keys(traits ?? {}).some((name) => site.traits[name]?.merge === "add");

function partition<T>(all: T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

async function takeGroup(
  { db, playbook, import: { dryRun }, now }: Taking,
  group: Row[],
  store: typeof settle,
): Promise<Taken> {
  const taken = nothingTaken();
  const message = (events: Event[]) => ({ kind: "events" as const, id: events[0]!.id, events });
  const known = await readKnown(db, [message(group.map(({ event }) => event))]);
  const ledger = ledgerOf(known);
  const names = await companyNames(db, group, known);
  const changing: Row[] = [];
  for (const one of group) {
    const row = { ...one, event: inSight(one, known, ledger, playbook) };
    try {
      const outcome = judge(row.event, known, ledger, names, playbook);
      taken.accepted++;
      if (outcome === "same") continue;
      taken[outcome]++;
      changing.push(row);
    } catch (error) {
      taken.refused.push(refusedRow(row.row, error));
    }
  }
  if (!dryRun && changing.length > 0) await store(db, [message(changing.map(({ event }) => event))], playbook, now);
  return taken;
}

function eventOf(person: ToldPerson, row: number, { import: { id, name }, sealer, now }: Taking): Event {
  const { email, userId, traits, company, permissions } = person;
  return {
    id: uuidOf("import", id, String(row)),
    type: "identify",
    at: now,
    receivedAt: now,
    visitor: null,
    profile: userId === undefined ? profileOfEmail(email!) : profileOfUser(userId),
    identity: { ...(userId === undefined ? {} : { userId }), ...(email === undefined ? {} : { email }) },
    properties: { import: name },
    traits,
    ...(email === undefined ? {} : sealer.whose(email)),
    ...(company ? { company } : {}),
    ...(permissions.length > 0 ? { carried: permissions.map((one) => carried(one, now)) } : {}),
  };
}

const carried = (told: ToldPermission, now: number): CarriedPermission => ({
  ...told,
  at: told.at ?? now,
  evidence: { ...told.evidence, how: "import" },
});

/** The event in the light of what is known: a sum is stated, not added once more, and what holds already is not said again. */
function inSight({ event, permissions }: Row, known: Known, ledger: Ledger, playbook: Compiled): Event {
  const before = holderOf(event, known);
  const traits = Object.entries(event.traits ?? {}).flatMap(([name, value]) => {
    const held = before?.traits[name];
    const isSum = playbook.site.traits[name]?.merge === "add" && typeof held === "number" && typeof value === "number";
    if (!isSum) return [[name, value] as const];
    return value === held ? [] : [[name, value - held] as const];
  });
  const lines = ledger.get(event.identity?.email ?? "") ?? [];
  const standing = standings(lines);
  const isSaid = ({ at, topic, status }: ToldPermission): boolean =>
    at === null && (status === standing[topic] || (status === "pending" && standing[topic] !== undefined));
  const said = new Set(permissions.filter(isSaid).map(({ topic }) => topic));
  const unsaid = event.carried?.filter(({ topic }) => !said.has(topic));
  const { carried: _, ...rest } = event;
  return { ...rest, traits: Object.fromEntries(traits), ...(unsaid?.length ? { carried: unsaid } : {}) };
}

/** What a row does to whom it is about. @throws RowProblem when nothing may be done */
function judge(
  event: Event,
  known: Known,
  ledger: Ledger,
  names: Map<string, string>,
  playbook: Compiled,
): "created" | "changed" | "same" {
  const before = holderOf(event, known);
  const work = apply([{ kind: "events", id: event.id, events: [event] }], known, playbook, event.receivedAt);
  const [dead] = work.deadLetters;
  if (dead) throw new RowProblem("invalid_row", dead.reason);
  if (work.counts["refused.erased"])
    throw new RowProblem("erased", "this person was erased and asked to be forgotten; nothing is kept of them again");
  const [stored] = work.events;
  if (!stored) return before ? "changed" : "created";
  if (!before) return "created";
  const after = work.persons.get(stored.profileId);
  const isSame = after !== undefined && work.merges.length === 0 && isUnchanged(before, after);
  const isSaid = work.permissions.every(({ email, topic, status, at }) =>
    ledger.get(email)?.some((line) => line.topic === topic && line.status === status && line.at === at),
  );
  const isNamed = [...work.companies.rows].every(([id, { told }]) => told === null || names.get(id) === told);
  return isSame && isSaid && isNamed ? "same" : "changed";
}

/** The names of the companies that rows may name anew, by id. */
async function companyNames(db: Db, group: Row[], known: Known): Promise<Map<string, string>> {
  if (!group.some(({ event }) => event.company?.name !== undefined)) return new Map();
  const args = [JSON.stringify([...new Set(known.companies.ids.values())])];
  const sql = "SELECT id, name FROM companies WHERE id IN (SELECT value FROM json_each(?))";
  const [found] = await db.read([{ sql, args }]);
  return new Map(found!.rows.map((row) => [String(row["id"]), String(row["name"])]));
}

type Ledger = Map<string, Known["ledger"]>;

/** The ledger by address, oldest first. */
const ledgerOf = (known: Known): Ledger =>
  Map.groupBy(
    known.ledger.toSorted((a, b) => a.at - b.at),
    ({ email }) => email,
  );

function isUnchanged(before: Person, after: Person): boolean {
  const names = new Set([...Object.keys(before.traits), ...Object.keys(after.traits)]);
  return (
    before.id === after.id &&
    before.email === after.email &&
    (before.emailConfirmedAt === null) === (after.emailConfirmedAt === null) &&
    before.externalId === after.externalId &&
    before.companyId === after.companyId &&
    [...names].every((name) => before.traits[name] === after.traits[name])
  );
}

const holderOf = ({ profile, identity }: Event, known: Known): Person | undefined =>
  known.persons.get(profile) ?? (identity?.email === undefined ? undefined : known.byEmail.get(identity.email));

/** Rows in order, in groups in which nobody is named twice: who is named again has changed meanwhile. */
function withoutRepeats(rows: Row[]): Row[][] {
  const groups: Row[][] = [];
  let named = new Set<string>();
  for (const row of rows) {
    const names = [row.event.profile, row.event.identity?.email ?? ""].filter((name) => name !== "");
    if (groups.length === 0 || names.some((name) => named.has(name))) {
      groups.push([]);
      named = new Set();
    }
    groups.at(-1)!.push(row);
    for (const name of names) named.add(name);
  }
  return groups;
}
