import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const Figure = z.strictObject({ value: z.string(), label: z.string() });

/** What stands above the text of a page file, between two lines of `---`. */
const FrontMatter = z.strictObject({
  title: z.string(),
  description: z.string(),
  topics: z.array(z.string()).min(1),
  kind: z.enum(["page", "product", "post", "story", "document", "missing"]).default("page"),
  lang: z.enum(["en", "da"]).default("en"),
  /** Only where the address is not the file's own place. */
  path: z.string().startsWith("/").optional(),
  name: z.string().optional(),
  eyebrow: z.string().optional(),
  heading: z.string().optional(),
  lede: z.string().optional(),
  picture: z.strictObject({ src: z.string(), alt: z.string() }).optional(),
  order: z.number().default(0),
  date: z.iso.date().optional(),
  author: z.strictObject({ name: z.string(), role: z.string() }).optional(),
  minutes: z.number().optional(),
  figures: z.array(Figure).default([]),
  facts: z.array(Figure).default([]),
  questions: z.array(z.strictObject({ ask: z.string(), answer: z.string() })).default([]),
  quote: z.strictObject({ text: z.string(), by: z.string(), href: z.string() }).optional(),
  noindex: z.boolean().default(false),
});

/** One page of the website: its front matter, where it lives and its unrendered text. */
export type Page = z.infer<typeof FrontMatter> & {
  path: string;
  markdown: boolean;
  body: string;
};

/**
 * Reads every page file under `folder`.
 * A file's place is its address: `blog/a.md` answers at `/blog/a/`, `index.html` at the folder itself.
 * Throws, naming the file, when front matter is missing or has unknown or wrong fields.
 */
export async function readPages(folder: string): Promise<Page[]> {
  const files = await readdir(folder, { recursive: true });
  const sources = files.filter((file) => /\.(md|html)$/.test(file)).sort();
  return Promise.all(sources.map((file) => readPage(folder, file)));
}

async function readPage(folder: string, file: string): Promise<Page> {
  const text = await readFile(join(folder, file), "utf8");
  const match = /^---\n(.*?)\n---\n(.*)$/s.exec(text.replaceAll("\r\n", "\n"));
  if (!match) throw new Error(`${file}: begin the page with front matter between two lines of ---`);
  const meta = FrontMatter.safeParse(parse(match[1] ?? ""));
  if (!meta.success) throw new Error(`${file}: ${z.prettifyError(meta.error)}`);
  return {
    ...meta.data,
    path: meta.data.path ?? addressOf(file),
    markdown: file.endsWith(".md"),
    body: match[2] ?? "",
  };
}

function addressOf(file: string): string {
  const name = file
    .replaceAll(sep, "/")
    .replace(/\.(md|html)$/, "")
    .replace(/(^|\/)index$/, "");
  return name ? `/${name}/` : "/";
}
