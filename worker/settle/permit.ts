import type { CarriedPermission, Event, Evidence, Submission } from "../events/event.ts";
import { uuidOf } from "../lib/uuid.ts";
import { wordingHash } from "../permissions/evidence.ts";
import { deciding, standings, suppressedBy } from "../permissions/standing.ts";
import type { Person } from "../profiles/person.ts";
import type { Known, PermissionRequest } from "./read.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

type Row = Work["permissions"][number];

/** What a state may learn from an event: of permissions only what is said of the person's own address, and not answered by anything later. */
export function decisive(event: Event, person: Person, known: Known, work: Work): Event {
  if (event.submission && event.submission.single.length > 0)
    return { ...event, submission: { ...event.submission, single: enough(event, event.submission, known, work) } };
  if (!event.carried) return event;
  const own = event.carried.filter(({ email }) => email === undefined || email === person.email);
  const ledger = [...known.ledger, ...work.permissions].filter(({ email }) => email === person.email);
  const suppressed = known.suppressed.filter(({ hash }) => hash === event.who);
  // An old yes, of before an erasure or a no of which only a hash is left, is told of in the ledger and permits nothing.
  const holds = ({ topic, status, at }: CarriedPermission): boolean =>
    status !== "confirmed" || !suppressedBy(topic, [{ topic, status, submission: "", at }], suppressed);
  return { ...event, carried: deciding(own.filter(holds), ledger) };
}

/** The topics that need no second yes. Whose address has said no has to say yes by the mail: anybody may type it in. */
function enough(event: Event, { single, email }: Submission, known: Known, work: Work): string[] {
  const ledger = [...known.ledger, ...work.permissions].filter((row) => row.email === email);
  const standing = standings(ledger.toSorted((a, b) => a.at - b.at));
  const suppressed = known.suppressed.filter(({ hash }) => hash === event.who);
  return single.filter((topic) => standing[topic] !== "withdrawn" && !suppressedBy(topic, ledger, suppressed));
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
