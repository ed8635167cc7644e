import { parseLanguage } from "../../lib/language.ts";
import type { Compiled } from "../../playbook/index.ts";

/** The language that titles are told in: the one that `Accept-Language` wants most, or the site's first. */
export const localeOf = (wanted: string | undefined, { site }: Compiled): string =>
  parseLanguage(wanted ?? null) ?? site.locales[0]!;
