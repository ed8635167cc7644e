import { z } from "zod";
import type { Event } from "../../../worker/events/event.ts";
import { around } from "../../../worker/conditions/index.ts";
import type { Trial } from "../../../worker/personas/trial.ts";
import type { Compiled } from "../../../worker/playbook/index.ts";
import type { Around, CompanyFacts } from "../../../worker/state/state.ts";
import { call, type Target } from "../../target.ts";
import type { Report } from "./report.ts";
import { tryOut } from "./run.ts";

const At = z.iso.datetime().transform((text) => Date.parse(text));

const Stored = z.object({
  id: z.string(),
  email: z.string().nullable(),
  stage: z.string(),
  score: z.object({
    fit: z.object({ points: z.number(), grade: z.string() }),
    behaviour: z.object({ points: z.number(), rank: z.number() }),
  }),
  segments: z.array(z.string()),
});
type Stored = z.infer<typeof Stored>;

const History = z.object({
  events: z.array(z.looseObject({ id: z.string(), type: z.string(), at: At, receivedAt: At })),
  company: z.record(z.string(), z.unknown()).nullable(),
  complete: z.boolean(),
  next: z.string().nullable(),
});

/** A report on a real person, beside what is stored of them. */
export interface Comparison {
  stored: { stage: string; cell: string; behaviour: number; fit: number; segments: string[] };
  report: Report;
}

/** A playbook tried on a real person: their stored history, fetched through the API, under the playbook given. */
export async function tryProfile(
  target: Target,
  id: string,
  playbook: Compiled,
  url: string,
  now: number,
  locale: string,
): Promise<Comparison> {
  const stored = await call(target, "GET", `/profiles/${id}`, Stored);
  const { events, company, complete } = await historyOf(target, id);
  const past = events.filter(({ receivedAt }) => receivedAt <= now);
  const latest = past.reduce<Around>((known, event) => ({ ...known, ...around(event) }), {});
  const trial: Trial = {
    who: stored.id,
    title: stored.email ?? stored.id,
    events,
    around: latest,
    company,
    notes: complete
      ? []
      : ["Part of what they did is no longer stored (retention), so this is what the rest of their history gives."],
  };
  return { stored: summary(stored), report: tryOut(trial, playbook, url, now, locale) };
}

function summary({ stage, score: { fit, behaviour }, segments }: Stored): Comparison["stored"] {
  return {
    stage,
    cell: `${fit.grade}${behaviour.rank}`,
    behaviour: behaviour.points,
    fit: fit.points,
    segments,
  };
}

async function historyOf(
  target: Target,
  id: string,
): Promise<{ events: Event[]; company: CompanyFacts | null; complete: boolean }> {
  const events: Event[] = [];
  for (let cursor: string | null = ""; ;) {
    const path: string = `/profiles/${id}/history?limit=200${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const part: z.infer<typeof History> = await call(target, "GET", path, History);
    events.push(...(part.events as unknown as Event[]));
    if (part.next === null) return { events, company: part.company as CompanyFacts | null, complete: part.complete };
    cursor = part.next;
  }
}
