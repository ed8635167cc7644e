import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { chooseLocale } from "../../lib/language.ts";
import { heldBy } from "../../permissions/store.ts";
import { permissionEvidence, type PermissionEvidence } from "../../reports/evidence.ts";
import { permissions } from "../../reports/permissions.ts";
import { ask } from "../../reports/query.ts";
import type { HttpEnv } from "../env.ts";
import { EVIDENCE_CSP, EvidencePage } from "../evidence-page.tsx";
import { answers, ByEmail, Id, iso, isoOrNull, Next, secured, Time, valid } from "./contract.ts";
import { nobody, OneParams } from "./profiles.ts";

const Status = z.enum(["pending", "confirmed", "withdrawn", "expired"]);

const Permission = z
  .object({
    id: Id,
    profile: Id,
    email: z.string(),
    channel: z.string().openapi({ example: "email" }),
    topic: z.string().openapi({ example: "newsletter" }),
    status: Status,
    at: Time,
    submission: Id.openapi({ description: "The submission by which it was asked, or the event that told it." }),
    evidence: z
      .object({
        version: z.string(),
        text: z.string().openapi({ description: "The wording that was read." }),
        locale: z.string(),
        url: z.string(),
        form: z.string(),
        ip: z.string().nullable().openapi({ description: "Truncated to its network." }),
        userAgent: z.string(),
        hash: z.string().optional().openapi({ description: "SHA-256 of the wording, base64url." }),
        how: z.string().optional().openapi({ example: "double" }),
        message: Id.optional().openapi({ description: "The mail in which it was answered." }),
      })
      .nullable(),
  })
  .openapi("Permission");

const listPermissions = createRoute({
  method: "get",
  path: "/permissions",
  tags: ["Messages"],
  summary: "The permission ledger, newest first, with its evidence",
  description: "`current` is what holds now for the address asked about; without `email` it is empty.",
  ...secured,
  request: { query: ByEmail },
  responses: answers(
    z.object({
      permissions: z.array(Permission),
      current: z.record(z.string(), Status).openapi({ example: { newsletter: "confirmed" } }),
      next: Next,
    }),
    "The ledger",
  ),
});

const Evidence = z
  .object({
    person: z.object({
      id: Id,
      formerIds: z.array(Id).openapi({ description: "Of profiles that were merged into this one." }),
      email: z.string().nullable(),
      emailConfirmedAt: Time.nullable(),
      userId: z.string().nullable(),
    }),
    generatedAt: Time,
    current: z.record(z.string(), Status).openapi({ description: "What holds now for the address, by topic." }),
    suppressions: z.array(z.object({ topic: z.string(), reason: z.string(), at: Time })),
    permissions: z.array(
      Permission.extend({
        mail: z.object({ id: Id, template: z.string(), sentAt: Time.nullable() }).nullable(),
      }),
    ),
  })
  .openapi("PermissionEvidence");

const evidence = createRoute({
  method: "get",
  path: "/profiles/{id}/permissions/evidence",
  tags: ["People"],
  summary: "All that proves what a person has allowed",
  description: "Every row of the ledger about them or their address, oldest first. Add `.html` for a page to print.",
  ...secured,
  request: { params: OneParams },
  responses: answers(Evidence, "The evidence", "not_found"),
});

export function permissionRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(listPermissions, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const { db, sealer } = c.get("context");
    const ledger = permissions(filter, { limit, cursor });
    const hashes = filter.email === undefined ? [] : sealer.fingerprints(filter.email);
    const [{ items, next }, held] = await ask(db, ledger, heldBy(filter.email ?? "", hashes));
    return c.json({ permissions: items.map((row) => ({ ...row, at: iso(row.at) })), current: held.topics, next }, 200);
  });

  api.openapi(evidence, async (c) => {
    const { db, sealer, now } = c.get("context");
    const found = await permissionEvidence(db, (email) => sealer.fingerprints(email), c.req.valid("param").id, now);
    if (!found) throw nobody();
    return c.json(viewEvidence(found), 200);
  });

  api.get("/profiles/:id/permissions/evidence.html", async (c) => {
    const { id } = valid(OneParams, c.req.param(), "param");
    const { db, sealer, now } = c.get("context");
    const found = await permissionEvidence(db, (email) => sealer.fingerprints(email), id, now);
    if (!found) throw nobody();
    const playbook = await c.get("playbook")();
    const locale = chooseLocale(c.req.query("locale") ?? c.req.header("accept-language"), playbook.site.locales);
    c.header("Content-Security-Policy", EVIDENCE_CSP);
    c.header("Cache-Control", "no-store");
    return c.html(<EvidencePage evidence={found} playbook={playbook} locale={locale} />);
  });
}

function viewEvidence({ person, generatedAt, current, suppressions, rows }: PermissionEvidence) {
  return {
    person: { ...person, emailConfirmedAt: isoOrNull(person.emailConfirmedAt) },
    generatedAt: iso(generatedAt),
    current,
    suppressions: suppressions.map(({ topic, reason, at }) => ({ topic, reason, at: iso(at) })),
    permissions: rows.map((row) => ({
      ...row,
      at: iso(row.at),
      mail: row.mail && { ...row.mail, sentAt: isoOrNull(row.mail.sentAt) },
    })),
  };
}
