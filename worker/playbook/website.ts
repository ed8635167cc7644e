import type { Context } from "../platform/context.ts";
import type { Compiled } from "./index.ts";

/** The website's front page: in edge mode this Worker's own host, else where the playbook says the website is. */
export function websiteUrl({ settings }: Pick<Context, "settings">, playbook: Compiled): string {
  return settings.ORIGIN_URL ? settings.PUBLIC_URL : playbook.site.url;
}
