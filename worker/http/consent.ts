import { type Context as HonoContext, Hono } from "hono";
import { z } from "zod";
import { regionMode } from "../consent/choose.ts";
import { ConsentChoice, Time } from "../events/batch.ts";
import { botReason, parseJson, unseen } from "../events/gate.ts";
import { chooseLocale } from "../lib/language.ts";
import { Refusal } from "../platform/errors.ts";
import { collect } from "../pipeline.ts";
import { inLocale, type Text } from "../playbook/index.ts";
import { countLater } from "../reports/tally.ts";
import { NO_CONSENT } from "../state/state.ts";
import { Token } from "../state/visitor.ts";
import { readText } from "./body.ts";
import { readVisitor, writeVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { checkOrigin } from "./origins.ts";
import { requestSource } from "./source.ts";

const Choice = z.object({
  consent: ConsentChoice,
  id: z.uuid().toLowerCase().optional(),
  at: Time.optional(),
  sentAt: Time.optional(),
  webdriver: z.boolean().optional().catch(undefined),
  how: z.enum(["banner", "settings", "api", "region", "gcm", "tcf"]).default("api"),
  version: z.string().max(40).optional(),
  locale: z.string().max(12).optional(),
  url: z.string().max(2_000).optional(),
  token: Token,
});

const PURPOSES = ["analytics", "personalization", "marketing"] as const;

/** `GET /consent`: the banner's words. `POST /consent`: a choice, with its evidence. */
export const consentRoute = new Hono<HttpEnv>()
  .get("/", async (c) => {
    const { site } = await c.get("playbook")();
    const { version, purposes, policyUrl, regions, ...texts } = site.consent;
    const mode = regionMode(regions, requestSource(c).place.country, hasGpc(c));
    const locale = chooseLocale(c.req.query("locale"), site.locales);
    const t = (text: Text): string => inLocale(text, locale);
    const told = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text && t(text)]));
    const purposeTexts = PURPOSES.map((name) => [
      name,
      { title: t(purposes[name].title), text: t(purposes[name].text) },
    ]);
    // What holds depends on where the visitor is.
    c.header("Cache-Control", "private, max-age=60");
    return c.json({ version, locale, mode, texts: { ...told, purposes: Object.fromEntries(purposeTexts) }, policyUrl });
  })
  .post("/", async (c) => {
    const context = c.get("context");
    const playbook = await c.get("playbook")();
    checkOrigin(c.req.header("origin"), context.settings, playbook);
    const choice = Choice.safeParse(parseJson(await readText(c, 16_384)));
    if (!choice.success)
      throw new Refusal("invalid_request", "A choice needs consent: {analytics, personalization, marketing}.");
    const { consent: chosen, token, at, sentAt, webdriver = false, ...said } = choice.data;
    const robot = botReason(c.req.raw.headers, c.get("cf")(), { webdriver, local: context.settings.LOCAL });
    if (robot) {
      countLater(context, { [`refused.${robot}`]: 1 });
      if (robot === "prefetch") throw unseen();
      return c.json({ ok: true });
    }
    const skew = sentAt === undefined ? 0 : context.now - sentAt;
    const told = { ...said, ...(at === undefined ? {} : { toldAt: at, at: at + skew }) };
    const source = requestSource(c);
    const gpc = hasGpc(c);
    const { regions } = playbook.site.consent;
    const nobodyChose = told.how === "region" && regionMode(regions, source.place.country, gpc) === "opt-in";
    const consent = nobodyChose ? NO_CONSENT : chosen;
    const visitor = await readVisitor(c, token);
    const evidence = { ...told, ...(gpc ? { gpc } : {}) };
    const next = await collect(context, playbook, { visitor, consent, evidence, events: [], source });
    return c.json({ ok: true, ...(await writeVisitor(c, next, token)) });
  });

const hasGpc = (c: HonoContext<HttpEnv>): boolean => c.req.raw.headers.get("sec-gpc") === "1";
