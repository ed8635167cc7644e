import type { Hono } from "hono";
import { z } from "zod";
import { normalizeEmail } from "../../lib/email.ts";
import { release, suppress } from "../../permissions/store.ts";
import { Refusal } from "../../platform/errors.ts";
import { askOne } from "../../reports/query.ts";
import { suppressedAddresses } from "../../reports/suppressions.ts";
import { rightsList } from "../../rights/store.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { LIFTABLE, Suppressions } from "./pages/suppressions.tsx";
import { Rights } from "./pages/rights.tsx";
import { type Http, viewOf } from "./view.ts";

const PAGE = 50;

const Address = z.string().max(320).transform(normalizeEmail).pipe(z.email().max(254));
const Lifted = z.object({
  hash: z.string().min(1).max(64),
  topic: z.string().min(1).max(64),
  reason: z.enum(LIFTABLE as [string, ...string[]]),
});

/** Pages about what people asked of their rights, and about addresses that get nothing more. */
export function rightPages(admin: Hono<HttpEnv>): void {
  admin.get("/rights", async (c) => {
    const view = await viewOf(c);
    const { email, hashes, cursor } = askedFor(c);
    const part = await askOne(c.get("context").db, rightsList({ hashes }, { limit: PAGE, cursor }));
    return c.html(<Rights view={view} email={email} part={part} cursor={cursor} />);
  });

  admin.get("/suppressions", async (c) => {
    const view = await viewOf(c);
    const { email, hashes, cursor } = askedFor(c);
    const part = await askOne(c.get("context").db, suppressedAddresses({ hashes }, { limit: PAGE, cursor }));
    const told = c.req.query("told");
    return c.html(<Suppressions view={view} email={email} part={part} cursor={cursor} told={told} />);
  });

  admin.post("/suppressions", async (c) => {
    const { base } = await viewOf(c);
    const { db, sealer, now } = c.get("context");
    const email = Address.safeParse((await fieldsOf(c))["email"]);
    if (email.success) await db.write([suppress(sealer.fingerprint(email.data), "*", "manual", now)]);
    return c.redirect(`${base}/suppressions?told=${email.success ? "suppressed" : "wrong"}`, 303);
  });

  admin.post("/suppressions/lift", async (c) => {
    const { base } = await viewOf(c);
    const lifted = Lifted.safeParse(await fieldsOf(c));
    if (!lifted.success) throw new Refusal("invalid_request", "Only what was set by hand, or bounced, is lifted here.");
    const { hash, topic, reason } = lifted.data;
    await c.get("context").db.write([release([hash], topic, reason)]);
    return c.redirect(`${base}/suppressions?told=lifted`, 303);
  });
}

const fieldsOf = async (c: Http): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await readText(c, 8_192)));

/** Which part of a list, and whose: an address is looked for under every key that is still held. */
function askedFor(c: Http): { email: string | undefined; hashes: string[] | undefined; cursor: string | undefined } {
  const text = c.req.query("email")?.trim().slice(0, 320);
  const email = text ? normalizeEmail(text) : undefined;
  return {
    email,
    hashes: email === undefined ? undefined : c.get("context").sealer.fingerprints(email),
    cursor: c.req.query("cursor") || undefined,
  };
}
