import { z } from "@hono/zod-openapi";
import type { Compiled } from "../../playbook/index.ts";
import type { Known } from "../../reports/people.ts";
import { explain, scoreAt } from "../../scoring/index.ts";
import { Id, iso, Time } from "./contract.ts";

/** A person as the API tells of them. */
export const Profile = z
  .object({
    id: Id,
    email: z.string().nullable().openapi({ example: "anna@nordvare.example" }),
    emailConfirmed: z.boolean().openapi({ description: "Whether they proved that the address is theirs." }),
    traits: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .openapi({ example: { industry: "logistics" } }),
    externalId: z.string().nullable().openapi({ description: "The site's own id of the person.", example: "42" }),
    company: z
      .object({ id: Id.nullable(), name: z.string(), domain: z.string().nullable() })
      .nullable()
      .openapi({ description: "Where they work: by their address, their group, or (then without id) their own word." }),
    stage: z.string().openapi({ example: "evaluate" }),
    stageSince: Time,
    score: z.object({
      fit: z.object({ points: z.number(), grade: z.enum(["A", "B", "C", "D"]) }),
      behaviour: z.object({
        points: z.number(),
        rank: z.number().int().openapi({ description: "1 is hot, 4 is cold." }),
      }),
    }),
    explain: z
      .array(z.object({ rule: z.string(), points: z.number(), at: Time }))
      .openapi({ description: "What each rule's points are worth now; they add up to the behaviour points." }),
    lead: z
      .object({ id: Id.nullable(), status: z.enum(["mql", "sql", "rejected", "won", "lost"]), since: Time })
      .nullable()
      .openapi({ description: "What has become of them at sales; `id` is null once it was kept long enough." }),
    segments: z.array(z.string()).openapi({ example: ["engaged"] }),
    permissions: z
      .record(z.string(), z.enum(["pending", "confirmed", "withdrawn", "expired"]))
      .openapi({ example: { newsletter: "confirmed" } }),
    consent: z.object({ analytics: z.boolean(), personalization: z.boolean(), marketing: z.boolean() }),
    firstSeen: Time,
    lastSeen: Time,
    visits: z.number().int(),
    views: z.number().int(),
    topics: z.record(z.string(), z.number()).openapi({ description: "Page views by topic.", example: { picking: 4 } }),
    visitors: z.array(z.string()).openapi({ description: "Their browsers." }),
  })
  .openapi("Profile");

/** The profile at `now`: its score decays, so the same row tells less tomorrow. */
export function viewProfile(
  { id, email, emailConfirmedAt, externalId, company, traits, state, visitors, leadId }: Known,
  playbook: Compiled,
  now: number,
): z.infer<typeof Profile> {
  const said = traits["company"];
  return {
    id,
    email,
    emailConfirmed: emailConfirmedAt !== null,
    traits,
    externalId,
    company: company ?? (typeof said === "string" && said !== "" ? { id: null, name: said, domain: null } : null),
    stage: state.stage,
    stageSince: iso(state.stageSince),
    score: scoreAt(state, playbook.scoring, now),
    explain: explain(state, playbook.scoring, now).map((line) => ({ ...line, at: iso(line.at) })),
    lead: state.lead && { id: leadId, status: state.lead.status, since: iso(state.lead.since) },
    segments: state.segments.filter((name) => Object.hasOwn(playbook.segments, name)),
    permissions: state.permissions,
    consent: state.consent,
    firstSeen: iso(state.firstSeen),
    lastSeen: iso(state.lastSeen),
    visits: state.session.count,
    views: state.views,
    topics: state.topics,
    visitors,
  };
}
