/**
 * Text as it is compared, without regard to case. Only letters with one lower-case and one upper-case form count as the same, so
 * that a database without Unicode's tables can do it, too.
 */
export function caseless(text: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII, of which most text is
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return Array.from(text, (letter) => {
    const lower = letter.toLowerCase();
    return lower.toUpperCase() === letter && lower.length === letter.length ? lower : letter;
  }).join("");
}
