import type { Context as HonoContext } from "hono";
import { decideBlock } from "../blocks/decide.ts";
import { CONTENT_HEADER } from "../contents/fetch.ts";
import { gatedAt } from "../contents/gated.ts";
import { isThereAtOnce, placedForm } from "../forms/place.ts";
import { renderForm } from "../forms/render.ts";
import { Refusal } from "../platform/errors.ts";
import type { Compiled } from "../playbook/index.ts";
import { sendToForm } from "./content.tsx";
import { readVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { AUTO, formView, remembered } from "./forms/index.ts";
import { requestSurroundings, withCompany } from "./surroundings.ts";

type Http = HonoContext<HttpEnv>;

/** What the website behind says of its own page, and is not true of the visitor's. */
const NOT_OF_THIS_PAGE = ["etag", "last-modified", "content-length", "cdn-cache-control", "surrogate-control"];

/**
 * Edge mode: any path that is not ours is fetched from the website behind, and streamed on with its blocks and forms
 * already in it. What cannot be decided stays as the page has it.
 */
export async function edge(c: Http): Promise<Response> {
  const { ORIGIN_URL } = c.get("context").settings;
  if (ORIGIN_URL === null) throw new Refusal("not_found", "There is nothing here.");
  const playbook = await c
    .get("playbook")()
    .catch(() => null);
  const gated = playbook && gatedAt(c.get("context"), playbook, new URL(c.req.url));
  if (playbook && gated) return sendToForm(c, playbook, gated);
  const response = await fetchOrigin(c, ORIGIN_URL);
  if (!(response.headers.get("content-type") ?? "").startsWith("text/html")) return response;
  return playbook === null ? response : personalize(c, response, playbook);
}

async function fetchOrigin(c: Http, originUrl: string): Promise<Response> {
  const asked = new URL(c.req.url);
  const headers = new Headers(c.req.raw.headers);
  withoutOwnCookie(headers);
  headers.set("x-forwarded-host", asked.host);
  headers.delete(CONTENT_HEADER);
  let response: Response;
  try {
    const { method, body } = c.req.raw;
    // Set, not resolved: resolved against the origin, a path such as //evil.example would name another host.
    const target = new URL(originUrl);
    target.pathname = asked.pathname;
    target.search = asked.search;
    response = await fetch(target, { method, headers, body, redirect: "manual" });
  } catch {
    throw new Refusal("unavailable", "The website behind does not answer. Try again in a moment.");
  }
  const answer = new Response(response.body, response);
  withoutOwnSetCookie(answer.headers);
  const location = response.headers.get("location");
  if (location !== null && URL.canParse(location) && new URL(location).origin === originUrl)
    answer.headers.set("location", asked.origin + location.slice(originUrl.length));
  return answer;
}

/** The visitor's sealed state is between the browser and us; the website behind has no use for it. */
function withoutOwnCookie(headers: Headers): void {
  const others = (headers.get("cookie") ?? "").split(/;\s*/).filter((pair) => pair && !pair.startsWith("fodspor="));
  if (others.length > 0) headers.set("cookie", others.join("; "));
  else headers.delete("cookie");
}

/** Nor may the website behind set it. */
function withoutOwnSetCookie(headers: Headers): void {
  const all = headers.getSetCookie();
  if (!all.some((line) => line.startsWith("fodspor="))) return;
  headers.delete("set-cookie");
  for (const line of all) if (!line.startsWith("fodspor=")) headers.append("set-cookie", line);
}

async function personalize(c: Http, response: Response, playbook: Compiled): Promise<Response> {
  const visitor = await readVisitor(c);
  const around = requestSurroundings(c, c.req.url, playbook);
  const { now } = c.get("context");
  const state = visitor?.state ?? null;
  const personal = new Response(response.body, response);
  personal.headers.set("cache-control", "private, no-cache");
  personal.headers.append("vary", "Cookie");
  for (const name of NOT_OF_THIS_PAGE) personal.headers.delete(name);
  return new HTMLRewriter()
    .on("fodspor-block[name]", {
      async element(element) {
        const name = element.getAttribute("name");
        const block = own(playbook.blocks, name);
        if (!block) return;
        const surroundings = await withCompany(c, around, playbook, [name!], state);
        const decided = decideBlock(block, state, surroundings, playbook, now);
        if (decided)
          element.setInnerContent(decided.html, { html: true }).setAttribute("data-variant", decided.variant);
      },
    })
    .on("fodspor-form[name]", {
      async element(element) {
        const isAuto = element.getAttribute("name") === AUTO;
        const name = isAuto
          ? placedForm(playbook, remembered(visitor)?.state ?? null, { surroundings: around, playbook, now })
          : element.getAttribute("name");
        // Then the snippet need not ask again.
        if (isAuto && name === null) element.setAttribute("data-variant", "none");
        const form = own(playbook.forms, name);
        // What waits for its moment would be in the way of everything else: the snippet fetches it then.
        if (!form || (isAuto && !isThereAtOnce(form))) return;
        const view = await formView(c, playbook, form, visitor, c.req.url, undefined);
        element.setInnerContent(renderForm({ ...view, placed: isAuto }), { html: true });
      },
    })
    .transform(personal);
}

function own<T>(record: Record<string, T>, name: string | null): T | undefined {
  return name !== null && Object.hasOwn(record, name) ? record[name] : undefined;
}
