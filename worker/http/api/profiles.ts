import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../platform/errors.ts";
import { people, person } from "../../reports/people.ts";
import { ask, askOne } from "../../reports/query.ts";
import { timeline } from "../../reports/timeline.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Cell, EmailQuery, Id, iso, Next, PageQuery, secured, Time } from "./contract.ts";
import { Profile, viewProfile } from "./profile-view.ts";

export const OneParams = z.object({ id: Id });

const Points = z.object({ rule: z.string(), points: z.number() });

const TimelineEvent = z
  .object({
    id: Id,
    type: z.string().openapi({ example: "page_view" }),
    name: z.string().nullable(),
    at: Time,
    path: z.string().nullable().openapi({ example: "/pricing" }),
    title: z.string().nullable().openapi({ example: "Prices" }),
    points: z.array(Points).openapi({ description: "What each scoring rule gave for it." }),
    stage: z.object({ from: z.string(), to: z.string() }).optional(),
    entered: z.array(z.string()).optional().openapi({ description: "Segments entered by it." }),
    left: z.array(z.string()).optional().openapi({ description: "Segments left by it." }),
    data: z.record(z.string(), z.unknown()).openapi({ description: "The rest of what is known of it." }),
  })
  .openapi("Event");

const list = createRoute({
  method: "get",
  path: "/profiles",
  tags: ["People"],
  summary: "People, last seen first",
  description: "All that is given must hold. Profiles that were merged or erased are not listed.",
  ...secured,
  request: {
    query: PageQuery.extend({
      email: EmailQuery.optional(),
      visitor: Id.optional().openapi({ description: "A browser's id." }),
      segment: z.string().max(40).optional().openapi({ description: "A segment's name.", example: "engaged" }),
      stage: z.string().max(40).optional().openapi({ description: "A stage's id.", example: "evaluate" }),
      cell: Cell.optional(),
    }),
  },
  responses: answers(z.object({ profiles: z.array(Profile), next: Next }), "People"),
});

const one = createRoute({
  method: "get",
  path: "/profiles/{id}",
  tags: ["People"],
  summary: "One person",
  description: "The id of a profile that was merged gives the person it went into.",
  ...secured,
  request: { params: OneParams },
  responses: answers(Profile, "The person", "not_found"),
});

const events = createRoute({
  method: "get",
  path: "/profiles/{id}/timeline",
  tags: ["People"],
  summary: "What a person did, newest first, and what came of it",
  ...secured,
  request: { params: OneParams, query: PageQuery },
  responses: answers(z.object({ events: z.array(TimelineEvent), next: Next }), "Events", "not_found"),
});

export const nobody = (): Refusal =>
  new Refusal("not_found", "There is no such person. Find people with /profiles?email=.");

export function profileRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const { db, now } = c.get("context");
    const playbook = await c.get("playbook")();
    const { items, next } = await askOne(db, people(filter, { limit, cursor }));
    return c.json({ profiles: items.map((known) => viewProfile(known, playbook, now)), next }, 200);
  });

  api.openapi(one, async (c) => {
    const { db, now } = c.get("context");
    const playbook = await c.get("playbook")();
    const known = await askOne(db, person(c.req.valid("param").id));
    if (!known) throw nobody();
    return c.json(viewProfile(known, playbook, now), 200);
  });

  api.openapi(events, async (c) => {
    const { id } = c.req.valid("param");
    const [known, part] = await ask(c.get("context").db, person(id), timeline(id, c.req.valid("query")));
    if (!known) throw nobody();
    return c.json({ events: part.items.map((event) => ({ ...event, at: iso(event.at) })), next: part.next }, 200);
  });
}
