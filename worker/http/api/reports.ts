import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { askOne } from "../../reports/query.ts";
import { stats } from "../../reports/sums.ts";
import type { HttpEnv } from "../env.ts";
import { answers, secured } from "./contract.ts";

const count = z.number().int();

const Stats = z
  .object({
    events: z.object({
      received: count.openapi({ description: "All that came, the refused included." }),
      stored: count,
      duplicate: count.openapi({ description: "Came more than once, and was stored once." }),
      anonymous: count.openapi({ description: "Page views without consent: kept as daily totals only." }),
      refused: z.record(z.string(), count).openapi({ description: "By reason.", example: { bot: 3, no_consent: 2 } }),
      deadLetters: count,
      traitsLeftOut: count.openapi({
        description: "What servers told of people that could not be kept; the events were.",
      }),
    }),
    consumer: z.object({
      batches: count,
      roundTrips: count.openapi({ description: "To the database, by these batches." }),
      lostRaces: count.openapi({ description: "Batches folded again because somebody else wrote first." }),
    }),
    profiles: count,
    messages: z.record(z.string(), count).openapi({ description: "By status.", example: { sent: 12, queued: 1 } }),
  })
  .openapi("Stats");

const getStats = createRoute({
  method: "get",
  path: "/stats",
  tags: ["Reports"],
  summary: "What came in, and what became of it",
  ...secured,
  responses: answers(Stats, "Sums since the beginning"),
});

export function reportRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(getStats, async (c) => c.json(await askOne(c.get("context").db, stats()), 200));
}
