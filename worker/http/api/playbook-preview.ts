import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { asPublished } from "../../playbook/store.ts";
import { countEverybody, preview } from "../../settle/preview.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Id, Next, secured } from "./contract.ts";
import { bodyOf, Document, RevisionNumber } from "./playbook-body.ts";

const MOST_PEOPLE = 1_000;

const Asked = z.object({
  document: Document,
  limit: z.number().int().min(1).max(MOST_PEOPLE).default(500).openapi({ description: "How many people at most." }),
  cursor: Id.optional().openapi({ description: "`next` of the slice before; left out for the first." }),
});

const Change = z
  .object({
    what: z.enum(["stage", "segment", "score", "lead"]),
    from: z.string().nullable().openapi({ description: "Of a segment: who leaves it." }),
    to: z.string().nullable().openapi({ description: "Of a segment: who enters it.", example: "engaged" }),
    people: z.number().int(),
    examples: z.array(z.object({ id: Id, email: z.string().nullable() })).openapi({ description: "Up to three." }),
  })
  .openapi("PreviewedChange");

const route = createRoute({
  method: "post",
  path: "/playbook/preview",
  tags: ["Playbook"],
  summary: "What publishing a playbook would change for the people stored, a slice at a time",
  description: "Worked out as publishing does, from all that is known of them; nothing is written. Add the slices up.",
  ...secured,
  request: { body: { required: true, content: { "application/json": { schema: Asked } } } },
  responses: answers(
    z.object({
      revision: RevisionNumber.openapi({ description: "The revision it would become." }),
      created: z
        .boolean()
        .openapi({ description: "False where the playbook in force says the same: nothing would change." }),
      total: z.number().int().openapi({ description: "How many people there are." }),
      looked: z.number().int().openapi({ description: "At how many of them this slice looked." }),
      changed: z.number().int().openapi({ description: "How many of those would change in any way." }),
      changes: z.array(Change),
      next: Next,
    }),
    "A slice",
    "invalid_json",
    "body_too_large",
    "playbook_invalid",
  ),
});

export function playbookPreviewRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openAPIRegistry.registerPath(route);
  api.post("/playbook/preview", async (c) => {
    const { db, now } = c.get("context");
    const { document, cursor, limit } = await bodyOf(c, Asked, '{"document": {…}, "cursor"?, "limit"?}');
    const { playbook, isNew } = await asPublished(db, document);
    const about = { revision: playbook.revision, created: isNew };
    if (!isNew) return c.json({ ...about, total: 0, looked: 0, changed: 0, changes: [], next: null }, 200);
    const total = await countEverybody(db);
    const slice = await preview(db, playbook, now, { after: cursor ?? "", limit });
    return c.json({ ...about, total, ...slice }, 200);
  });
}
