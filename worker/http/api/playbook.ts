import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Refusal } from "../../platform/errors.ts";
import { currentRevision, forgetPlaybook, publish } from "../../playbook/store.ts";
import { parseJson } from "../../events/gate.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { answers, iso, secured, Time } from "./contract.ts";

const MOST_BYTES = 5 * 1024 * 1024;

const Revision = z.number().int().openapi({ description: "Counts from 1.", example: 3 });
const Document = z
  .record(z.string(), z.unknown())
  .openapi({ description: "The whole playbook; its folder compiled by the CLI." });
const Publication = z.object({ document: Document });

const read = createRoute({
  method: "get",
  path: "/playbook",
  tags: ["Playbook"],
  summary: "The playbook in force",
  ...secured,
  responses: answers(
    z.object({ revision: Revision, publishedAt: Time, document: Document }),
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
    "Checked as a whole, then in force everywhere within seconds. One equal to the playbook in force makes no new revision.",
  ...secured,
  request: { body: { required: true, content: { "application/json": { schema: Publication } } } },
  responses: answers(
    z.object({ revision: Revision }),
    "It is published",
    "invalid_json",
    "body_too_large",
    "playbook_invalid",
  ),
});

export function playbookRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(read, async (c) => {
    const current = await currentRevision(c.get("context").db);
    if (!current) throw new Refusal("not_found", "No playbook is published yet: npm run playbook -- publish");
    const document = current.document as Record<string, unknown>;
    return c.json({ revision: current.revision, publishedAt: iso(current.publishedAt), document }, 200);
  });

  // Read here and not by the route's validator: its size is limited, and its content type is of no matter.
  api.openAPIRegistry.registerPath(write);
  api.put("/playbook", async (c) => {
    const { db, now } = c.get("context");
    const body = Publication.safeParse(parseJson(await readText(c, MOST_BYTES)));
    if (!body.success) throw new Refusal("invalid_request", 'The body is {"document": {…}}.');
    const published = await publish(db, body.data, now);
    forgetPlaybook();
    return c.json(published, 200);
  });
}
