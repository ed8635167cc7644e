import { Hono } from "hono";
import { formCss } from "../forms/css.ts";
import type { HttpEnv } from "./env.ts";

/** `GET /form.css`: the look of forms in the playbook's colours. `?part=frame`: only of what shows itself over the page. */
export const formCssRoute = new Hono<HttpEnv>().get("/form.css", async (c) => {
  const { site } = await c.get("playbook")();
  return c.body(formCss(site.theme, c.req.query("part") === "frame" ? "frame" : "all"), 200, {
    "Content-Type": "text/css; charset=utf-8",
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=300",
  });
});
