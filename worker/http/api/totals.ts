import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../platform/errors.ts";
import { choiceSums, consentRates } from "../../reports/choices.ts";
import { askOne } from "../../reports/query.ts";
import { GROUPS, totalsBy } from "../../reports/totals.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Next, secured } from "./contract.ts";
import { dayOf } from "../../lib/day.ts";
import { DAY } from "../../lib/duration.ts";

const Day = z.iso.date().openapi({ description: "A day in UTC.", example: "2026-11-22" });
const Period = z.object({
  from: Day.optional().openapi({ description: "The first day, in UTC; left out: 29 days before the last." }),
  to: Day.optional().openapi({ description: "The last day, in UTC; left out: today." }),
});
const count = z.number().int();
const rate = z.number().nullable().openapi({ description: "0 to 1; null where nobody chose.", example: 0.62 });

const Totals = z
  .object({
    from: Day,
    to: Day,
    views: count.openapi({ description: "All of them." }),
    totals: z.array(
      z.object({
        name: z.string().openapi({
          description: "The day, page, kind of referrer, country or kind of device; `*` is all that is not told.",
          example: "/pricing/",
        }),
        views: count,
      }),
    ),
    next: Next,
  })
  .openapi("Totals");

const Choices = z
  .object({
    from: Day,
    to: Day,
    people: count.openapi({ description: "All choices, also those that a region's rule made." }),
    rates: z
      .object({ analytics: rate, personalization: rate, marketing: rate })
      .openapi({ description: "The part of those who chose for themselves that allowed it." }),
    choices: z.array(
      z.object({
        how: z.string().openapi({ example: "banner" }),
        version: z.string().openapi({ description: "Of the words that were read.", example: "2026-11" }),
        analytics: z.boolean(),
        personalization: z.boolean(),
        marketing: z.boolean(),
        people: count,
      }),
    ),
    next: Next,
  })
  .openapi("Choices");

const getTotals = createRoute({
  method: "get",
  path: "/totals",
  tags: ["Reports"],
  summary: "Page views without consent",
  description: "Sums in which nobody can be recognized: fewer than 5 views are told together with others, as `*`.",
  ...secured,
  request: {
    query: Period.extend({
      by: z.enum(GROUPS).default("day").openapi({ description: "What to sum up by." }),
    }),
  },
  responses: answers(Totals, "By day in order, else the most viewed first; 1,000 and the rest at most"),
});

const getChoices = createRoute({
  method: "get",
  path: "/choices",
  tags: ["Reports"],
  summary: "What visitors chose when asked for consent",
  ...secured,
  request: { query: Period },
  responses: answers(Choices, "Sums, the most frequent choice first"),
});

export function totalRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(getTotals, async (c) => {
    const { by, ...asked } = c.req.valid("query");
    const { db, now } = c.get("context");
    const { from, to } = period(asked, now);
    const totals = await askOne(db, totalsBy(by, from, to));
    return c.json({ from, to, views: totals.reduce((sum, { views }) => sum + views, 0), totals, next: null }, 200);
  });

  api.openapi(getChoices, async (c) => {
    const { db, now } = c.get("context");
    const { from, to } = period(c.req.valid("query"), now);
    const choices = await askOne(db, choiceSums(from, to));
    const people = choices.reduce((sum, choice) => sum + choice.people, 0);
    return c.json({ from, to, people, rates: consentRates(choices), choices, next: null }, 200);
  });
}

function period(asked: z.infer<typeof Period>, now: number): { from: string; to: string } {
  const to = asked.to ?? dayOf(now);
  const from = asked.from ?? dayOf(Date.parse(to) - 29 * DAY);
  if (from <= to) return { from, to };
  throw new Refusal("invalid_request", "from: the first day may not come after the last", [
    { path: ["query", "from"], message: "may not come after `to`" },
  ]);
}
