import { z } from "@hono/zod-openapi";
import { type Company, SOURCES } from "../../reports/companies.ts";
import { Id, iso, Time } from "./contract.ts";

export const MOST_PEOPLE = 50;
export const MOST_VISITS = 50;
export const MOST_SIGNALS = 50;

export const count = z.number().int();

/** A company as it is listed. */
export const CompanyView = z
  .object({
    id: Id,
    name: z.string().openapi({ example: "Nordvare A/S" }),
    domain: z.string().nullable().openapi({ example: "nordvare.example" }),
    traits: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .openapi({ description: "As the site's server tells them.", example: { employees: 120 } }),
    sources: z
      .array(z.enum(SOURCES))
      .openapi({ description: "What it is known by: its network, its people's addresses, the site's server." }),
    groups: z.array(z.string()).openapi({ description: "The site's own ids of it." }),
    people: count.openapi({ description: "Who work there." }),
    visits: count.openapi({ description: "From its network." }),
    score: z.number().openapi({ description: "The behaviour points of its people, added up.", example: 74.5 }),
    hottest: z.number().openapi({ description: "The most points that one of them has.", example: 52 }),
    segments: z.array(z.string()).openapi({ description: "Segments of companies.", example: ["target-accounts"] }),
    roles: z.record(z.string(), count).openapi({
      description: "How many of its people have each role in a purchase.",
      example: { decider: 1, user: 0 },
    }),
    firstSeen: Time,
    lastSeen: Time,
  })
  .openapi("Company");

/** A company with its people, its visits and what became of it. */
export const CompanyDetail = CompanyView.extend({
  buyingCentre: z
    .array(
      z.object({
        role: z.string().openapi({ example: "decider" }),
        title: z.string().openapi({ example: "Decider" }),
        count: count.openapi({ description: "0 is a gap." }),
        people: z.array(
          z.object({ id: Id, email: z.string().nullable(), stage: z.string(), points: z.number(), rank: count }),
        ),
      }),
    )
    .openapi({ description: "The playbook's roles, and who has them." }),
  signals: z
    .array(
      z.object({
        at: Time,
        type: z.enum(["segment_entered", "segment_left"]),
        segment: z.string(),
        by: z.enum(["event", "time", "publish"]).openapi({ description: "What it came from." }),
      }),
    )
    .openapi({ description: `The latest ${MOST_SIGNALS} of what became of it.` }),
  profiles: z
    .array(z.object({ id: Id, email: z.string().nullable(), stage: z.string(), lastSeen: Time }))
    .openapi({ description: `The ${MOST_PEOPLE} who were last seen.` }),
  latestVisits: z
    .array(
      z.object({
        profile: Id,
        startedAt: Time,
        lastAt: Time,
        views: count,
        landing: z.string().nullable().openapi({ example: "/pricing/" }),
        referrer: z.string().nullable().openapi({ example: "search" }),
      }),
    )
    .openapi({ description: `The latest ${MOST_VISITS} visits from its network, whoever they were.` }),
}).openapi("CompanyDetail");

export const view = (known: Company): z.infer<typeof CompanyView> => ({
  ...known,
  firstSeen: iso(known.firstSeen),
  lastSeen: iso(known.lastSeen),
});
