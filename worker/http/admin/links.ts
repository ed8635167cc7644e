const ANCHOR = /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a>/gi;

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The web links in a mail's HTML and what they are called, each once. */
export function linksIn(html: string): { href: string; text: string }[] {
  const links = new Map<string, string>();
  for (const [, double, single, inner = ""] of html.matchAll(ANCHOR)) {
    const href = decode(double ?? single ?? "");
    if (!/^https?:\/\//i.test(href) || links.has(href)) continue;
    const text = decode(inner.replaceAll(/<[^>]*>/g, " "))
      .replaceAll(/\s+/g, " ")
      .trim();
    links.set(href, text || href);
  }
  return [...links].map(([href, text]) => ({ href, text }));
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,5}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
