import { type Context as HonoContext, Hono } from "hono";
import { decideBlock, type Decided } from "../blocks/decide.ts";
import { Refusal } from "../platform/errors.ts";
import { readVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { requestSurroundings } from "./surroundings.ts";

const MOST_BLOCKS = 20;

/** `GET /b?names=a,b&url=…`: decided blocks as JSON. `GET /b/:name`: one as an HTML fragment. No database. */
export const blocksRoute = new Hono<HttpEnv>()
  .get("/", async (c) => {
    const names = [...new Set((c.req.query("names") ?? "").split(","))].filter(Boolean);
    if (names.length === 0 || names.length > MOST_BLOCKS)
      throw new Refusal("invalid_request", `Ask for 1 to ${MOST_BLOCKS} blocks: /b?names=hero,footer`);
    const decided = await decide(c, names);
    return new Response(JSON.stringify(decided), { headers: { "Content-Type": "application/json", ...PRIVATE } });
  })
  .get("/:name", async (c) => {
    const name = c.req.param("name");
    const decided = await decide(c, [name]);
    const block = Object.hasOwn(decided, name) ? decided[name] : undefined;
    if (!block) throw new Refusal("not_found", `The playbook has no block "${name.slice(0, 40)}".`);
    return c.html(block.html, 200, { ...PRIVATE, "X-Fodspor-Variant": block.variant });
  });

const PRIVATE = { "Cache-Control": "private, no-store", Vary: "Cookie" };

/** Blocks that the playbook does not have are left out: the page keeps its own content. */
async function decide(c: HonoContext<HttpEnv>, names: string[]): Promise<Record<string, Decided>> {
  const playbook = await c.get("playbook")();
  const state = (await readVisitor(c))?.state ?? null;
  const surroundings = requestSurroundings(c, c.req.query("url") ?? c.req.header("referer"), playbook);
  const decided: Record<string, Decided> = {};
  for (const name of names) {
    const block = Object.hasOwn(playbook.blocks, name) ? playbook.blocks[name] : undefined;
    const html = block && decideBlock(block, state, surroundings, playbook, c.get("context").now);
    if (html) decided[name] = html;
  }
  return decided;
}
