import { Marked, type RendererObject } from "marked";

const TAG = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const HOLD = /liquid(\d+)held/g;
/** A paragraph that is nothing but a Liquid `{% tag %}` is control, not text. */
const LONE_TAG = /<p[^>]*>(liquid\d+held)<\/p>/g;

const BUTTON =
  "display:inline-block;padding:14px 26px;border-radius:999px;background:#0b6b53;color:#ffffff;font-weight:600;text-decoration:none";

/** Mail programs drop style sheets, so each element carries its own. */
const html: RendererObject = {
  heading({ tokens, depth }) {
    const size = depth === 1 ? 26 : depth === 2 ? 20 : 17;
    const text = this.parser.parseInline(tokens);
    return `<h${depth} style="margin:0 0 16px;font-size:${size}px;line-height:1.25">${text}</h${depth}>\n`;
  },
  paragraph({ tokens }) {
    const text = this.parser.parseInline(tokens);
    const alone = tokens.length === 1 && tokens[0]?.type === "link";
    const inner = alone ? text.replace(/ style="[^"]*"/, ` class="button" style="${BUTTON}"`) : text;
    return `<p style="margin:0 0 ${alone ? 24 : 16}px">${inner}</p>\n`;
  },
  link({ href, tokens }) {
    return `<a href="${attribute(href)}" style="color:inherit">${this.parser.parseInline(tokens)}</a>`;
  },
  listitem(item) {
    return `<li style="margin:0 0 8px">${this.parser.parse(item.tokens)}</li>\n`;
  },
  hr: () => '<hr style="margin:24px 0;border:0;border-top:1px solid #8a9a97">\n',
};

const text: RendererObject = {
  heading({ tokens }) {
    return `${this.parser.parseInline(tokens).toUpperCase()}\n\n`;
  },
  paragraph({ tokens }) {
    return `${this.parser.parseInline(tokens)}\n\n`;
  },
  link({ href, tokens }) {
    const words = this.parser.parseInline(tokens);
    return words === href ? href : `${words}: ${href}`;
  },
  list(list) {
    const items = list.items.map((item, i) => {
      const mark = list.ordered ? `${Number(list.start || 1) + i}.` : "-";
      return `${mark} ${this.parser.parse(item.tokens).trim()}`;
    });
    return `${items.join("\n")}\n\n`;
  },
  blockquote({ tokens }) {
    return this.parser.parse(tokens).trim().replaceAll(/^/gm, "> ") + "\n\n";
  },
  text(token) {
    return "tokens" in token && token.tokens ? this.parser.parseInline(token.tokens) : token.text;
  },
  strong({ tokens }) {
    return this.parser.parseInline(tokens);
  },
  em({ tokens }) {
    return this.parser.parseInline(tokens);
  },
  codespan: (token) => token.text,
  code: (token) => `${token.text}\n\n`,
  image: (token) => token.text,
  br: () => "\n",
  hr: () => "---\n\n",
  html: () => "",
};

const asHtml = new Marked({ renderer: html });
const asText = new Marked({ renderer: text });

/**
 * Markdown with Liquid in it, as HTML and as plain text. Liquid tags come through untouched, also in a link's address;
 * a link alone in its paragraph becomes a button.
 */
export function renderMarkdown(source: string): { html: string; text: string } {
  const tags: string[] = [];
  const held = source.replace(TAG, (tag) => `liquid${tags.push(tag) - 1}held`);
  const release = (rendered: string): string => rendered.replace(HOLD, (_, i: string) => tags[Number(i)] ?? "");
  const control = (rendered: string): string =>
    rendered.replace(LONE_TAG, (paragraph, hold: string) => (release(hold).startsWith("{%") ? hold : paragraph));
  return {
    html: release(control(asHtml.parse(held, { async: false }))).trim(),
    text: release(asText.parse(held, { async: false }).replace(/\n{3,}/g, "\n\n")).trim(),
  };
}

const attribute = (value: string): string => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
