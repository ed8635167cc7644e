/**
 * A test for paths: `*` stands for any run of characters, `/` included, everything else for itself; a trailing slash is
 * optional on both sides. Takes time in proportion to the path, whatever the pattern.
 */
export function glob(pattern: string): (path: string) => boolean {
  const [head = "", ...parts] = bare(pattern).split("*");
  const tail = parts.pop();
  const fits = (text: string): boolean => {
    if (tail === undefined) return text === head;
    if (!text.startsWith(head) || !text.endsWith(tail)) return false;
    let from = head.length;
    for (const part of parts) {
      const at = text.indexOf(part, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return from <= text.length - tail.length;
  };
  return (path) => fits(bare(path)) || fits(path);
}

const bare = (path: string): string => (path.endsWith("/") ? path.slice(0, -1) : path);
