import type { Hono } from "hono";
import { z } from "zod";
import { DAY } from "../../lib/duration.ts";
import { cellCounts } from "../../reports/matrix.ts";
import { people } from "../../reports/people.ts";
import { revisions } from "../../reports/playbook.ts";
import { ask, askOne } from "../../reports/query.ts";
import { exportSegment } from "../../reports/segment-export.ts";
import { daysUpTo, segmentCounts, segmentSizes } from "../../reports/segments.ts";
import { medianStays, stageFigures, stageFlows } from "../../reports/stages.ts";
import { stageCounts } from "../../reports/sums.ts";
import type { HttpEnv } from "../env.ts";
import { fileOf, SEPARATORS } from "../file.ts";
import { noPage } from "./no-page.ts";
import { Journey } from "./pages/journey.tsx";
import { Playbook, Progress } from "./pages/playbook.tsx";
import { Segment } from "./pages/segment.tsx";
import { Segments } from "./pages/segments.tsx";
import { lengthOf } from "./parts/length.tsx";
import { type Http, type View, viewOf } from "./view.ts";

const PAGE = 50;
const REVISIONS = 20;

const Format = z.enum(["csv", "json"]).catch("csv");
const Between = z.enum(["comma", "semicolon"]).catch("comma");
const Before = z.coerce.number().int().min(1).optional().catch(undefined);

/** Pages about what the playbook makes of people: segments, the journey and the score, and the playbook itself. */
export function playbookPages(admin: Hono<HttpEnv>): void {
  admin.get("/segments", async (c) => {
    const view = await viewOf(c);
    const length = lengthOf(c.req.query("days"));
    const days = daysUpTo(view.now, length);
    const [counts, sizes] = await ask(c.get("context").db, segmentCounts(), segmentSizes(days));
    return c.html(<Segments view={view} length={length} counts={counts} sizes={sizes} />);
  });

  admin.get("/segments/:name", async (c) => {
    const { view, name } = await segmentOf(c);
    const days = daysUpTo(view.now, lengthOf(c.req.query("days")));
    const cursor = c.req.query("cursor") || undefined;
    const [counts, sizes, part] = await ask(
      c.get("context").db,
      segmentCounts(name),
      segmentSizes(days, name),
      people({ segment: name }, { limit: PAGE, cursor }),
    );
    const known = sizes.get(name) ?? days.map((day) => ({ day, entered: 0, left: 0, people: 0 }));
    const count = counts.get(name) ?? 0;
    return c.html(<Segment view={view} name={name} count={count} days={known} people={part} cursor={cursor} />);
  });

  admin.get("/segments/:name/export", async (c) => {
    const { view, name } = await segmentOf(c);
    const wanted = {
      segment: name,
      format: Format.parse(c.req.query("format")),
      permission: c.req.query("permission") || undefined,
      bom: c.req.query("bom") === "1",
      separator: SEPARATORS[Between.parse(c.req.query("separator"))],
    };
    const body = await exportSegment(c.get("context"), view.playbook, wanted);
    return fileOf(c, body, name, wanted.format);
  });

  admin.get("/journey", async (c) => {
    const view = await viewOf(c);
    const length = lengthOf(c.req.query("days"));
    const since = view.now - length * DAY;
    const stages = view.playbook.stages.map(({ id }) => id);
    const [counts, flows, medians, cells] = await ask(
      c.get("context").db,
      stageCounts(),
      stageFlows(since),
      medianStays(stages, since),
      cellCounts(),
    );
    const figures = stageFigures(stages, counts, flows, medians);
    return c.html(<Journey view={view} length={length} figures={figures} cells={cells} />);
  });

  admin.get("/playbook", async (c) => {
    const view = await viewOf(c);
    const before = Before.parse(c.req.query("before") || undefined);
    const [[current], history] = await ask(c.get("context").db, revisions(1), revisions(REVISIONS + 1, before));
    if (!current) throw noPage(c);
    const shown = history.slice(0, REVISIONS);
    const hasOlder = history.length > REVISIONS;
    return c.html(<Playbook view={view} current={current} history={shown} before={before} hasOlder={hasOlder} />);
  });

  admin.get("/playbook/progress", async (c) => {
    const view = await viewOf(c);
    const [current] = await askOne(c.get("context").db, revisions(1));
    if (!current) throw noPage(c);
    return c.html(<Progress view={view} of={current} />);
  });
}

async function segmentOf(c: Http): Promise<{ view: View; name: string }> {
  const view = await viewOf(c);
  const name = c.req.param("name") ?? "";
  if (!Object.hasOwn(view.playbook.segments, name)) throw noPage(c);
  return { view, name };
}
