import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { parseJson } from "../../events/gate.ts";
import type { Call } from "../../events/server/read.ts";
import { type Import, IMPORT_LIMITS, ImportKind } from "../../imports/import.ts";
import { closeRanges } from "../../imports/ranges.ts";
import { begin, finish, importOf, importsList, refusals } from "../../imports/store.ts";
import { take } from "../../imports/take.ts";
import type { Db } from "../../platform/db.ts";
import { Refusal } from "../../platform/errors.ts";
import { askOne } from "../../reports/query.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { namedBy } from "../v1/named.ts";
import { answers, Id, iso, isoOrNull, Next, PageQuery, secured, Time } from "./contract.ts";

const Count = z.number().int().min(0);

const ImportView = z
  .object({
    id: Id,
    kind: ImportKind,
    name: z.string().openapi({ description: "The file's or package's name.", example: "people.csv" }),
    dryRun: z.boolean().openapi({ description: "Only checked: nothing of it was taken in." }),
    total: Count.nullable().openapi({ description: "Rows of the file." }),
    done: Count.openapi({ description: "Rows that were looked at; the next `from`." }),
    accepted: Count,
    created: Count.openapi({ description: "Of those accepted: not known before." }),
    changed: Count.openapi({ description: "Of those accepted: people who were known and are changed by it." }),
    refused: Count,
    startedAt: Time,
    updatedAt: Time,
    finishedAt: Time.nullable(),
  })
  .openapi("Import");

const Refused = z.object({
  row: Count.openapi({ description: "Counted from 0 over the whole file." }),
  code: z.string().openapi({ example: "invalid_email" }),
  message: z.string().openapi({ example: "email: not an e-mail address" }),
  partial: z.boolean().openapi({ description: "Only a part was refused, such as a permission without proof." }),
});

const Beginning = z.object({
  kind: ImportKind,
  name: z.string().trim().min(1).max(200).openapi({ example: "people.csv" }),
  total: Count.max(1_000_000_000).optional(),
  dryRun: z.boolean().default(false),
  key: z.string().min(8).max(200).optional().openapi({ description: "A hash of the content and how it is read." }),
});

const Rows = z.object({
  from: Count.openapi({ description: "Which row of the file the first of these is; has to be the import's `done`." }),
  rows: z.array(z.unknown()).min(1).max(5_000).openapi({
    description:
      "People: `{email, userId?, traits?, company?, permissions?}`. Events: Segment's calls. See docs/import.md.",
  }),
});

const tags = ["Operation"];
const params = z.object({ id: Id });
const json = <T extends z.ZodType>(schema: T) => ({ required: true, content: { "application/json": { schema } } });

const start = createRoute({
  method: "post",
  path: "/imports",
  tags,
  summary: "Begin an import, or go on with one",
  description: "An unfinished import of the same `key`, kind and `dryRun` is given again: go on at its `done`.",
  ...secured,
  request: { body: json(Beginning) },
  responses: answers(ImportView, "The import", "invalid_json", "body_too_large"),
});

const rows = createRoute({
  method: "post",
  path: "/imports/{id}/rows",
  tags,
  summary: "Take the next rows in",
  description:
    "At most 1,000 people or events, 5,000 ranges, 2 MB; a row of more than 64 kB is refused. Where `from` is not the import's `done` nothing is taken; go on at the `done` of the answer. Good rows are taken though others are refused.",
  ...secured,
  request: { params, body: json(Rows) },
  responses: answers(
    z.object({ done: Count, accepted: Count, created: Count, changed: Count, refused: z.array(Refused) }),
    "What became of them",
    "invalid_json",
    "body_too_large",
    "not_found",
    "conflict",
  ),
});

const end = createRoute({
  method: "post",
  path: "/imports/{id}/finish",
  tags,
  summary: "Say that all rows are in",
  description:
    "Ranges of addresses come into force now, in the place of those before; where not one was taken, nothing changes and it is a conflict.",
  ...secured,
  request: { params },
  responses: answers(ImportView, "The import", "not_found", "conflict"),
});

const list = createRoute({
  method: "get",
  path: "/imports",
  tags,
  summary: "Imports, newest first",
  ...secured,
  request: { query: PageQuery },
  responses: answers(z.object({ imports: z.array(ImportView), next: Next }), "Imports"),
});

const one = createRoute({
  method: "get",
  path: "/imports/{id}",
  tags,
  summary: "One import",
  ...secured,
  request: { params },
  responses: answers(ImportView, "The import", "not_found"),
});

const refused = createRoute({
  method: "get",
  path: "/imports/{id}/refused",
  tags,
  summary: "What an import refused, in the order of its rows",
  ...secured,
  request: { params, query: PageQuery },
  responses: answers(z.object({ refused: z.array(Refused), next: Next }), "Refused rows", "not_found"),
});

export function importRoutes(api: OpenAPIHono<HttpEnv>): void {
  // Read here and not by the routes' validator: the size is limited, and the content type is of no matter.
  api.openAPIRegistry.registerPath(start);
  api.post("/imports", async (c) => {
    const { db, now } = c.get("context");
    const { total, key, ...body } = parsed(Beginning, await readText(c, 10_000));
    const beginning = { ...body, id: crypto.randomUUID(), total: total ?? null, key: key ?? null };
    return c.json(view(await begin(db, beginning, now)), 200);
  });

  api.openAPIRegistry.registerPath(rows);
  api.post("/imports/:id/rows", async (c) => {
    const { db, sealer, now } = c.get("context");
    const text = await readText(c, IMPORT_LIMITS.bytes);
    const found = await existing(db, idOf(c.req.param("id")));
    const body = parsed(Rows, text);
    const playbook = await c.get("playbook")();
    const taking = { db, sealer, now, playbook, import: found, named: (call: Call) => namedBy(call, sealer) };
    return c.json(await take(taking, body.rows, body.from), 200);
  });

  api.openapi(end, async (c) => {
    const { db, now } = c.get("context");
    const found = await existing(db, c.req.valid("param").id);
    await finish(db, found, now);
    if (found.kind === "ip-ranges" && !found.dryRun) await closeRanges(db, found);
    return c.json(view({ ...found, finishedAt: found.finishedAt ?? now }), 200);
  });

  api.openapi(list, async (c) => {
    const { items, next } = await askOne(c.get("context").db, importsList(c.req.valid("query")));
    return c.json({ imports: items.map(view), next }, 200);
  });

  api.openapi(one, async (c) => c.json(view(await existing(c.get("context").db, c.req.valid("param").id)), 200));

  api.openapi(refused, async (c) => {
    const { db } = c.get("context");
    const { id } = await existing(db, c.req.valid("param").id);
    const { items, next } = await askOne(db, refusals(id, c.req.valid("query")));
    return c.json({ refused: items, next }, 200);
  });
}

async function existing(db: Db, id: string): Promise<Import> {
  const found = await askOne(db, importOf(id));
  if (!found) throw new Refusal("not_found", "There is no such import; /imports lists them.");
  return found;
}

/** An id that is none is nobody's. */
const idOf = (text: string): string => Id.safeParse(text).data ?? "";

function parsed<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const details = result.error.issues.slice(0, 5).map(({ path, message }) => ({ path: ["json", ...path], message }));
  const first = details[0]!;
  throw new Refusal("invalid_request", `${first.path.slice(1).join(".") || "body"}: ${first.message}`, details);
}

const view = (one: Import): z.infer<typeof ImportView> => ({
  ...one,
  startedAt: iso(one.startedAt),
  updatedAt: iso(one.updatedAt),
  finishedAt: isoOrNull(one.finishedAt),
});
