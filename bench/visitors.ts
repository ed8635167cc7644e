import { Sealer } from "../worker/platform/seal.ts";
import { openVisitor, sealVisitor } from "../worker/state/visitor.ts";
import { type BenchStack, SITE } from "./stack.ts";
import { Dice, PAGES, USER_AGENTS } from "./traffic.ts";

/** A browser somewhere in the customer journey: the headers it sends with each request, its sealed cookie among them. */
export interface BenchVisitor {
  headers: Record<string, string>;
}

const DAY = 86_400_000;
const CONSENT = { analytics: true, personalization: true, marketing: true };

/**
 * Visitors as they come about: each consents, reads some pages in one to three sessions on different days, and is
 * stored; the last session's first answer brings the state back from the database. Resolves when all is settled.
 */
export async function makeVisitors(stack: BenchStack, count: number): Promise<BenchVisitor[]> {
  const dice = new Dice(7);
  const visitors = Array.from({ length: count }, () => ({ headers: headersOf(dice) }));
  let sent = 0;
  for (let daysAgo = 2; daysAgo >= 0; daysAgo--) {
    for (const [i, visitor] of visitors.entries()) {
      if (daysAgo > i % 3) continue;
      const at = new Date(Date.now() - daysAgo * DAY);
      const events = Array.from({ length: 1 + dice.below(6) }, () => pageView(dice, at));
      sent += events.length + (visitor.headers["cookie"] ? 0 : 1);
      await read(stack, visitor, at, events);
    }
    await settled(stack, sent);
  }
  return visitors;
}

/**
 * The same visitors over and over, `count` in all, each time with another cookie of the same content: a cookie that the
 * Worker has never met.
 */
export async function asStrangers(stack: BenchStack, visitors: BenchVisitor[], count: number): Promise<BenchVisitor[]> {
  const sealer = new Sealer([stack.sealKey]);
  const strangers: BenchVisitor[] = [];
  for (let i = 0; i < count; i++) {
    const { headers } = visitors[i % visitors.length]!;
    const visitor = await openVisitor(headers["cookie"]!.replace("fodspor=", ""), sealer);
    if (visitor === null) throw new Error("a cookie of the Worker's own does not open");
    strangers.push({ headers: { ...headers, cookie: `fodspor=${await sealVisitor(visitor, sealer)}` } });
  }
  return strangers;
}

/** A page view as the snippet reports it. */
export function pageView(dice: Dice, at: Date): object {
  const { path, title } = dice.pick(PAGES);
  return { id: dice.uuid(), type: "page_view", at: at.toISOString(), url: SITE + path, title, referrer: `${SITE}/` };
}

function headersOf(dice: Dice): Record<string, string> {
  return {
    "user-agent": dice.pick(USER_AGENTS),
    accept: "*/*",
    "accept-language": dice.pick(["en-GB,en;q=0.9", "da-DK,da;q=0.9,en;q=0.5", "de-DE,de;q=0.9"]),
    origin: SITE,
    referer: `${SITE}/`,
  };
}

async function read(stack: BenchStack, visitor: BenchVisitor, at: Date, events: object[]): Promise<void> {
  const body = JSON.stringify({ sentAt: at.toISOString(), events, consent: CONSENT });
  const headers = { ...visitor.headers, "content-type": "text/plain", "x-fodspor-now": at.toISOString() };
  const response = await fetch(`${stack.base}/e`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`POST /e answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith("fodspor="));
  if (cookie === undefined) throw new Error("POST /e gave no sealed cookie");
  visitor.headers["cookie"] = cookie.split(";")[0]!;
}

async function settled(stack: BenchStack, events: number): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const response = await fetch(`${stack.base}/api/stats`, {
      headers: { authorization: `Bearer ${stack.adminToken}` },
    });
    const text = await response.text();
    const stored = (JSON.parse(text) as { events?: { stored?: number } }).events?.stored ?? 0;
    if (stored >= events) return;
    if (Date.now() > giveUpAt) throw new Error(`${stored} of ${events} events were stored in 30 s: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
