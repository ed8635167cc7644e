/** The first language of an Accept-Language header, such as `da` or `en-GB`; undefined for none. */
export function parseLanguage(header: string | null): string | undefined {
  const first = header?.split(",")[0]?.split(";")[0]?.trim();
  return first && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i.test(first) ? first.slice(0, 12) : undefined;
}

/** The words of a locale, out of a table by language; English where its language has none. */
export function wordsFor<W>(words: Readonly<Record<"en", W> & Record<string, W>>, locale: string): W {
  return words[locale.slice(0, 2).toLowerCase()] ?? words.en;
}

/** Words with what they leave open, `{name}`, filled in. */
export function fill(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (open, name: string) => String(values[name] ?? open));
}

/** The best of the site's locales for what was asked for; the first of them where none fits. */
export function chooseLocale(wanted: string | null | undefined, locales: string[]): string {
  const tag = wanted?.toLowerCase() ?? "";
  const exact = locales.find((locale) => locale.toLowerCase() === tag);
  return exact ?? locales.find((locale) => locale.slice(0, 2).toLowerCase() === tag.slice(0, 2)) ?? locales[0] ?? "en";
}
