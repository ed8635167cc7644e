import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { DAY } from "../../lib/duration.ts";
import { Refusal } from "../../platform/errors.ts";
import { inLocale } from "../../playbook/index.ts";
import { cellCounts, CELLS } from "../../reports/matrix.ts";
import { person } from "../../reports/people.ts";
import { ask } from "../../reports/query.ts";
import { medianStays, stageFigures, stageFlows, stagesOf } from "../../reports/stages.ts";
import { stageCounts } from "../../reports/sums.ts";
import { actionOf } from "../../scoring/index.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Cell, Id, iso, Next, PageQuery, secured, Time } from "./contract.ts";
import { localeOf } from "./locale.ts";

const count = z.number().int();
const ms = z.number().openapi({ description: "Milliseconds.", example: 86_400_000 });
const By = z
  .string()
  .openapi({ description: "What moved them: `event`, `time`, `publish` or `merge`.", example: "event" });

const Stage = z
  .object({
    id: z.string().openapi({ example: "evaluate" }),
    title: z
      .string()
      .openapi({ description: "In the language of Accept-Language, if the playbook has it.", example: "Evaluate" }),
    kind: z.enum(["holding", "window"]),
    lasts: ms.nullable().openapi({ description: "How long a window stays open." }),
    people: count.openapi({ description: "In it now." }),
    entered: count,
    left: count,
    forward: count.openapi({ description: "Of those who left: on to a later stage." }),
    timedOut: count.openapi({ description: "Of those who left: back, because their time was over." }),
    back: count.openapi({ description: "Of those who left: back for another reason." }),
    dwell: z
      .object({ median: ms, average: ms })
      .nullable()
      .openapi({ description: "How long those who left had stayed; null where nobody did." }),
  })
  .openapi("StageFigures");

const Move = z
  .object({ at: Time, from: z.string(), to: z.string(), stayed: ms.openapi({ description: "In `from`." }), by: By })
  .openapi("StageMove");

const list = createRoute({
  method: "get",
  path: "/stages",
  tags: ["Journey"],
  summary: "The customer journey: people in each stage, and who moved on or back",
  ...secured,
  request: { query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }) },
  responses: answers(
    z.object({
      since: Time,
      stages: z.array(Stage),
      moves: z.array(z.object({ from: z.string(), to: z.string(), by: By, moves: count })),
      next: Next,
    }),
    "Stages, in the journey's order",
  ),
});

const matrix = createRoute({
  method: "get",
  path: "/matrix",
  tags: ["Journey"],
  summary: "The score as a coordinate system: people by grade and rank",
  description: "As decided last; `/profiles?cell=` tells who they are.",
  ...secured,
  responses: answers(
    z.object({
      cells: z.array(
        z.object({
          cell: Cell,
          people: count,
          action: z.string().nullable().openapi({ description: "What the playbook's matrix says.", example: "mql" }),
        }),
      ),
      next: Next,
    }),
    "All 16 cells, A1 first",
  ),
});

const history = createRoute({
  method: "get",
  path: "/profiles/{id}/stages",
  tags: ["Journey"],
  summary: "The stages that a person has been in, newest move first",
  ...secured,
  request: { params: z.object({ id: Id }), query: PageQuery },
  responses: answers(
    z.object({ stage: z.string(), since: Time, moves: z.array(Move), next: Next }),
    "The stage they are in, and their moves",
    "not_found",
  ),
});

export function stageRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { db, now } = c.get("context");
    const since = now - c.req.valid("query").days * DAY;
    const playbook = await c.get("playbook")();
    const { stages } = playbook;
    const locale = localeOf(c.req.header("accept-language"), playbook);
    const ids = stages.map(({ id }) => id);
    const [people, flows, medians] = await ask(db, stageCounts(), stageFlows(since), medianStays(ids, since));
    const figures = stageFigures(ids, people, flows, medians);
    return c.json(
      {
        since: iso(since),
        stages: stages.map(({ title, kind, lasts }, i) => {
          const { id, ...rest } = figures[i]!;
          return { id, title: inLocale(title, locale), kind, lasts: lasts ?? null, ...rest };
        }),
        moves: flows.map(({ from, to, by, moves }) => ({ from, to, by, moves })),
        next: null,
      },
      200,
    );
  });

  api.openapi(matrix, async (c) => {
    const { scoring } = await c.get("playbook")();
    const [counts] = await ask(c.get("context").db, cellCounts());
    const cells = CELLS.map((cell) => ({ cell, people: counts.get(cell) ?? 0, action: actionOf(cell, scoring) }));
    return c.json({ cells, next: null }, 200);
  });

  api.openapi(history, async (c) => {
    const { id } = c.req.valid("param");
    const [known, { items, next }] = await ask(c.get("context").db, person(id), stagesOf(id, c.req.valid("query")));
    if (!known) throw new Refusal("not_found", "There is no such person. Find people with /profiles?email=.");
    const { stage, stageSince } = known.state;
    const moves = items.map((move) => ({ ...move, at: iso(move.at) }));
    return c.json({ stage, since: iso(stageSince), moves, next }, 200);
  });
}
