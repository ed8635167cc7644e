import type { Hono } from "hono";
import { z } from "zod";
import { DAY } from "../../lib/duration.ts";
import { type ErrorCode, Refusal } from "../../platform/errors.ts";
import { leadStats } from "../../reports/lead-stats.ts";
import { lead, leads, NOBODY } from "../../reports/leads.ts";
import { ask, type Query } from "../../reports/query.ts";
import { type Action, ACTIONS } from "../../sales/lead.ts";
import { giveTo, takeAnswer } from "../api/lead-answers.ts";
import { BODIES } from "../api/lead-bodies.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { noPage } from "./no-page.ts";
import { amountOf } from "./parts/deal.ts";
import { Leads, type Outcome, SHOWN, type Wanted } from "./pages/leads.tsx";
import { type Http, type View, viewOf } from "./view.ts";

const PAGE = 20;
const DAYS = 90;
const Uuid = z.uuid();

/** The salespeople's page: a list of leads, and forms that answer them. */
export function salesPages(admin: Hono<HttpEnv>): void {
  admin.get("/leads", async (c) => {
    const view = await viewOf(c);
    const wanted = wantedFrom(new URL(c.req.url).searchParams);
    const { owner, status } = wanted;
    const owners = (view.playbook.sales?.owners ?? []).map(({ id }) => id);
    const ofNobody = { notOf: owners };
    const filter = {
      owner: owner === NOBODY ? ofNobody : owner,
      status: status === "overdue" ? undefined : status,
      overdue: status === "overdue",
    };
    const cursor = c.req.query("cursor") || undefined;
    const [part, lost, stats, told] = await ask(
      c.get("context").db,
      leads(filter, { limit: PAGE, cursor }, view.now),
      leads({ owner: ofNobody }, { limit: 1 }, view.now),
      leadStats(view.now - DAYS * DAY, view.now),
      toldOf(c),
    );
    const shown = { part, stats, days: DAYS, outcome: { ...outcomeOf(c), lead: told }, cursor };
    return c.html(<Leads view={view} wanted={wanted} isAnyLost={lost.items.length > 0} {...shown} />);
  });

  admin.post("/leads/:id/:action", async (c) => {
    const view = await viewOf(c);
    const { id, action } = c.req.param();
    if (!Uuid.safeParse(id).success || !isAction(action)) throw noPage(c);
    const { back = "", ...fields } = Object.fromEntries(new URLSearchParams(await readText(c, 8_192)));
    const outcome: Record<string, string> = { lead: id };
    try {
      await answer(c, view, id, action, fields);
      outcome["done"] = action;
    } catch (error) {
      if (!(error instanceof Refusal) || !isShown(error.code)) throw error;
      outcome["failed"] = error.code;
    }
    return c.redirect(backTo(view, back, outcome), 303);
  });
}

/** The lead that an answer was about, of which the page after it tells. */
export const toldOf = (c: Http): Query<Outcome["lead"]> => lead(Uuid.safeParse(c.req.query("lead")).data ?? "");

export const outcomeOf = (c: Http): Pick<Outcome, "done" | "failed"> => ({
  done: c.req.query("done"),
  failed: c.req.query("failed"),
});

const isShown = (code: ErrorCode): boolean =>
  code === "conflict" || code === "invalid_request" || code === "not_found" || code === "unavailable";

const isAction = (action: string): action is Action | "assign" =>
  action === "assign" || ACTIONS.some((one) => one === action);

async function answer(
  c: Http,
  { playbook }: View,
  id: string,
  action: Action | "assign",
  fields: Record<string, string>,
): Promise<void> {
  const context = c.get("context");
  if (action === "assign") return giveTo(context, playbook, id, fields["owner"] ?? "");
  const { amount, currency, ...rest } = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
  const body = BODIES[action].safeParse({
    ...rest,
    ...(amount === undefined ? {} : { amount: amountOf(amount) }),
    ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
  });
  if (!body.success) throw new Refusal("invalid_request", "Something is missing.");
  return takeAnswer(context, playbook, id, { ...body.data, action });
}

/** The list or the person's page that an answer was given on, with what became of it; nothing else can be led to. */
function backTo({ base }: View, back: string, outcome: Record<string, string>): string {
  const person = /^people\/([\da-f-]{36})$/.exec(back)?.[1];
  const kept = new URLSearchParams(back);
  const wanted = Object.entries({ ...wantedFrom(kept), cursor: kept.get("cursor") ?? undefined });
  const query = person === undefined ? wanted.filter((one): one is [string, string] => one[1] !== undefined) : [];
  const path = person === undefined ? "leads" : `people/${person}`;
  return `${base}/${path}?${new URLSearchParams([...query, ...Object.entries(outcome)]).toString()}#told`;
}

function wantedFrom(query: URLSearchParams): Wanted {
  return {
    owner: query.get("owner")?.slice(0, 40) || undefined,
    status: SHOWN.find((one) => one === query.get("status")),
  };
}
