import type { CarriedPermission, Event, Evidence, Submission } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { wordingHash } from "../permissions/evidence.ts";
import { deciding, isFinal, type LedgerRow, standings, suppressedBy } from "../permissions/standing.ts";
import type { Person } from "../profiles/person.ts";
import type { Known, PermissionRequest } from "./read.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

type Row = Work["permissions"][number];

/** What a state may learn from an event: of permissions only what is said of the person's own address, and not answered by anything later. */
export function decisive(event: Event, person: Person, known: Known, work: Work): Event {
  const { submission, permission } = event;
  if (submission && submission.single.length > 0)
    return { ...event, submission: { ...submission, single: enough(event, submission, person, known, work) } };
  if (permission && event.type === "permission_confirmed")
    return { ...event, permission: { ...permission, topics: answerable(event, known, work) } };
  if (!event.carried) return event;
  const own = event.carried.filter(({ email }) => email === undefined || email === person.email);
  const ledger = ledgerOf(person.email, known, work);
  const suppressed = suppressionsOf(event, known);
  // An old yes, of before an erasure or a no of which only a hash is left, is told of in the ledger and permits nothing.
  const holds = ({ topic, status, at }: CarriedPermission): boolean =>
    status !== "confirmed" || !suppressedBy(topic, [{ topic, status, submission: "", at }], suppressed);
  return { ...event, carried: deciding(own.filter(holds), ledger) };
}

/** The topics that need no second yes. Whose address has said no has to say yes by the mail: anybody may type it in. */
function enough(event: Event, { single }: Submission, { email }: Person, known: Known, work: Work): string[] {
  const ledger = ledgerOf(email, known, work);
  const standing = standings(ledger);
  const suppressed = suppressionsOf(event, known);
  return single.filter((topic) => standing[topic] !== "withdrawn" && !suppressedBy(topic, ledger, suppressed));
}

/** Of what a yes answers, that which was not taken back since it was asked: a link of before a no reopens nothing. */
function answerable(event: Event, known: Known, work: Work): string[] {
  const isOpen = ({ topic, email, at, endedAt }: PermissionRequest): boolean =>
    (endedAt === null || endedAt < at) &&
    !work.permissions.some((row) => row.email === email && row.topic === topic && isNo(row) && row.at >= at);
  const open = new Set(requestsOf(event, known).flatMap((asked) => (isOpen(asked) ? asked.topic : [])));
  return event.permission!.topics.filter((topic) => open.has(topic));
}

/** Whether an event was under way while the address that it tells was erased: it brings nobody back. */
export const isErasedSince = (event: Event, known: Known): boolean =>
  suppressionsOf(event, known).some(({ reason, at }) => reason === "erased" && at > event.receivedAt);

const isNo = ({ status }: Pick<Row, "status">): boolean => status === "withdrawn";

/** Whether an event says yes to what was all taken back since it was asked. */
export function isTakenBack(event: Event, known: Known, work: Work): boolean {
  const asked = event.type === "permission_confirmed" && requestsOf(event, known).length > 0;
  return asked && answerable(event, known, work).length === 0;
}

/**
 * A person whose state permits nothing that the ledger of their address has taken back since: by a link in a mail to another of
 * their browsers, say. A form asks such a topic anew.
 */
export function heldTo(event: Event, person: Person, known: Known, work: Work): Person {
  const { state, email } = person;
  const asked = (event.submission?.permissions ?? []).filter(({ topic }) => state.permissions[topic] === "confirmed");
  if (asked.length === 0) return person;
  const suppressed = suppressionsOf(event, known).filter((one) => !isFinal(one));
  const standing = standings(ledgerOf(email, known, work), suppressed);
  const gone = asked.flatMap(({ topic }) => (standing[topic] === undefined ? [] : [[topic, standing[topic]]]));
  return { ...person, state: { ...state, permissions: { ...state.permissions, ...Object.fromEntries(gone) } } };
}

const LAST_NO = (a: LedgerRow, b: LedgerRow): number => a.at - b.at || Number(isNo(a)) - Number(isNo(b));

/** What was said for an address so far, oldest first. */
function ledgerOf(email: string | null, known: Known, work: Work): LedgerRow[] {
  const told = work.permissions.map((row) => ({ ...row, how: row.evidence?.how ?? null }));
  return [...known.ledger, ...told].filter((row) => row.email === email).toSorted(LAST_NO);
}

/** What is suppressed of the address that an event tells, whatever key it was written down with. */
function suppressionsOf({ who, whoBefore = [] }: Event, { suppressed }: Known): Known["suppressed"] {
  return suppressed.filter(({ hash }) => hash === who || whoBefore.includes(hash));
}

/** Ledger rows of what a form asks for; `isGiven` tells which topics need no second yes. */
export function requested(event: Event, { permissions }: Submission, person: Person, before: State, work: Work): Row[] {
  const rows = permissions
    .filter(({ topic }) => before.permissions[topic] !== "confirmed")
    .map(({ topic, evidence }): Row => {
      const isGiven = person.state.permissions[topic] === "confirmed";
      const status = isGiven ? "confirmed" : "pending";
      return {
        ...rowOf(event, person.id, person.email!, topic, status, event.at),
        id: uuidOf(event.id, topic, status),
        evidence: isGiven ? { ...proof(evidence), how: "single" } : proof(evidence),
      };
    });
  work.permissions.push(...rows);
  return rows;
}

/** Ledger rows of the yes by which a submission was answered, each with the words that were asked and who answered, how. */
export function confirmed(event: Event, person: Person, work: Work, known: Known): void {
  const { submission, topics, evidence } = event.permission!;
  for (const asked of requestsOf(event, known).filter(({ topic }) => topics.includes(topic))) {
    work.permissions.push({
      ...rowOf(event, person.id, asked.email, asked.topic, "confirmed", event.at),
      id: uuidOf(submission, asked.topic, "confirmed"),
      submission,
      evidence: answered(asked, evidence),
    });
  }
}

/** Ledger rows of what nobody answered in time. */
export function expired(event: Event, person: Person, work: Work, known: Known): void {
  const { submission, topics } = event.permission!;
  for (const { topic, email } of requestsOf(event, known).filter((asked) => topics.includes(asked.topic))) {
    const row = rowOf(event, person.id, email, topic, "expired", event.at);
    work.permissions.push({ ...row, id: uuidOf(submission, topic, "expired"), submission, evidence: null });
  }
}

/** What was said elsewhere, with its own time and proof; carried over twice it is there once. */
export function carriedOver(event: Event, carried: CarriedPermission[], person: Person, work: Work): void {
  for (const { topic, status, at, evidence, email = person.email } of carried) {
    if (email === null) throw new Error("a permission needs an address");
    work.permissions.push({
      ...rowOf(event, person.id, email, topic, status, at),
      id: uuidOf("carried", email, topic, status, String(at)),
      evidence: proof(evidence),
    });
  }
}

/** What was asked for by the submission that an event answers. */
export const requestsOf = (event: Event, known: Known): PermissionRequest[] =>
  known.requests.filter(({ submission }) => submission === event.permission?.submission);

function rowOf(
  { id: submission }: Event,
  profileId: string,
  email: string,
  topic: string,
  status: Row["status"],
  at: number,
): Omit<Row, "id" | "evidence"> {
  const open = Number(status === "pending" || status === "confirmed");
  return { profileId, email, channel: "email", topic, status, at, submission, open };
}

const proof = (evidence: Evidence): Evidence =>
  evidence.hash === undefined && evidence.text !== "" ? { ...evidence, hash: wordingHash(evidence.text) } : evidence;

/** The words and the place of what was asked, the address and the browser of who answered. */
function answered({ evidence: asked }: PermissionRequest, answer: Evidence | undefined): Evidence | null {
  if (!answer) return asked && { ...asked, how: "double" };
  if (!asked) return answer;
  const { ip, userAgent, how, message } = answer;
  return {
    ...asked,
    ip,
    userAgent,
    ...(how === undefined ? {} : { how }),
    ...(message === undefined ? {} : { message }),
  };
}
