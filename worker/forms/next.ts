import type { Context } from "../platform/context.ts";
import type { Compiled, Form } from "../playbook/index.ts";
import { websiteUrl } from "../playbook/website.ts";
import type { Done } from "./render.ts";

/** What comes after a form: a page of the website or elsewhere, or another form; null for nothing. `base`: where our routes begin. */
export function nextOf(
  context: Pick<Context, "settings">,
  playbook: Compiled,
  { next }: Form,
  base: string,
): Done["next"] {
  if (next === undefined) return null;
  if ("redirect" in next) return { redirect: new URL(next.redirect, websiteUrl(context, playbook)).href };
  return { form: next.form, action: `${base}/form/${next.form}` };
}
