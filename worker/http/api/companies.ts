import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../platform/errors.ts";
import { colleagues, companies, company, type Company, companyVisits, SOURCES } from "../../reports/companies.ts";
import { ask, askOne } from "../../reports/query.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Id, iso, Next, PageQuery, secured, Time } from "./contract.ts";

const MOST_PEOPLE = 50;
const MOST_VISITS = 50;

const count = z.number().int();

const CompanyView = z
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
    firstSeen: Time,
    lastSeen: Time,
  })
  .openapi("Company");

const Detail = CompanyView.extend({
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

const list = createRoute({
  method: "get",
  path: "/companies",
  tags: ["Companies"],
  summary: "Companies, last seen first",
  description: "All that is given must hold.",
  ...secured,
  request: {
    query: PageQuery.extend({
      q: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .openapi({ description: "How the name or the domain begins.", example: "nord" }),
      source: z.enum(SOURCES).optional().openapi({ description: "What it is known by." }),
    }),
  },
  responses: answers(z.object({ companies: z.array(CompanyView), next: Next }), "Companies"),
});

const one = createRoute({
  method: "get",
  path: "/companies/{id}",
  tags: ["Companies"],
  summary: "One company, its people, and the latest visits from its network",
  ...secured,
  request: { params: z.object({ id: Id }) },
  responses: answers(Detail, "The company", "not_found"),
});

export function companyRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const { items, next } = await askOne(c.get("context").db, companies(filter, { limit, cursor }));
    return c.json({ companies: items.map(view), next }, 200);
  });

  api.openapi(one, async (c) => {
    const { id } = c.req.valid("param");
    const { db } = c.get("context");
    const [known, people, visits] = await ask(
      db,
      company(id),
      colleagues(id, MOST_PEOPLE),
      companyVisits(id, MOST_VISITS),
    );
    if (!known) throw new Refusal("not_found", "There is no such company. Find companies with /companies?q=.");
    return c.json(
      {
        ...view(known),
        profiles: people.map((person) => ({ ...person, lastSeen: iso(person.lastSeen) })),
        latestVisits: visits.map((visit) => ({ ...visit, startedAt: iso(visit.startedAt), lastAt: iso(visit.lastAt) })),
      },
      200,
    );
  });
}

const view = (known: Company): z.infer<typeof CompanyView> => ({
  ...known,
  firstSeen: iso(known.firstSeen),
  lastSeen: iso(known.lastSeen),
});
