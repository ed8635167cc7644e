import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../platform/errors.ts";
import { inLocale } from "../../playbook/index.ts";
import { buyingCentre, companySegmentCounts, members, signals } from "../../reports/accounts.ts";
import { colleagues, companies, company, companyVisits, ORDERS, SOURCES } from "../../reports/companies.ts";
import { ask, askOne } from "../../reports/query.ts";
import { scoreAt } from "../../scoring/index.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Id, iso, Next, PageQuery, secured } from "./contract.ts";
import { CompanyDetail, CompanyView, count, MOST_PEOPLE, MOST_SIGNALS, MOST_VISITS, view } from "./company-view.ts";
import { localeOf } from "./locale.ts";

const list = createRoute({
  method: "get",
  path: "/companies",
  tags: ["Companies"],
  summary: "Companies, last seen or highest score first",
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
      segment: z.string().min(1).max(40).optional().openapi({ description: "A segment of companies." }),
      sort: z.enum(ORDERS).default("seen").openapi({ description: "Last seen first, or the highest score." }),
    }),
  },
  responses: answers(z.object({ companies: z.array(CompanyView), next: Next }), "Companies"),
});

const segments = createRoute({
  method: "get",
  path: "/companies/segments",
  tags: ["Companies"],
  summary: "The playbook's segments of companies and how many are in each",
  ...secured,
  responses: answers(
    z.object({
      segments: z.array(
        z
          .object({
            name: z.string().openapi({ example: "target-accounts" }),
            title: z.string().openapi({ description: "In the language of Accept-Language, if the playbook has it." }),
            count: count.openapi({ description: "Companies in it now." }),
          })
          .openapi("CompanySegment"),
      ),
      next: Next,
    }),
    "Segments, in the playbook's order",
  ),
});

const one = createRoute({
  method: "get",
  path: "/companies/{id}",
  tags: ["Companies"],
  summary: "One company, its people, and the latest visits from its network",
  ...secured,
  request: { params: z.object({ id: Id }) },
  responses: answers(CompanyDetail, "The company", "not_found"),
});

export function companyRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { limit, cursor, sort, ...filter } = c.req.valid("query");
    const { items, next } = await askOne(c.get("context").db, companies(filter, { limit, cursor }, sort));
    return c.json({ companies: items.map(view), next }, 200);
  });

  // Before the one company, whose id it would be.
  api.openapi(segments, async (c) => {
    const playbook = await c.get("playbook")();
    const counts = await askOne(c.get("context").db, companySegmentCounts());
    const locale = localeOf(c.req.header("accept-language"), playbook);
    const all = Object.entries(playbook.companies.segments).map(([name, { title }]) => ({
      name,
      title: inLocale(title, locale),
      count: counts.get(name) ?? 0,
    }));
    return c.json({ segments: all, next: null }, 200);
  });

  api.openapi(one, async (c) => {
    const { id } = c.req.valid("param");
    const { db, now } = c.get("context");
    const playbook = await c.get("playbook")();
    const [known, people, visits, found, told] = await ask(
      db,
      company(id),
      colleagues(id, MOST_PEOPLE),
      companyVisits(id, MOST_VISITS),
      members(id),
      signals(id, MOST_SIGNALS),
    );
    if (!known) throw new Refusal("not_found", "There is no such company. Find companies with /companies?q=.");
    return c.json(
      {
        ...view(known),
        buyingCentre: buyingCentre(found, known.roles, playbook, now).map(({ role, count, people }) => ({
          role,
          title: inLocale(playbook.companies.roles[role]!.title, localeOf(c.req.header("accept-language"), playbook)),
          count,
          people: people.map(({ id, email, state }) => {
            const { points, rank } = scoreAt(state, playbook.scoring, now).behaviour;
            return { id, email, stage: state.stage, points, rank };
          }),
        })),
        signals: told.map(({ at, type, name, by }) => ({ at: iso(at), type, segment: name, by })),
        profiles: people.map((person) => ({ ...person, lastSeen: iso(person.lastSeen) })),
        latestVisits: visits.map((visit) => ({ ...visit, startedAt: iso(visit.startedAt), lastAt: iso(visit.lastAt) })),
      },
      200,
    );
  });
}
