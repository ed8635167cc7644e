import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { parseJson } from "../../events/gate.ts";
import { DAY } from "../../lib/duration.ts";
import { Refusal } from "../../platform/errors.ts";
import { leadStats } from "../../reports/lead-stats.ts";
import { lead, leads, NOBODY } from "../../reports/leads.ts";
import { askOne } from "../../reports/query.ts";
import { type Action, ACTIONS } from "../../sales/lead.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Id, iso, Next, PageQuery, secured } from "./contract.ts";
import { giveTo, takeAnswer } from "./lead-answers.ts";
import { BODIES, Owner } from "./lead-bodies.ts";
import { LeadView, StatsView, Status, viewLead } from "./lead-view.ts";

const MOST_BYTES = 10_000;

const tags = ["Sales"];
const params = z.object({ id: Id });
const Assign = z.strictObject({ owner: Owner });

const SUMMARIES: Record<Action, [summary: string, description: string]> = {
  accept: ["Sales accepts a lead", "It becomes `sql`."],
  reject: [
    "Sales rejects a lead",
    "Open or accepted. The person goes back to nurturing, and comes again after `again`.",
  ],
  won: ["An accepted lead was won", "With the amount of the deal."],
  lost: ["An accepted lead was lost", "With the cause, and the amount that was lost if it is known."],
};

const list = createRoute({
  method: "get",
  path: "/leads",
  tags,
  summary: "Leads: those waiting for an answer by when they are due, then accepted, then closed ones",
  description: "All that is given must hold.",
  ...secured,
  request: {
    query: PageQuery.extend({
      status: z
        .enum(["open", ...Status.options])
        .optional()
        .openapi({ description: "`open` is `mql`: it waits for an answer." }),
      owner: Owner.or(z.literal(NOBODY)).optional().openapi({
        description:
          "An id of sales.yaml; `-`: open ones that nobody there looks after, such as those of who has left.",
      }),
      overdue: z.enum(["true", "false"]).optional().openapi({ description: "`true`: only those overdue." }),
    }),
  },
  responses: answers(z.object({ leads: z.array(LeadView), next: Next }), "Leads"),
});

const stats = createRoute({
  method: "get",
  path: "/leads/stats",
  tags,
  summary:
    "What became of the leads of the last days: how many sales accepted, why not, what they brought, how long it took",
  ...secured,
  request: {
    query: z.object({
      days: z.coerce
        .number()
        .int()
        .min(1)
        .max(3_650)
        .default(30)
        .openapi({ description: "Handed over so long ago at most." }),
    }),
  },
  responses: answers(StatsView, "Sums; each lead counts in the days when it was handed over"),
});

const one = createRoute({
  method: "get",
  path: "/leads/{id}",
  tags,
  summary: "One lead",
  ...secured,
  request: { params },
  responses: answers(LeadView, "The lead", "not_found"),
});

const said = (name: Action | "assign", schema: z.ZodType, [summary, description]: [string, string]) =>
  createRoute({
    method: "post",
    path: `/leads/{id}/${name}`,
    tags,
    summary,
    description: `${description} The same said twice is done once.`,
    ...secured,
    request: { params, body: { required: name !== "accept", content: { "application/json": { schema } } } },
    responses: answers(LeadView, "The lead as it is now", "invalid_json", "body_too_large", "not_found", "conflict"),
  });

export function leadRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { limit, cursor, status, owner: whose, overdue } = c.req.valid("query");
    const { db, now } = c.get("context");
    const owners = whose === NOBODY ? ((await c.get("playbook")()).sales?.owners ?? []) : [];
    const of = whose === NOBODY ? { notOf: owners.map((known) => known.id) } : whose;
    const filter = { status: status === "open" ? "mql" : status, owner: of, overdue: overdue === "true" } as const;
    const { items, next } = await askOne(db, leads(filter, { limit, cursor }, now));
    return c.json({ leads: items.map((found) => viewLead(found, now)), next }, 200);
  });

  api.openapi(stats, async (c) => {
    const { days } = c.req.valid("query");
    const { db, now } = c.get("context");
    const from = now - days * DAY;
    return c.json({ days, from: iso(from), ...(await askOne(db, leadStats(from, now))) }, 200);
  });

  api.openapi(one, async (c) => {
    const { db, now } = c.get("context");
    const found = await askOne(db, lead(c.req.valid("param").id));
    if (!found) throw nothing();
    return c.json(viewLead(found, now), 200);
  });

  // Read here and not by the routes' validator: the content type is of no matter, and nothing need be said with a yes.
  for (const action of ACTIONS) {
    api.openAPIRegistry.registerPath(said(action, BODIES[action], SUMMARIES[action]));
    api.post(`/leads/:id/${action}`, async (c) => {
      const body = parsed(BODIES[action], await readText(c, MOST_BYTES));
      const context = c.get("context");
      const id = idOf(c.req.param("id"));
      await takeAnswer(context, await c.get("playbook")(), id, { ...body, action });
      return c.json(viewLead((await askOne(context.db, lead(id))) ?? gone(), context.now), 200);
    });
  }

  const summary: [string, string] = ["Give a lead to another owner", "As long as it is not closed."];
  api.openAPIRegistry.registerPath(said("assign", Assign, summary));
  api.post("/leads/:id/assign", async (c) => {
    const body = parsed(Assign, await readText(c, MOST_BYTES));
    const context = c.get("context");
    const id = idOf(c.req.param("id"));
    await giveTo(context, await c.get("playbook")(), id, body.owner);
    return c.json(viewLead((await askOne(context.db, lead(id))) ?? gone(), context.now), 200);
  });
}

const nothing = (): Refusal => new Refusal("not_found", "There is no such lead; /leads lists them.");
const gone = (): never => {
  throw nothing();
};

/** An id that is none is nobody's. */
const idOf = (text: string): string => Id.safeParse(text).data ?? "";

function parsed<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  const result = schema.safeParse(text.trim() === "" ? {} : parseJson(text));
  if (result.success) return result.data;
  const details = result.error.issues.slice(0, 5).map(({ path, message }) => ({ path: ["json", ...path], message }));
  const first = details[0]!;
  throw new Refusal("invalid_request", `${first.path.slice(1).join(".") || "body"}: ${first.message}`, details);
}
