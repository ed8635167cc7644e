import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { EVERY_TOPIC } from "../../permissions/standing.ts";
import { release, suppress } from "../../permissions/store.ts";
import { askOne } from "../../reports/query.ts";
import { suppressedAddresses } from "../../reports/suppressions.ts";
import type { HttpEnv } from "../env.ts";
import { answers, EmailQuery, iso, Next, PageQuery, secured, Time } from "./contract.ts";

const Reason = z
  .enum(["withdrawn", "erased", "bounced", "complained", "manual"])
  .openapi({ description: "A yes that comes later lifts all but `bounced` and `manual`." });

const Topic = z.string().min(1).max(64).openapi({ description: "`*` for all.", example: "newsletter" });

const Suppression = z
  .object({
    hash: z.string().openapi({ description: "Keyed hash of the address.", example: "q0Zf3yV1u6Xr" }),
    topic: Topic,
    reason: Reason,
    at: Time,
  })
  .openapi("Suppression");

const list = createRoute({
  method: "get",
  path: "/suppressions",
  tags: ["Messages"],
  summary: "Addresses that get nothing more, by their hash, newest first",
  ...secured,
  request: { query: PageQuery.extend({ email: EmailQuery.optional() }) },
  responses: answers(z.object({ suppressions: z.array(Suppression), next: Next }), "Suppressions"),
});

const add = createRoute({
  method: "post",
  path: "/suppressions",
  tags: ["Messages"],
  summary: "Suppresses an address",
  description: "It need not be anybody's yet. Only a keyed hash of it is kept.",
  ...secured,
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            email: EmailQuery,
            topic: Topic.default(EVERY_TOPIC),
            reason: Reason.default("manual"),
          }),
        },
      },
    },
  },
  responses: answers(Suppression, "It is suppressed", "invalid_json"),
});

const remove = createRoute({
  method: "delete",
  path: "/suppressions",
  tags: ["Messages"],
  summary: "Lifts what is suppressed of an address",
  description: "All of it, or only what is of a topic or a reason. Permissions that were taken back stay so.",
  ...secured,
  request: { query: z.object({ email: EmailQuery, topic: Topic.optional(), reason: Reason.optional() }) },
  responses: answers(z.object({ lifted: z.number().int() }), "How many were lifted"),
});

export function suppressionRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { email, ...page } = c.req.valid("query");
    const { db, sealer } = c.get("context");
    const hashes = email === undefined ? undefined : sealer.fingerprints(email);
    const { items, next } = await askOne(db, suppressedAddresses({ hashes }, page));
    return c.json({ suppressions: items.map((one) => ({ ...one, at: iso(one.at) })), next }, 200);
  });

  api.openapi(add, async (c) => {
    const { email, topic, reason } = c.req.valid("json");
    const { db, sealer, now } = c.get("context");
    const hash = sealer.fingerprint(email);
    await db.write([suppress(hash, topic, reason, now)]);
    return c.json({ hash, topic, reason, at: iso(now) }, 200);
  });

  api.openapi(remove, async (c) => {
    const { email, topic, reason } = c.req.valid("query");
    const { db, sealer } = c.get("context");
    const [done] = await db.write([release(sealer.fingerprints(email), topic, reason)]);
    return c.json({ lifted: done?.rowsAffected ?? 0 }, 200);
  });
}
