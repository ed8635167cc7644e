/* oxlint-disable unicorn/no-thenable -- what an author writes; nobody awaits it */
import { describe, expect, it } from "vitest";
import { evaluate, factsOf } from "../../worker/conditions/index.ts";
import { type Compiled, compile, Condition } from "../../worker/playbook/index.ts";
import { Document } from "../../worker/playbook/document.ts";
import { dueAt } from "../../worker/profiles/due.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, event, NOON, view } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const HOUR = DAY / 24;

/** On Monday at noon they looked at prices, twice; an hour later read the blog; ordered in the evening and on Tuesday. */
const history = (playbook: Compiled) => [
  view(playbook, "/pricing/", NOON),
  view(playbook, "/pricing/", NOON + 60_000),
  view(playbook, "/blog/one/", NOON + HOUR),
  event("track", NOON + 6 * HOUR, {
    name: "Order Completed",
    properties: { total: 60.5, city: "Ærø", tags: ["a", "b"] },
  }),
  event("track", NOON + DAY, { name: "Order Completed", properties: { total: "50", city: "ÆRØ", tags: ["b", "c"] } }),
  event("form_submit", NOON + DAY + HOUR, { name: "paper" }),
  event("email_sent", NOON + 2 * DAY, { name: "tips" }),
  event("email_opened", NOON + 2 * DAY + HOUR, { name: "tips" }),
  event("flow_entered", NOON + 2 * DAY, { name: "welcome" }),
  event("flow_completed", NOON + 3 * DAY, { name: "welcome" }),
];

/** The state after that history, of a playbook that asks this. */
function after(when: unknown): { playbook: Compiled; state: State } {
  const playbook = compile(Document.parse({ ...document, segments: { asked: { title: "t", when } } }), 1);
  const state = history(playbook).reduce(
    (state, one) => fold(state, one, playbook, one.receivedAt),
    emptyState("interest", NOON, 1),
  );
  return { playbook, state };
}

function holds(when: unknown, at: number): boolean {
  const { state } = after(when);
  const nobody = { fit: { points: 0, grade: "D" }, behaviour: { points: 0, rank: 4 }, action: null } as const;
  return evaluate(
    Condition.parse(when),
    factsOf(state, at, "UTC", () => nobody),
  );
}

const prices = { did: "page_view", where: { "page.class": "pricing" } };
const order = { did: "Order Completed" };

describe("what was done", () => {
  it.each<[unknown, string, number, boolean]>([
    [prices, "ever", 300 * DAY, true],
    [{ ...prices, atLeast: 2 }, "often enough", 4 * DAY, true],
    [{ ...prices, atLeast: 3 }, "not often enough", 4 * DAY, false],
    [{ ...prices, atLeast: 2, within: "7d" }, "to the last second in which both count", 7 * DAY - 1_000, true],
    [{ ...prices, atLeast: 2, within: "7d" }, "no more when the first is a week old", 7 * DAY, false],
    [{ ...prices, within: "7d" }, "while the second still counts", 7 * DAY + 59_000, true],
    [{ ...prices, never: true }, "never", 4 * DAY, false],
    [{ did: "contract_signed", never: true }, "never", 4 * DAY, true],
    [{ ...prices, never: true, within: "2d" }, "never lately", 4 * DAY, true],
    [{ ...prices, atMost: 2 }, "at most", 4 * DAY, true],
    [{ ...prices, atMost: 1 }, "at most", 4 * DAY, false],
    [{ ...prices, atMost: 1, within: "7d" }, "at most, lately", 7 * DAY, true],
    [{ ...prices, notFor: "3d" }, "once, but not for so long", 4 * DAY, true],
    [{ ...prices, notFor: "5d" }, "too short a while ago", 4 * DAY, false],
    [{ did: "contract_signed", notFor: "3d" }, "never, so not either", 4 * DAY, false],
    [{ ...order, since: "2026-11-03" }, "since a day", 4 * DAY, true],
    [{ ...order, since: "2026-11-03", atLeast: 2 }, "since a day", 4 * DAY, false],
    // Reading the blog made them learn, and the order came after that.
    [{ ...order, since: "stage", atLeast: 2 }, "since they are in their stage", 4 * DAY, true],
    [{ ...prices, since: "stage" }, "before they came into their stage", 4 * DAY, false],
    [{ did: "page_view", distinct: "page.path", atLeast: 2 }, "different pages", 4 * DAY, true],
    [{ did: "page_view", distinct: "page.path", atLeast: 3 }, "different pages", 4 * DAY, false],
    [{ ...order, distinct: "properties.tags", atLeast: 3 }, "different members of lists", 4 * DAY, true],
    [{ ...order, distinct: "properties.tags", atLeast: 3, within: "1d" }, "different ones, lately", DAY + HOUR, true],
    [{ ...order, distinct: "properties.tags", atLeast: 3, within: "1d" }, "fewer, lately", DAY + 7 * HOUR, false],
    [{ ...order, sum: "properties.total", gte: 110.5 }, "a sum", 4 * DAY, true],
    [{ ...order, sum: "properties.total", gte: 110.51 }, "a sum to the hundredth", 4 * DAY, false],
    [{ ...order, sum: "properties.total", lte: 50, within: "1d" }, "a sum in a window", DAY + 6 * HOUR, true],
    [{ ...order, sum: "properties.total", lte: 50, within: "1d" }, "a sum in a window", DAY + 5 * HOUR, false],
    [{ did: "contract_signed", sum: "properties.total", lte: 0 }, "nothing sums up to nought", 4 * DAY, true],
    [{ ...prices, then: { ...order, within: "1d" } }, "one thing after another", 4 * DAY, true],
    [{ ...prices, then: { ...order, within: "2h" } }, "but not so soon", 4 * DAY, false],
    [{ ...order, then: { ...prices, within: "7d" } }, "and not the other way round", 4 * DAY, false],
    [
      {
        ...prices,
        then: [
          { ...order, within: "1d" },
          { did: "form_submit", within: "2d" },
        ],
      },
      "three things in a row",
      4 * DAY,
      true,
    ],
    [{ ...prices, then: { ...order, within: "1d" }, within: "3d" }, "a sequence that ended lately", 3 * DAY, true],
    [{ ...prices, then: { ...order, within: "1d" }, within: "3d" }, "a sequence of long ago", 4 * DAY, false],
    [{ ...order, where: { "properties.city": "ærø" }, atLeast: 2 }, "whatever the case of its letters", 4 * DAY, true],
    [{ ...order, where: { "properties.total": { gt: 55 } }, atLeast: 2 }, "numbers as text, too", 4 * DAY, false],
    [{ did: "form_submit", where: { name: "paper" } }, "a form by its name", 4 * DAY, true],
    [{ email: "tips", was: "opened" }, "a mail was opened", 4 * DAY, true],
    [{ email: "tips", was: "clicked" }, "a mail was clicked", 4 * DAY, false],
    [{ email: "tips", was: "opened", within: "2d" }, "opened lately", 4 * DAY + 2 * HOUR, false],
    [{ flow: "welcome" }, "not in the flow any more", 4 * DAY, false],
    [{ flow: "welcome", is: "completed" }, "through the flow", 4 * DAY, true],
  ])("%j: %s", (when, _, later, expected) => {
    expect(holds(when, NOON + later)).toBe(expected);
  });

  it("makes itself heard when a window ends, without an event", () => {
    const { state, playbook } = after({ ...prices, atLeast: 2, within: "7d" });
    expect(state.segments).toEqual(["asked"]);
    expect(dueAt(state, playbook, NOON + 6 * DAY)).toBeLessThanOrEqual(NOON + 7 * DAY);
  });
});
