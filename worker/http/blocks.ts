import { type Context as HonoContext, Hono } from "hono";
import { z } from "zod";
import { decideBlock, type Decided } from "../blocks/decide.ts";
import { Refusal } from "../platform/errors.ts";
import { parseJson } from "../events/gate.ts";
import { Token } from "../state/visitor.ts";
import { readText } from "./body.ts";
import { readVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { requestSurroundings, withCompany } from "./surroundings.ts";

type Http = HonoContext<HttpEnv>;

const MOST_BLOCKS = 20;
const MOST_BYTES = 16_384;

const Asked = z.object({ names: z.array(z.string().max(80)), url: z.string().max(8_000).optional(), token: Token });

/**
 * `GET /b?names=a,b&url=…`: decided blocks as JSON; `POST /b` the same, for a page that keeps its visitor itself.
 * `GET /b/:name`: one as an HTML fragment. No database.
 */
export const blocksRoute = new Hono<HttpEnv>()
  .get("/", async (c) => decided(c, (c.req.query("names") ?? "").split(","), c.req.query("url")))
  .post("/", async (c) => {
    const asked = Asked.safeParse(parseJson(await readText(c, MOST_BYTES)));
    if (!asked.success) throw new Refusal("invalid_request", "Ask with {names: [...], url, token}.");
    return decided(c, asked.data.names, asked.data.url, asked.data.token);
  })
  .get("/:name", async (c) => {
    const name = c.req.param("name");
    const decided = await decide(c, [name], c.req.query("url"));
    const block = Object.hasOwn(decided, name) ? decided[name] : undefined;
    if (!block) throw new Refusal("not_found", `The playbook has no block "${name.slice(0, 40)}".`);
    return c.html(block.html, 200, { ...PRIVATE, "X-Fodspor-Variant": block.variant });
  });

const PRIVATE = { "Cache-Control": "private, no-store", Vary: "Cookie" };

async function decided(c: Http, asked: string[], url: string | undefined, token?: string): Promise<Response> {
  const names = [...new Set(asked)].filter(Boolean);
  if (names.length === 0 || names.length > MOST_BLOCKS)
    throw new Refusal("invalid_request", `Ask for 1 to ${MOST_BLOCKS} blocks: /b?names=hero,footer`);
  const blocks = await decide(c, names, url, token);
  return new Response(JSON.stringify(blocks), { headers: { "Content-Type": "application/json", ...PRIVATE } });
}

/** Blocks that the playbook does not have are left out: the page keeps its own content. */
async function decide(
  c: Http,
  names: string[],
  url: string | undefined,
  token?: string,
): Promise<Record<string, Decided>> {
  const playbook = await c.get("playbook")();
  const state = (await readVisitor(c, token))?.state ?? null;
  const around = requestSurroundings(c, url ?? c.req.header("referer"), playbook);
  const surroundings = await withCompany(c, around, playbook, names, state);
  const decided: Record<string, Decided> = {};
  for (const name of names) {
    const block = Object.hasOwn(playbook.blocks, name) ? playbook.blocks[name] : undefined;
    const html = block && decideBlock(block, state, surroundings, playbook, c.get("context").now);
    if (html) decided[name] = html;
  }
  return decided;
}
