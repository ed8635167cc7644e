import type { Hono } from "hono";
import { z } from "zod";
import { importOf, importsList, refusals } from "../../imports/store.ts";
import { choiceDays } from "../../reports/choice-days.ts";
import { choiceSums } from "../../reports/choices.ts";
import { buyingCentre, members, signals } from "../../reports/accounts.ts";
import { companies, company, ORDERS, SOURCES } from "../../reports/companies.ts";
import { people } from "../../reports/people.ts";
import { ask, askOne } from "../../reports/query.ts";
import { stats } from "../../reports/sums.ts";
import { totalsBy } from "../../reports/totals.ts";
import { visitsFrom } from "../../reports/visits.ts";
import type { HttpEnv } from "../env.ts";
import { noPage } from "./no-page.ts";
import { Choices } from "./pages/choices.tsx";
import { Companies } from "./pages/companies.tsx";
import { Company } from "./pages/company.tsx";
import { Fate } from "./pages/fate.tsx";
import { Imports, OneImport } from "./pages/imports.tsx";
import { Traffic } from "./pages/traffic.tsx";
import { periodOf } from "./parts/period.tsx";
import { viewOf } from "./view.ts";

const PAGE = 50;

const SIGNALS = 20;

const Source = z.enum(SOURCES).optional().catch(undefined);

const Order = z.enum(ORDERS).catch("seen");

/** Pages about what is collected: companies, traffic without consent, choices, what became of events, imports. */
export function collectionPages(admin: Hono<HttpEnv>): void {
  admin.get("/companies", async (c) => {
    const view = await viewOf(c);
    const q = c.req.query("q")?.trim().slice(0, 100) || undefined;
    const segment = c.req.query("segment") || undefined;
    const wanted = { q, source: Source.parse(c.req.query("source") || undefined), segment };
    const order = Order.parse(c.req.query("sort"));
    const cursor = c.req.query("cursor") || undefined;
    const part = await askOne(c.get("context").db, companies(wanted, { limit: PAGE, cursor }, order));
    return c.html(<Companies view={view} wanted={wanted} order={order} cursor={cursor} part={part} />);
  });

  admin.get("/companies/:id", async (c) => {
    const view = await viewOf(c);
    const id = c.req.param("id").toLowerCase();
    const cursor = c.req.query("cursor") || undefined;
    const [known, colleagues, visits, having, told] = await ask(
      c.get("context").db,
      company(id),
      people({ company: id }, { limit: PAGE, cursor }),
      visitsFrom(id, PAGE),
      members(id),
      signals(id, SIGNALS),
    );
    if (!known) throw noPage(c);
    const centre = buyingCentre(having, known.roles, view.playbook, view.now);
    const parts = { people: colleagues, visits, centre, signals: told, cursor };
    return c.html(<Company view={view} company={known} {...parts} />);
  });

  admin.get("/traffic", async (c) => {
    const view = await viewOf(c);
    const period = periodOf(c.req.query("days"), view.now);
    const by = (group: Parameters<typeof totalsBy>[0]) => totalsBy(group, period.from, period.to);
    const [days, paths, referrers, countries, devices] = await ask(
      c.get("context").db,
      by("day"),
      by("path"),
      by("referrer"),
      by("country"),
      by("device"),
    );
    const totals = { days, paths, referrers, countries, devices };
    return c.html(<Traffic view={view} period={period} {...totals} />);
  });

  admin.get("/traffic/choices", async (c) => {
    const view = await viewOf(c);
    const period = periodOf(c.req.query("days"), view.now);
    const { from, to } = period;
    const [sums, days] = await ask(c.get("context").db, choiceSums(from, to), choiceDays(from, to));
    return c.html(<Choices view={view} period={period} sums={sums} days={days} />);
  });

  admin.get("/traffic/events", async (c) => {
    const view = await viewOf(c);
    return c.html(<Fate view={view} stats={await askOne(c.get("context").db, stats())} />);
  });

  admin.get("/imports", async (c) => {
    const view = await viewOf(c);
    const cursor = c.req.query("cursor") || undefined;
    const part = await askOne(c.get("context").db, importsList({ limit: PAGE, cursor }));
    return c.html(<Imports view={view} part={part} cursor={cursor} />);
  });

  admin.get("/imports/:id", async (c) => {
    const view = await viewOf(c);
    const id = c.req.param("id").toLowerCase();
    const cursor = c.req.query("cursor") || undefined;
    const [found, refused] = await ask(c.get("context").db, importOf(id), refusals(id, { limit: PAGE, cursor }));
    if (!found) throw noPage(c);
    return c.html(<OneImport view={view} found={found} refused={refused} cursor={cursor} />);
  });
}
