import type { Context as HonoContext } from "hono";
import { z } from "zod";
import { parseJson } from "../../events/gate.ts";
import { MOST_SEALED } from "../../forms/ticket.ts";
import { Refusal } from "../../platform/errors.ts";
import type { Compiled, Form } from "../../playbook/index.ts";
import { Token, type Visitor } from "../../state/visitor.ts";
import { readText } from "../body.ts";
import { readVisitor } from "../cookie.ts";
import type { HttpEnv } from "../env.ts";
import { checkOrigin } from "../origins.ts";

export type Http = HonoContext<HttpEnv>;

const MOST_BYTES = 64 * 1024;
const MOST_FIELDS = 200;

/** A form's answers, flat, by the names of its fields. */
export type Values = Record<string, unknown>;

const Value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).max(MOST_FIELDS)]);

/** A form's hidden fields; the rest are its answers. */
const Meta = z.object({
  submission: z.uuid().transform((id) => id.toLowerCase()),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional()
    .catch(undefined),
  locale: z.string().max(12).optional().catch(undefined),
  ticket: z.string().max(MOST_SEALED).optional(),
  /** The address that is meant as it is, though it looks like a slip. */
  sure: z.string().max(254).optional().catch(undefined),
  token: Token,
});
export type Meta = z.infer<typeof Meta>;

/** What a form's hidden fields say. @throws Refusal `invalid_request` */
export function metaOf(values: Values): Meta {
  const meta = Meta.safeParse(values);
  if (meta.success) return meta.data;
  throw new Refusal("invalid_request", "The form is not complete. Load the page again and send it once more.");
}

/** The form of this name. @throws Refusal `not_found` */
export function formOf(playbook: Compiled, id: string): Form {
  const form = Object.hasOwn(playbook.forms, id) ? playbook.forms[id] : undefined;
  if (!form) throw new Refusal("not_found", `The playbook has no form "${id.slice(0, 40)}".`);
  return form;
}

/** What was posted: by the snippet as JSON, by a browser without JavaScript as a form. @throws Refusal `invalid_request`, … */
export async function readValues(c: Http): Promise<Values> {
  const text = await readText(c, MOST_BYTES);
  if (/^\s*multipart\//i.test(c.req.header("content-type") ?? ""))
    throw new Refusal("invalid_request", "Send the answers as application/x-www-form-urlencoded or as JSON; no files.");
  const entries = isFormPost(c) ? posted(text) : told(parseJson(text));
  if (entries.length > MOST_FIELDS) throw new Refusal("invalid_request", `A form has ${MOST_FIELDS} fields at most.`);
  // Without a prototype, no name means anything but itself.
  const values: Values = Object.create(null);
  for (const [name, value] of entries) values[name] = value;
  return values;
}

function posted(text: string): [string, unknown][] {
  const all = new URLSearchParams(text);
  return [...new Set(all.keys())].map((name) => {
    const values = all.getAll(name).map((value) => value.toWellFormed());
    return [name, values.length === 1 ? values[0] : values];
  });
}

function told(body: unknown): [string, unknown][] {
  const entries = body === null || typeof body !== "object" || Array.isArray(body) ? null : Object.entries(body);
  if (entries?.every(([, value]) => Value.safeParse(value).success)) return entries;
  throw new Refusal("invalid_request", "The answers are one flat object, by field name.");
}

/** The snippet asks for JSON; a browser without JavaScript posts a form and shows what comes back. */
export const wantsPage = (c: Http): boolean =>
  !(c.req.header("accept") ?? "").includes("application/json") && isFormPost(c);

const isFormPost = (c: Http): boolean =>
  (c.req.header("content-type") ?? "").trim().toLowerCase().startsWith("application/x-www-form-urlencoded");

/**
 * Who sends a form. A page may keep its address to itself (a privacy policy, a sandbox): its browser then says `null`, and what
 * it sends is taken as nobody's, since anybody could have written that page.
 * @throws Refusal `origin_not_allowed`
 */
export async function senderOf(c: Http, playbook: Compiled, token: string | undefined): Promise<Visitor | null> {
  const origin = c.req.header("origin");
  if (origin === "null" && isFormPost(c)) return null;
  checkOrigin(origin, c.get("context").settings, playbook);
  return readVisitor(c, token);
}

/** Answers are tied to a browser, and not asked for again, only where its visitor lets us keep what they do. */
export const remembered = (visitor: Visitor | null): Visitor | null =>
  visitor?.state.consent.analytics ? visitor : null;
