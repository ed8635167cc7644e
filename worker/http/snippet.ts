import { Hono } from "hono";
import blocks from "../../dist/snippet/blocks.js.txt";
import bridge from "../../dist/snippet/bridge.js.txt";
import check from "../../dist/snippet/check.js.txt";
import consent from "../../dist/snippet/consent.js.txt";
import forms from "../../dist/snippet/forms.js.txt";
import page from "../../dist/snippet/page.js.txt";
import place from "../../dist/snippet/place.js.txt";
import proof from "../../dist/snippet/proof.js.txt";
import spell from "../../dist/snippet/spell.js.txt";
import manifest from "../../dist/snippet/manifest.json";
import core from "../../dist/snippet/s.js.txt";
import { Refusal } from "../platform/errors.ts";
import type { HttpEnv } from "./env.ts";

const modules = new Map([
  [manifest.blocks, blocks],
  [manifest.bridge, bridge],
  [manifest.check, check],
  [manifest.consent, consent],
  [manifest.forms, forms],
  [manifest.page, page],
  [manifest.place, place],
  [manifest.proof, proof],
  [manifest.spell, spell],
]);

/** What lets a form on a page of our own do what it is asked for: the end of its address. */
export const PAGE_MODULE = `/m/${manifest.page}`;

const SCRIPT = { "Content-Type": "text/javascript; charset=utf-8", "Access-Control-Allow-Origin": "*" };

/**
 * `GET /s.js`: the snippet, never stale for long, since it asks for its modules by names that change with them.
 * `GET /m/*.js`: its lazy modules, named by their content and so never changing.
 */
export const snippetRoute = new Hono<HttpEnv>()
  .get("/s.js", (c) => c.body(core, 200, { ...SCRIPT, "Cache-Control": "public, max-age=300" }))
  .get("/m/:file", (c) => {
    const source = modules.get(c.req.param("file"));
    if (source === undefined) throw new Refusal("not_found", "There is no such module; s.js names them.");
    return c.body(source, 200, { ...SCRIPT, "Cache-Control": "public, max-age=31536000, immutable" });
  });
