import { renderForm } from "../../forms/render.ts";
import { startAnew } from "../../pipeline.ts";
import { writeVisitor } from "../cookie.ts";
import { isAllowedOrigin } from "../origins.ts";
import { formOf, type Http, readValues, senderOf, wantsPage } from "./request.ts";
import { baseOf, formView } from "./view.ts";

/**
 * `POST /form/:id/not-me`: somebody else has begun to use this browser. It goes on as a new person with the same choice of
 * consent; the one it was stays as they are.
 */
export async function notMe(c: Http): Promise<Response> {
  const context = c.get("context");
  const playbook = await c.get("playbook")();
  const id = c.req.param("id")!;
  const form = formOf(playbook, id);
  const values = await readValues(c);
  const text = (name: string): string | undefined =>
    typeof values[name] === "string" ? values[name].slice(0, 2_000) : undefined;
  const [token, url, locale] = [text("token"), text("url"), text("locale")];
  const visitor = await senderOf(c, playbook, token);
  const after = visitor && startAnew(playbook, visitor, context.now);
  const kept = after ? await writeVisitor(c, after, token) : {};
  if (wantsPage(c)) return c.redirect(pageBefore(c, playbook) ?? `${baseOf(c)}/form/${id}`, 303);
  return c.json({ ok: true, html: renderForm(await formView(c, playbook, form, after, url, locale)), ...kept });
}

/** The page of ours or of the website on which the button stood. */
function pageBefore(c: Http, playbook: Parameters<typeof isAllowedOrigin>[2]): string | null {
  const before = URL.parse(c.req.header("referer") ?? "");
  return before && isAllowedOrigin(before.origin, c.get("context").settings, playbook) ? before.href : null;
}
