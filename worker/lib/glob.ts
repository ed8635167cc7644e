/**
 * A path pattern as a regular expression: `*` stands for any run of characters, `/` included,
 * everything else for itself; a trailing slash is optional on both sides.
 */
export function glob(pattern: string): RegExp {
  const body = pattern
    .replace(/\/+$/, "")
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*");
  return new RegExp(`^${body}/?$`);
}
