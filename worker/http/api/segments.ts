import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../platform/errors.ts";
import { type Compiled, inLocale } from "../../playbook/index.ts";
import { ask, askOne } from "../../reports/query.ts";
import { exportSegment, memberRow, traitNames } from "../../reports/segment-export.ts";
import { daysUpTo, members, segmentCounts, segmentSizes } from "../../reports/segments.ts";
import { kindOf, KINDS } from "../../segments/kind.ts";
import type { HttpEnv } from "../env.ts";
import { fileOf, SEPARATORS } from "../file.ts";
import { answers, Id, Next, PageQuery, secured, Time, valid } from "./contract.ts";
import { localeOf } from "./locale.ts";
import { TraitList } from "./trait-list.ts";

const count = z.number().int();

const Segment = z
  .object({
    name: z.string().openapi({ example: "engaged" }),
    title: z
      .string()
      .openapi({ description: "In the language of Accept-Language, if the playbook has it.", example: "Engaged" }),
    kind: z.enum(KINDS).openapi({
      description: "What it looks at: facts about people, their behaviour, or both.",
      example: "behaviour",
    }),
    count: count.openapi({ description: "People in it now." }),
  })
  .openapi("Segment");

const Sizes = Segment.extend({
  days: z
    .array(
      z.object({
        day: z.string().openapi({ example: "2026-11-22" }),
        entered: count,
        left: count.openapi({ description: "Erased and forgotten people among them." }),
        count: count.openapi({ description: "As the day ended; of today, now." }),
      }),
    )
    .openapi({ description: "Days of UTC, oldest first." }),
}).openapi("SegmentSizes");

const Member = z
  .object({
    id: Id,
    email: z.string().nullable(),
    emailConfirmed: z.boolean(),
    traits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    stage: z.string(),
    grade: z.string().openapi({ example: "B" }),
    rank: count.openapi({ example: 2 }),
    points: z.number().openapi({ description: "Of behaviour, now." }),
    since: Time.openapi({ description: "When they came into the segment." }),
  })
  .openapi("Member");

const Named = z.object({ name: z.string().max(40).openapi({ example: "engaged" }) });

const list = createRoute({
  method: "get",
  path: "/segments",
  tags: ["Segments"],
  summary: "The playbook's segments and how many people are in each",
  ...secured,
  responses: answers(z.object({ segments: z.array(Segment), next: Next }), "Segments, in the playbook's order"),
});

const one = createRoute({
  method: "get",
  path: "/segments/{name}",
  tags: ["Segments"],
  summary: "A segment's size, day by day",
  ...secured,
  request: {
    params: Named,
    query: z.object({ days: z.enum(["30", "90", "365"]).default("30").openapi({ description: "How far back." }) }),
  },
  responses: answers(Sizes, "The segment", "not_found"),
});

const listMembers = createRoute({
  method: "get",
  path: "/segments/{name}/members",
  tags: ["Segments"],
  summary: "The people in a segment, in the order of their ids",
  ...secured,
  request: { params: Named, query: PageQuery.extend({ traits: TraitList }) },
  responses: answers(z.object({ members: z.array(Member), next: Next }), "People", "not_found"),
});

const download = createRoute({
  method: "get",
  path: "/segments/{name}/export",
  tags: ["Segments"],
  summary: "A segment as a file",
  description:
    "Everybody in it, in the order of their ids, sent as it is read. A text that a spreadsheet would run as a formula has a ' before it.",
  ...secured,
  request: {
    params: Named,
    query: z.object({
      format: z.enum(["csv", "json"]).default("csv"),
      traits: TraitList,
      permission: z.string().max(40).optional().openapi({
        description: "A topic: only people who have confirmed it for their address.",
        example: "newsletter",
      }),
      separator: z.enum(["comma", "semicolon"]).default("comma").openapi({
        description: "Between cells of CSV. Excel expects a semicolon where decimals have a comma; they get one, too.",
      }),
      bom: z.enum(["0", "1"]).default("0").openapi({ description: "1 begins CSV so that Excel knows it as UTF-8." }),
    }),
  },
  responses: {
    ...answers(z.object({ segment: z.string(), at: Time, members: z.array(Member) }), "The file", "not_found"),
  },
});

export function segmentRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const playbook = await c.get("playbook")();
    const counts = await askOne(c.get("context").db, segmentCounts());
    const locale = localeOf(c.req.header("accept-language"), playbook);
    const segments = Object.keys(playbook.segments).map((name) => ({
      ...head(playbook, name, locale),
      count: counts.get(name) ?? 0,
    }));
    return c.json({ segments, next: null }, 200);
  });

  api.openapi(one, async (c) => {
    const { name } = c.req.valid("param");
    const playbook = await c.get("playbook")();
    known(playbook, name);
    const { db, now } = c.get("context");
    const days = daysUpTo(now, Number(c.req.valid("query").days));
    const [counts, sizes] = await ask(db, segmentCounts(name), segmentSizes(days, name));
    const figures = sizes.get(name) ?? days.map((day) => ({ day, entered: 0, left: 0, people: 0 }));
    return c.json(
      {
        ...head(playbook, name, localeOf(c.req.header("accept-language"), playbook)),
        count: counts.get(name) ?? 0,
        days: figures.map(({ people, ...day }) => ({ ...day, count: people })),
      },
      200,
    );
  });

  api.openapi(listMembers, async (c) => {
    const { name } = c.req.valid("param");
    const { traits, ...page } = c.req.valid("query");
    const playbook = await c.get("playbook")();
    known(playbook, name);
    const { db, now } = c.get("context");
    const { items, next } = await askOne(db, members(name, page));
    const wanted = traits ?? traitNames(playbook);
    return c.json({ members: items.map((member) => memberRow(member, wanted, playbook, now)), next }, 200);
  });

  // Its answer is a stream, which a route that is typed by its schema could not give.
  api.openAPIRegistry.registerPath(download);
  api.get("/segments/:name/export", async (c) => {
    const { bom, separator, ...rest } = valid(download.request.query, c.req.query(), "query");
    const playbook = await c.get("playbook")();
    const name = c.req.param("name");
    known(playbook, name);
    const wanted = { ...rest, segment: name, bom: bom === "1", separator: SEPARATORS[separator] };
    return fileOf(c, await exportSegment(c.get("context"), playbook, wanted), name, wanted.format);
  });
}

const head = (playbook: Compiled, name: string, locale: string) => ({
  name,
  title: inLocale(playbook.segments[name]!.title, locale),
  kind: kindOf(playbook.segments, name),
});

/** @throws Refusal `not_found` */
function known(playbook: Compiled, name: string): void {
  if (Object.hasOwn(playbook.segments, name)) return;
  throw new Refusal("not_found", "The playbook has no such segment. /segments tells which it has.");
}
