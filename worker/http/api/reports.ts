import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { parseLanguage } from "../../lib/language.ts";
import { inLocale } from "../../playbook/index.ts";
import { askOne } from "../../reports/query.ts";
import { segmentCounts, stats } from "../../reports/sums.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Next, secured } from "./contract.ts";

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

const Segment = z
  .object({
    name: z.string().openapi({ example: "engaged" }),
    title: z
      .string()
      .openapi({ description: "In the language of Accept-Language, if the playbook has it.", example: "Engaged" }),
    count: count.openapi({ description: "People in it now." }),
  })
  .openapi("Segment");

const getStats = createRoute({
  method: "get",
  path: "/stats",
  tags: ["Reports"],
  summary: "What came in, and what became of it",
  ...secured,
  responses: answers(Stats, "Sums since the beginning"),
});

const listSegments = createRoute({
  method: "get",
  path: "/segments",
  tags: ["Reports"],
  summary: "The playbook's segments and how many people are in each",
  ...secured,
  responses: answers(z.object({ segments: z.array(Segment), next: Next }), "Segments, in the playbook's order"),
});

export function reportRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(getStats, async (c) => c.json(await askOne(c.get("context").db, stats()), 200));

  api.openapi(listSegments, async (c) => {
    const playbook = await c.get("playbook")();
    const counts = await askOne(c.get("context").db, segmentCounts());
    const locale = parseLanguage(c.req.header("accept-language") ?? null) ?? playbook.site.locales[0]!;
    const segments = Object.entries(playbook.segments).map(([name, { title }]) => ({
      name,
      title: inLocale(title, locale),
      count: counts.get(name) ?? 0,
    }));
    return c.json({ segments, next: null }, 200);
  });
}
