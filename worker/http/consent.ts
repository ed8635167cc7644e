import { Hono } from "hono";
import { z } from "zod";
import { ConsentChoice } from "../events/batch.ts";
import { parseJson } from "../events/gate.ts";
import { chooseLocale } from "../lib/language.ts";
import { Refusal } from "../platform/errors.ts";
import { collect } from "../pipeline.ts";
import { inLocale, type Text } from "../playbook/index.ts";
import { readText } from "./body.ts";
import { readVisitor, writeVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { checkOrigin } from "./origins.ts";
import { requestSource } from "./source.ts";

const Choice = z.object({
  consent: ConsentChoice,
  how: z.enum(["banner", "settings", "api"]).default("api"),
  version: z.string().max(40).optional(),
  locale: z.string().max(12).optional(),
  url: z.string().max(2_000).optional(),
});

const PURPOSES = ["analytics", "personalization", "marketing"] as const;

/** `GET /consent`: the banner's words. `POST /consent`: a choice, with its evidence. */
export const consentRoute = new Hono<HttpEnv>()
  .get("/", async (c) => {
    const { site } = await c.get("playbook")();
    const { version, purposes, policyUrl, ...texts } = site.consent;
    const locale = chooseLocale(c.req.query("locale"), site.locales);
    const t = (text: Text): string => inLocale(text, locale);
    const told = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text && t(text)]));
    const purposeTexts = PURPOSES.map((name) => [
      name,
      { title: t(purposes[name].title), text: t(purposes[name].text) },
    ]);
    c.header("Cache-Control", "public, max-age=60");
    return c.json({ version, locale, texts: { ...told, purposes: Object.fromEntries(purposeTexts) }, policyUrl });
  })
  .post("/", async (c) => {
    const context = c.get("context");
    const playbook = await c.get("playbook")();
    checkOrigin(c.req.header("origin"), context.settings, playbook);
    const choice = Choice.safeParse(parseJson(await readText(c, 16_384)));
    if (!choice.success)
      throw new Refusal("invalid_request", "A choice needs consent: {analytics, personalization, marketing}.");
    const { consent, ...evidence } = choice.data;
    const visitor = await readVisitor(c);
    await writeVisitor(
      c,
      await collect(context, playbook, { visitor, consent, evidence, events: [], source: requestSource(c) }),
    );
    return c.json({ ok: true });
  });
