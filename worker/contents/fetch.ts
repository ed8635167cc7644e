import { escapeHtml } from "../lib/html.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import type { Compiled, Content } from "../playbook/index.ts";
import { websiteUrl } from "../playbook/website.ts";

/** By this header, with the setting CONTENT_KEY, a website knows that it is asked by us and not by a passer-by. */
export const CONTENT_HEADER = "x-fodspor-content";

const MOST_REDIRECTS = 3;
/** Until the first byte; a large file may take as long as it needs. */
const MOST_WAIT = 15_000;
/** What is asked on as the browser asked it, so that a film can be wound forward. */
const ASKED = ["range", "if-range"];
const ANSWERED = [
  "content-type",
  "content-length",
  "content-range",
  "accept-ranges",
  "content-language",
  "etag",
  "last-modified",
];

/**
 * Something kept behind a form, from where contents.yaml says that it is, streamed. A page finds its pictures and links
 * where it would find them at home. @throws Refusal `unavailable`, whatever is wrong behind
 */
export async function fetchContent(
  { settings }: Context,
  playbook: Compiled,
  name: string,
  asked: { headers: Headers; path: string },
): Promise<Response> {
  const content = playbook.contents[name]!;
  const website = new URL(settings.ORIGIN_URL ?? playbook.site.url);
  const url = new URL(content.url, website);
  const isOurs = url.origin === website.origin;
  const headers = new Headers({ "accept-encoding": "identity" });
  for (const one of ASKED) if (asked.headers.has(one)) headers.set(one, asked.headers.get(one)!);
  if (isOurs && settings.ORIGIN_URL !== null) headers.set("x-forwarded-host", new URL(settings.PUBLIC_URL).host);
  if (isOurs && settings.CONTENT_KEY !== null) headers.set(CONTENT_HEADER, settings.CONTENT_KEY);
  const response = await fetched(url, headers, name);
  const answer = new Response(response.body, { status: response.status, headers: headersOf(response, content) });
  const type = answer.headers.get("content-type")!;
  const isPage = /^(text\/html|application\/xhtml|image\/svg)/i.test(type);
  const policy = policyFor(type, !isOurs ? "elsewhere" : settings.ORIGIN_URL === null ? "website" : "here");
  if (policy !== null) answer.headers.set("content-security-policy", policy);
  if (!isPage || response.status !== 200) return answer;
  return atHome(answer, isOurs ? new URL(content.url, websiteUrl({ settings }, playbook)).href : url.href, asked.path);
}

/**
 * Under which content security policy something opens on our host, which has a dashboard: what is of another host has no business
 * there, so it gets an origin of its own, and runs scripts only if it is the website's. Null for what runs nothing, though browsers
 * run more than they call a page, and for the website of this very host.
 */
export function policyFor(type: string, from: "here" | "website" | "elsewhere"): string | null {
  if (from === "here" || /^(application\/pdf|audio\/|video\/|image\/(?!svg))/i.test(type)) return null;
  return `sandbox allow-popups allow-forms allow-downloads${from === "website" ? " allow-scripts allow-modals" : ""}`;
}

/** Follows what moved within its host, and nothing that leads elsewhere. */
async function fetched(start: URL, headers: Headers, name: string): Promise<Response> {
  const failed = (why: string): Refusal => {
    console.warn(`the content ${name} cannot be fetched: ${why}`);
    return new Refusal("unavailable", "This cannot be handed out at the moment. Try again in a few minutes.");
  };
  let url = start;
  for (let i = 0; i <= MOST_REDIRECTS; i++) {
    const response = await promptly(url, headers).catch((error: unknown) => {
      throw failed(error instanceof Error ? error.message : "no answer");
    });
    if ([200, 206, 416].includes(response.status)) return response;
    await response.body?.cancel();
    const location = response.headers.get("location");
    const next = location === null ? null : URL.parse(location, url);
    if (response.status < 300 || response.status > 399 || next === null) throw failed(`status ${response.status}`);
    if (next.origin !== start.origin) throw failed(`it redirects to ${next.host}`);
    url = next;
  }
  throw failed("it redirects for ever");
}

async function promptly(url: URL, headers: Headers): Promise<Response> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), MOST_WAIT);
  try {
    return await fetch(url, { headers, redirect: "manual", signal: waiting.signal });
  } finally {
    clearTimeout(timer);
  }
}

function headersOf(response: Response, { download }: Content): Headers {
  const headers = new Headers({
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  });
  for (const name of ANSWERED) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // It is of what was packed; what we send on is not.
  if (response.headers.has("content-encoding")) headers.delete("content-length");
  if (!headers.has("content-type")) headers.set("content-type", "application/octet-stream");
  if (download !== undefined) headers.set("content-disposition", `attachment; filename="${download}"`);
  return headers;
}

/**
 * A page that lies under another address than its own: what it links to is looked for at home, but for its own parts. That address
 * is somebody's link, which the page may tell nobody.
 */
function atHome(answer: Response, home: string, path: string): Response {
  for (const name of ["content-length", "accept-ranges", "etag"]) answer.headers.delete(name);
  return new HTMLRewriter()
    .on("head", {
      element(head) {
        head.prepend(`<base href="${escapeHtml(home)}">`, { html: true });
      },
    })
    .on('meta[name="referrer" i]', {
      element(meta) {
        meta.remove();
      },
    })
    .on('a[href^="#"]', {
      element(link) {
        link.setAttribute("href", path + link.getAttribute("href")!);
      },
    })
    .transform(answer);
}
