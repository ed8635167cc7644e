import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Event } from "../../events/event.ts";
import { Refusal } from "../../platform/errors.ts";
import type { Db } from "../../platform/db.ts";
import { isDerived, replay } from "../../profiles/replay.ts";
import { history } from "../../reports/history.ts";
import { type Known, person } from "../../reports/people.ts";
import { ask, askOne } from "../../reports/query.ts";
import { cellOf, explain, explainFit, scoreAt } from "../../scoring/index.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Id, iso, Next, PageQuery, secured, Time } from "./contract.ts";

/** Events read at a time, and how many a score of the past may be worked out from. */
const PART = 3_000;
const MOST = 30_000;

const Params = z.object({ id: Id });

const Whole = z.boolean().openapi({
  description:
    "False where part of what they did is not stored any more (`retention` in site.yaml), so a replay gives less.",
});

const StoredEvent = z
  .object({
    id: Id,
    type: z.string().openapi({ example: "page_view" }),
    at: Time,
    receivedAt: Time,
    visitor: Id.nullable(),
  })
  .catchall(z.unknown())
  .openapi("StoredEvent");

const replayable = createRoute({
  method: "get",
  path: "/profiles/{id}/history",
  tags: ["People"],
  summary: "All that is stored of what a person did, oldest first, to be replayed",
  description:
    "Events as they are folded: `playbook try` replays them against a playbook that is not published. Permissions come from the " +
    "ledger and the values of traits from the profile. What follows from others (segments, stages, scores) is among them, by its type.",
  ...secured,
  request: { params: Params, query: PageQuery },
  responses: answers(
    z.object({
      events: z.array(StoredEvent),
      company: z
        .record(z.string(), z.unknown())
        .nullable()
        .openapi({ description: "What rules are told of where they work." }),
      complete: Whole,
      next: Next,
    }),
    "Events",
    "not_found",
  ),
});

const Line = z.object({ rule: z.string(), points: z.number() });

const scored = createRoute({
  method: "get",
  path: "/profiles/{id}/score",
  tags: ["People"],
  summary: "A person's score at any time, explained line by line",
  description:
    "Of the past by replaying what is stored, under the playbook in force; of the future as it will be if nothing else happens. " +
    "The lines add up to the points exactly.",
  ...secured,
  request: {
    params: Params,
    query: z.object({
      at: z.iso
        .datetime({ offset: true })
        .optional()
        .openapi({ description: "Now, if left out.", example: "2026-12-01T09:00:00Z" }),
    }),
  },
  responses: answers(
    z
      .object({
        at: Time,
        fit: z.object({ points: z.number(), grade: z.enum(["A", "B", "C", "D"]), explain: z.array(Line) }),
        behaviour: z.object({
          points: z.number(),
          rank: z.number().int().openapi({ description: "1 is hot, 4 is cold." }),
          explain: z.array(Line.extend({ at: Time.openapi({ description: "When the rule last gave points." }) })),
        }),
        cell: z.string().openapi({ description: "Grade and rank.", example: "B2" }),
        action: z.string().nullable().openapi({ description: "What the matrix says of it.", example: "mql" }),
        complete: Whole,
      })
      .openapi("Score"),
    "The score",
    "not_found",
  ),
});

/** What people did as it can be replayed, and their score at any time. */
export function replayRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(replayable, async (c) => {
    const { id } = c.req.valid("param");
    const { db } = c.get("context");
    const [known, part, count] = await ask(db, person(id), history(id, c.req.valid("query")), told(id));
    if (!known) throw nobody();
    const events = part.items.map((event) => ({ ...event, at: iso(event.at), receivedAt: iso(event.receivedAt) }));
    return c.json(
      { events, company: known.state.company, complete: count >= known.state.events, next: part.next },
      200,
    );
  });

  api.openapi(scored, async (c) => {
    const { db, now } = c.get("context");
    const { at: asked } = c.req.valid("query");
    const at = asked === undefined ? now : Date.parse(asked);
    const playbook = await c.get("playbook")();
    const known = await askOne(db, person(c.req.valid("param").id));
    if (!known) throw nobody();
    const { events, complete } = at < now ? await allOf(db, known) : { events: null, complete: true };
    const state = events ? replay(events, playbook, at, { company: known.state.company }).state : known.state;
    const score = scoreAt(state, playbook.scoring, at);
    return c.json(
      {
        at: iso(at),
        fit: { ...score.fit, explain: explainFit(state, playbook.scoring, at) },
        behaviour: {
          ...score.behaviour,
          explain: explain(state, playbook.scoring, at).map((line) => ({ ...line, at: iso(line.at) })),
        },
        cell: cellOf(score),
        action: score.action,
        complete,
      },
      200,
    );
  });
}

const nobody = (): Refusal => new Refusal("not_found", "There is no such person. Find people with /profiles?email=.");

/** How many of somebody's events are stored that count in their state. */
const told = (id: string) => ({
  statements: [
    {
      sql: `SELECT count(*) AS count FROM events WHERE profile_id = (SELECT coalesce(merged_into, id) FROM profiles WHERE id = ?)
              AND type NOT IN ('segment_entered', 'segment_left', 'stage_entered', 'score_changed', 'lead_qualified')`,
      args: [id],
    },
  ],
  read: ([row]: Record<string, unknown>[]) => Number(row?.["count"] ?? 0),
});

/** The events of somebody from the first, as many as can be worked through in a request. */
async function allOf(db: Db, { id, state }: Known): Promise<{ events: Event[]; complete: boolean }> {
  const events: Event[] = [];
  let cursor: string | undefined;
  do {
    const part = await askOne(db, history(id, { limit: PART, cursor }));
    events.push(...part.items);
    cursor = part.next ?? undefined;
  } while (cursor !== undefined && events.length < MOST);
  return { events, complete: events.filter((event) => !isDerived(event)).length >= state.events };
}
