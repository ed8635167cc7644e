import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Published, revisionOf, revisionsBefore, rollBack } from "../../playbook/revisions.ts";
import { forgetPlaybook } from "../../playbook/store.ts";
import { cut, keyOf } from "../../reports/page.ts";
import type { HttpEnv } from "../env.ts";
import { answers, iso, isoOrNull, Next, PageQuery, secured, Time } from "./contract.ts";
import { bodyOf, Document, Files, RevisionNumber, Signed } from "./playbook-body.ts";

const told = {
  revision: RevisionNumber,
  publishedAt: Time,
  publishedBy: z.string().nullable(),
  note: z.string().nullable(),
};

const Revision = z
  .object({
    ...told,
    hasFiles: z.boolean().openapi({ description: "Whether it was published with its files." }),
    people: z
      .object({
        total: z.number().int().openapi({ description: "There were to be brought to it." }),
        done: z.number().int().openapi({ description: "Brought to it; the others came by what they did meanwhile." }),
        changed: z.number().int().openapi({ description: "Of those, who changed stage, segment or score's cell." }),
        startedAt: Time,
        finishedAt: Time.nullable(),
      })
      .nullable(),
  })
  .openapi("Revision");

/** What publishing answers. */
export const Publishing = z.object({
  revision: RevisionNumber,
  created: z.boolean().openapi({ description: "False where the playbook in force said the same." }),
});

const list = createRoute({
  method: "get",
  path: "/playbook/revisions",
  tags: ["Playbook"],
  summary: "All that was ever published, newest first",
  ...secured,
  request: { query: PageQuery },
  responses: answers(z.object({ revisions: z.array(Revision), next: Next }), "Revisions"),
});

const one = createRoute({
  method: "get",
  path: "/playbook/revisions/{revision}",
  tags: ["Playbook"],
  summary: "One revision, with the files it was published from",
  ...secured,
  request: { params: z.object({ revision: z.coerce.number().pipe(RevisionNumber) }) },
  responses: answers(z.object({ ...told, document: Document, files: Files.nullable() }), "The revision", "not_found"),
});

const Rollback = Signed.extend({ revision: RevisionNumber });

const back = createRoute({
  method: "post",
  path: "/playbook/rollback",
  tags: ["Playbook"],
  summary: "Publish an earlier revision anew",
  description: "As a new revision, so nothing of the history is lost.",
  ...secured,
  request: { body: { required: true, content: { "application/json": { schema: Rollback } } } },
  responses: answers(Publishing, "It is in force again", "invalid_json", "not_found", "playbook_invalid"),
});

export function playbookRevisionRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const page = c.req.valid("query");
    const before = keyOf(page, 1);
    const found = await revisionsBefore(c.get("context").db, before && (Number(before[0]) || 0), page.limit + 1);
    const { items, next } = cut(found, page, ({ revision }) => [revision], view);
    return c.json({ revisions: items, next }, 200);
  });

  api.openapi(one, async (c) => {
    const found = await revisionOf(c.get("context").db, c.req.valid("param").revision);
    const { revision, publishedAt, publishedBy, note, files } = found;
    const document = found.document as Record<string, unknown>;
    return c.json({ revision, publishedAt: iso(publishedAt), publishedBy, note, document, files }, 200);
  });

  api.openAPIRegistry.registerPath(back);
  api.post("/playbook/rollback", async (c) => {
    const { db, now } = c.get("context");
    const published = await rollBack(db, await bodyOf(c, Rollback, '{"revision": n, "by"?, "note"?}'), now);
    forgetPlaybook();
    return c.json(published, 200);
  });
}

function view({ people, publishedAt, ...revision }: Published): z.infer<typeof Revision> {
  return {
    ...revision,
    publishedAt: iso(publishedAt),
    people: people && { ...people, startedAt: iso(people.startedAt), finishedAt: isoOrNull(people.finishedAt) },
  };
}
