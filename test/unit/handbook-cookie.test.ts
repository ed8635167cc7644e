import { describe, expect, it } from "vitest";
import { Sealer } from "../../worker/platform/seal.ts";
import type { State } from "../../worker/state/state.ts";
import { openVisitor, sealVisitor } from "../../worker/state/visitor.ts";
import { NOON, PROFILE, VISITOR } from "../support/events.ts";
import { asked, clicked, type Deed, live, PICK } from "../support/lives.ts";

describe("the example's cookie", () => {
  const sealer = new Sealer(["a key for tests that is long enough"]);
  const PAGES =
    `/ /products/ /pricing/ /terms/ /white-paper/ /webinar/ /contact/ /blog/voice-or-scanner/ /blog/walking-is-the-work/
    /customers/havbo-sport/ /customers/lindqvist-industri/ /products/stock/overview/ /products/stock/slotting/
    /products/stock/replenishment/ /products/stock/cycle-counting/ /products/stock/lot-tracking/`.split(/\s+/);
  const reads: Deed[] = [...PICK.map((page) => `/products/pick/${page}/`), ...PAGES].map((page, i) => [i / 3, page]);
  const passed = async (state: State): Promise<State> => {
    const visitor = { id: VISITOR, profile: PROFILE, syncedAt: NOON, state };
    return (await openVisitor(await sealVisitor(visitor, sealer), sealer))!.state;
  };

  it("holds all that is known of who has read the whole website in a week", async () => {
    const { state } = live(reads);
    expect(state.views).toBe(21);
    expect(await passed(state)).toEqual({ ...state, classes: {} });
  });

  /** What the forms ask besides. */
  const EVERYTHING = {
    firstName: "Karin",
    company: "Lindqvist",
    phone: "+4512345678",
    country: "SE",
    recommends: "9",
    vatNumber: "SE123456789",
    pickers: 40,
    runsOn: "erp",
    runsOnName: "Own",
  };

  it("gives up no more than the memory of redelivered events for who then told everything about themselves", async () => {
    const told: Deed[] = [
      [8, asked],
      [
        8,
        {
          type: "identify",
          traits: { industry: "logistics", employees: "100-499", title: "Head of Logistics", postcode: "8200" },
        },
      ],
      [8, { type: "permission_confirmed", permission: { submission: "s", topics: ["white-paper", "newsletter"] } }],
      [8, { type: "track", name: "form_shown", properties: { form: "newsletter" } }],
      [8, { type: "identify", traits: EVERYTHING }],
      [8, { type: "permission_confirmed", permission: { submission: "s", topics: ["webinar", "replay", "events"] } }],
      [8, { type: "content_opened", name: "quiet-peak" }],
      [8, { type: "flow_entered", name: "nurturing" }],
      [9, clicked],
    ];
    const { state } = live([...reads, ...told, ...reads.map(([day, page]): Deed => [day + 9, page])]);
    const { recent, ...kept } = await passed(state);
    const { recent: all, ...known } = state;
    expect(kept).toEqual({ ...known, classes: {} });
    expect(all.startsWith(recent)).toBe(true);
    expect(recent.length).toBeGreaterThan(0);
  });
});
