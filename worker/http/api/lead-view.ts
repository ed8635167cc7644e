import { z } from "@hono/zod-openapi";
import type { LeadStats } from "../../reports/lead-stats.ts";
import type { KnownLead } from "../../reports/leads.ts";
import { LEAD_STATUSES } from "../../sales/lead.ts";
import { Id, iso, isoOrNull, Time } from "./contract.ts";

const count = z.number().int();
const Line = z.object({ rule: z.string(), points: z.number() });
export const Status = z.enum(LEAD_STATUSES);

/** A lead as the API tells of it. */
export const LeadView = z
  .object({
    id: Id,
    status: Status.openapi({
      description:
        "`mql` waits for an answer, `sql` was accepted; `merged` went on as another lead when two people were found to be one.",
    }),
    overdue: z.boolean().openapi({ description: "Waits for an answer longer than it may." }),
    cell: z.string().openapi({ description: "Grade and rank at hand-over.", example: "A1" }),
    reasons: z
      .object({
        fit: z.object({ points: z.number(), grade: z.string(), lines: z.array(Line) }),
        behaviour: z.object({ points: z.number(), rank: count, lines: z.array(Line.extend({ at: Time })) }),
        action: z.string().nullable().openapi({ description: "What the score's matrix says is to be done." }),
        stage: z.string(),
        segments: z.array(z.string()),
        topics: z.array(z.string()),
        pages: z
          .array(z.object({ path: z.string(), title: z.string().nullable(), at: Time }))
          .openapi({ description: "The latest pages that gave points." }),
      })
      .openapi({ description: "As it was at hand-over." }),
    country: z.string().nullable().openapi({ example: "DK" }),
    owner: z.string().nullable().openapi({ description: "An id of sales.yaml; null for nobody.", example: "mette" }),
    createdAt: Time,
    dueAt: Time,
    acceptedAt: Time.nullable(),
    closedAt: Time.nullable(),
    cause: z.string().nullable().openapi({ description: "Why it was rejected or lost: an id of sales.yaml." }),
    amount: z.number().nullable(),
    currency: z.string().nullable().openapi({ example: "DKK" }),
    note: z.string().nullable(),
    mergedInto: Id.nullable(),
    person: z.object({
      id: Id,
      email: z.string().nullable(),
      emailConfirmed: z.boolean(),
      externalId: z.string().nullable(),
      traits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      objected: z.boolean().openapi({
        description: "Said no to being followed: `reasons` tells nothing of what they did.",
      }),
      withdrawn: z.array(z.string()).openapi({ description: "Topics of which they want no e-mail any more." }),
    }),
    company: z.object({ id: Id, name: z.string(), domain: z.string().nullable() }).nullable(),
  })
  .openapi("Lead");

/** A lead at `now`. */
export function viewLead(lead: KnownLead, now: number): z.infer<typeof LeadView> {
  const { reasons } = lead;
  return {
    ...lead,
    overdue: lead.status === "mql" && lead.dueAt < now,
    reasons: {
      ...reasons,
      behaviour: {
        ...reasons.behaviour,
        lines: reasons.behaviour.lines.map((line) => ({ ...line, at: iso(line.at) })),
      },
      pages: reasons.pages.map((page) => ({ ...page, at: iso(page.at) })),
    },
    createdAt: iso(lead.createdAt),
    dueAt: iso(lead.dueAt),
    acceptedAt: isoOrNull(lead.acceptedAt),
    closedAt: isoOrNull(lead.closedAt),
  };
}

const COUNTS = {
  mql: count.openapi({ description: "Handed over." }),
  sql: count.openapi({ description: "Of those accepted, whatever became of them after." }),
  open: count.openapi({ description: "Without an answer yet." }),
  overdue: count,
  rejected: count,
  won: count,
  lost: count,
  ratio: z.number().nullable().openapi({ description: "sql / mql; null where nobody was handed over." }),
};
const Cause = z.object({ cause: z.string().nullable(), leads: count });
const ms = z.number().nullable();

export const StatsView = z
  .object({
    days: count,
    from: Time,
    ...COUNTS,
    owners: z.array(z.object({ owner: z.string().nullable(), ...COUNTS })),
    rejections: z.array(Cause),
    losses: z.array(Cause),
    amounts: z.array(z.object({ currency: z.string(), won: z.number(), lost: z.number() })),
    medians: z.object({ accepted: ms, rejected: ms, won: ms, lost: ms }).openapi({
      description: "Milliseconds: `accepted` and `rejected` from hand-over, `won` and `lost` from acceptance.",
    }),
  })
  .openapi("LeadStats") satisfies z.ZodType<LeadStats & { days: number; from: string }>;
