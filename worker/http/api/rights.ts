import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { person } from "../../reports/people.ts";
import { askOne } from "../../reports/query.ts";
import { eraseAddress, eraseForGood } from "../../rights/erase.ts";
import { rightsList } from "../../rights/store.ts";
import type { HttpEnv } from "../env.ts";
import { exportFile } from "../export-file.ts";
import { SEPARATORS } from "../file.ts";
import { answers, EmailQuery, Id, iso, Next, PageQuery, secured, Time, valid } from "./contract.ts";
import { nobody, OneParams } from "./profiles.ts";

const Right = z
  .object({
    id: Id,
    at: Time,
    kind: z.enum(["export", "erasure", "correction"]),
    by: z.enum(["person", "api", "dashboard"]).openapi({ description: "Who asked for it, and where." }),
    hash: z
      .string()
      .nullable()
      .openapi({ description: "Keyed hash of the address; null where there was none.", example: "Jq0nXx2lVw8s" }),
  })
  .openapi("Right");

const list = createRoute({
  method: "get",
  path: "/rights",
  tags: ["People"],
  summary: "What people asked of their rights and when it was done, newest first",
  description: "That it was done can be shown, though nothing else is left. An address is found by its keyed hash.",
  ...secured,
  request: { query: PageQuery.extend({ email: EmailQuery.optional() }) },
  responses: answers(z.object({ rights: z.array(Right), next: Next }), "Exports, erasures and corrections"),
});

const remove = createRoute({
  method: "delete",
  path: "/profiles/{id}",
  tags: ["People"],
  summary: "Erase a person",
  description:
    "Everything kept about them goes, at once and for good, and what nobody has confirmed of the same address with it. A keyed hash of the address stays, so that it gets no mail; so does a record that it was done.",
  ...secured,
  request: { params: OneParams },
  responses: answers(z.object({ id: Id, erasedAt: Time }), "The person is erased", "not_found"),
});

const removeAddress = createRoute({
  method: "delete",
  path: "/profiles",
  tags: ["People"],
  summary: "Erase everybody who has an address",
  description:
    "Confirmed or not. Where nobody has it, it is still written down, and the address gets no mail until its owner says yes again.",
  ...secured,
  request: { query: z.object({ email: EmailQuery }) },
  responses: answers(
    z.object({ ids: z.array(Id).openapi({ description: "Of the people erased." }), erasedAt: Time }),
    "Nobody has it any more",
  ),
});

const ExportQuery = z.object({
  format: z.enum(["json", "csv"]).default("json"),
  separator: z.enum(["comma", "semicolon"]).default("comma").openapi({
    description: "Between cells of CSV. Excel expects a semicolon where decimals have a comma.",
  }),
});

const download = createRoute({
  method: "get",
  path: "/profiles/{id}/export",
  tags: ["People"],
  summary: "All that is kept of a person, as a file for them",
  description: "What the person may ask for by law. It is written down that it was handed out.",
  ...secured,
  request: { params: OneParams, query: ExportQuery },
  responses: answers(z.record(z.string(), z.unknown()), "Everything, by where it is kept", "not_found"),
});

/** Export, erasure, and the record of both. */
export function rightRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { db, sealer } = c.get("context");
    const { email, ...page } = c.req.valid("query");
    const hashes = email === undefined ? undefined : sealer.fingerprints(email);
    const { items, next } = await askOne(db, rightsList({ hashes }, page));
    return c.json({ rights: items.map((right) => ({ ...right, at: iso(right.at) })), next }, 200);
  });

  api.openapi(remove, async (c) => {
    const context = c.get("context");
    const id = await eraseForGood(context, c.req.valid("param").id, "api");
    if (id === null) throw nobody();
    return c.json({ id, erasedAt: iso(context.now) }, 200);
  });

  api.openapi(removeAddress, async (c) => {
    const context = c.get("context");
    const ids = await eraseAddress(context, c.req.valid("query").email, "api");
    return c.json({ ids, erasedAt: iso(context.now) }, 200);
  });

  // Its answer is a file of one type or another, which a route that is typed by its schema could not give.
  api.openAPIRegistry.registerPath(download);
  api.get("/profiles/:id/export", async (c) => {
    const { id } = valid(OneParams, c.req.param(), "param");
    const { format, separator } = valid(ExportQuery, c.req.query(), "query");
    const known = await askOne(c.get("context").db, person(id));
    const handing = { by: "api", format, separator: SEPARATORS[separator] } as const;
    const file = known && (await exportFile(c, known, { ...handing, name: known.id }));
    if (!file) throw nobody();
    return file;
  });
}
