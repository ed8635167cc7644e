import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../platform/errors.ts";
import { currentRevision, forgetPlaybook, publish } from "../../playbook/store.ts";
import type { HttpEnv } from "../env.ts";
import { answers, iso, secured, Time } from "./contract.ts";
import { bodyOf, Document, Files, RevisionNumber, Signed } from "./playbook-body.ts";
import { playbookPreviewRoutes } from "./playbook-preview.ts";
import { playbookRevisionRoutes, Publishing } from "./playbook-revisions.ts";

const Publication = Signed.extend({ document: Document, files: Files.optional() });

const read = createRoute({
  method: "get",
  path: "/playbook",
  tags: ["Playbook"],
  summary: "The playbook in force",
  ...secured,
  responses: answers(
    z.object({
      revision: RevisionNumber,
      publishedAt: Time,
      publishedBy: z.string().nullable(),
      note: z.string().nullable(),
      document: Document,
    }),
    "The playbook in force",
    "not_found",
  ),
});

const write = createRoute({
  method: "put",
  path: "/playbook",
  tags: ["Playbook"],
  summary: "Publish a playbook",
  description:
    "Checked as a whole, then in force everywhere within seconds. One equal to the playbook in force makes no new revision: `created` is false.",
  ...secured,
  request: { body: { required: true, content: { "application/json": { schema: Publication } } } },
  responses: answers(Publishing, "It is in force", "invalid_json", "body_too_large", "playbook_invalid"),
});

export function playbookRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(read, async (c) => {
    const current = await currentRevision(c.get("context").db);
    if (!current) throw new Refusal("not_found", "No playbook is published yet: npm run playbook -- publish");
    const { revision, publishedAt, publishedBy, note } = current;
    const document = current.document as Record<string, unknown>;
    return c.json({ revision, publishedAt: iso(publishedAt), publishedBy, note, document }, 200);
  });

  api.openAPIRegistry.registerPath(write);
  api.put("/playbook", async (c) => {
    const { db, now } = c.get("context");
    const body = await bodyOf(c, Publication, '{"document": {…}, "files"?: {name: text}, "by"?, "note"?}');
    const published = await publish(db, body, now);
    forgetPlaybook();
    return c.json(published, 200);
  });

  playbookRevisionRoutes(api);
  playbookPreviewRoutes(api);
}
