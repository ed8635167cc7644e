import { z } from "zod";
import { parseJson } from "../../events/gate.ts";
import { placedForm } from "../../forms/place.ts";
import { renderForm } from "../../forms/render.ts";
import { Refusal } from "../../platform/errors.ts";
import { Token, type Visitor } from "../../state/visitor.ts";
import { readText } from "../body.ts";
import { readVisitor } from "../cookie.ts";
import { requestSurroundings } from "../surroundings.ts";
import { formPage } from "./page.tsx";
import { formOf, type Http, remembered } from "./request.ts";
import { formView } from "./view.ts";

const MOST_BYTES = 64 * 1024;
/** The name that asks for whichever form shows itself on a page. */
export const AUTO = "auto";

/** Which form a page wants to show, told in a body because the visitor's token is. */
const Shown = z.object({ url: z.string().max(8_000).optional(), locale: z.string().max(12).optional(), token: Token });

/** `GET /form/:id`: a fragment for the snippet, a page for a browser that navigates. */
export async function show(c: Http): Promise<Response> {
  return shown(c, await readVisitor(c), c.req.query("url"), c.req.query("locale"));
}

/** `POST /form/:id/show`: as {@link show}, for a page that keeps its visitor's token itself. */
export async function showToBearer(c: Http): Promise<Response> {
  const asked = Shown.safeParse(parseJson(await readText(c, MOST_BYTES)));
  if (!asked.success) throw new Refusal("invalid_request", "Ask with {url, locale, token}.");
  const { url, locale, token } = asked.data;
  return shown(c, await readVisitor(c, token), url, locale);
}

async function shown(c: Http, visitor: Visitor | null, url?: string, locale?: string): Promise<Response> {
  const playbook = await c.get("playbook")();
  const asked = c.req.param("id")!;
  const surroundings = requestSurroundings(c, url ?? c.req.header("referer"), playbook);
  const id =
    asked === AUTO
      ? placedForm(playbook, remembered(visitor)?.state ?? null, { surroundings, playbook, now: c.get("context").now })
      : asked;
  c.header("Cache-Control", "private, no-store");
  if (id === null) return c.body(null, 204);
  const view = await formView(c, playbook, formOf(playbook, id), visitor, url, locale);
  if (c.req.header("sec-fetch-dest") === "document") return formPage(c, playbook, view);
  return c.html(renderForm({ ...view, placed: asked === AUTO }));
}
