import { RE2JS } from "re2js";

/**
 * Whether a whole text fits a regular expression, found out in a time that grows with the text and no faster: a RegExp that
 * tries one way after the other may be kept busy for years by `(a+)+` and thirty letters, and answers come from strangers.
 * @throws an Error for what is no regular expression, or asks for more (look-around, references back)
 */
export function fitting(source: string): (text: string) => boolean {
  // What browsers read by another flag has to mean the same by either.
  for (const flag of ["u", "v"]) new RegExp(`^(?:${source})$`, flag);
  const linear = RE2JS.compile(RE2JS.translateRegExp(source));
  return (text) => linear.matches(text);
}
