import { describe, expect, it } from "vitest";
import { isThereAtOnce, placedForm } from "../../worker/forms/place.ts";
import type { Compiled } from "../../worker/playbook/index.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { blank, DAY, event, NOON, view } from "../support/events.ts";
import { document, testPlaybook } from "../support/playbook.ts";

type Placement = Record<string, unknown>;

/** A playbook in which the paper's form, and after it a second one, show themselves. */
const placing = (placement: Placement, second?: Placement): Compiled =>
  testPlaybook((copy) => {
    const forms = copy.forms as Record<string, object>;
    forms["paper"] = { ...document.forms.paper, placement };
    if (second) forms["second"] = { ...document.forms.paper, placement: second };
  });

const ALLOWED = { analytics: true, personalization: true, marketing: true };
const POPUP = { as: "popup", trigger: { after: "10s" }, every: "7d", most: 2 };

function visitorOf(playbook: Compiled, ...events: Parameters<typeof fold>[1][]): State {
  const start = { ...emptyState("interest", NOON, playbook.revision), consent: ALLOWED };
  return events.reduce((state, one) => fold(state, one, playbook, one.receivedAt), start);
}

const shownAt = (at: number) => event("track", at, { name: "form_shown", properties: { form: "paper" } });

function placed(playbook: Compiled, state: State | null, now = NOON, path = "/"): string | null {
  const page = { url: `https://www.testby.example${path}`, path, ...playbook.page(path) };
  return placedForm(playbook, state, { playbook, surroundings: { page }, now });
}

describe("a form that shows itself", () => {
  const playbook = placing(POPUP);

  it("does so for whoever lets us remember that it did, and for nobody else", () => {
    const visitor = visitorOf(playbook);
    expect(placed(playbook, visitor)).toBe("paper");
    expect(placed(playbook, null)).toBeNull();
    expect(placed(playbook, { ...visitor, consent: { ...ALLOWED, analytics: false } })).toBeNull();
  });

  it("waits so long before it does again, and does so often and no more", () => {
    const once = visitorOf(playbook, shownAt(NOON));
    expect(placed(playbook, once, NOON + DAY)).toBeNull();
    expect(placed(playbook, once, NOON + 8 * DAY)).toBe("paper");
    const twice = visitorOf(playbook, shownAt(NOON), shownAt(NOON + 8 * DAY));
    expect(placed(playbook, twice, NOON + 100 * DAY)).toBeNull();
  });

  it("counts only how often itself was shown", () => {
    const other = event("track", NOON, { name: "form_shown", properties: { form: "second" } });
    expect(placed(playbook, visitorOf(playbook, other), NOON)).toBe("paper");
  });

  it("is done once it was sent", () => {
    const sent = event("form_submit", NOON, {
      name: "paper",
      submission: { ...blank, form: "paper", locale: "en", url: "https://www.testby.example/", permissions: [] },
    });
    expect(placed(playbook, visitorOf(playbook, sent), NOON + 30 * DAY)).toBeNull();
  });

  it("does not while it is not counted how often it did", () => {
    const behind = { ...visitorOf(playbook), revision: -1 };
    expect(placed(playbook, behind)).toBeNull();
  });

  it("gives way to the next where its page or condition does not fit", () => {
    const pages = placing({ ...POPUP, pages: ["/pricing", "/blog/*"] }, POPUP);
    expect(placed(pages, visitorOf(pages), NOON, "/blog/one/")).toBe("paper");
    expect(placed(pages, visitorOf(pages), NOON, "/")).toBe("second");
    const when = placing({ ...POPUP, when: { did: "page_view", atLeast: 2 } });
    const once = visitorOf(when, view(when, "/", NOON));
    expect(placed(when, once)).toBeNull();
    expect(placed(when, fold(once, view(when, "/a/", NOON), when, NOON))).toBe("paper");
  });

  it("does not where it has nothing left to ask, nor to offer", () => {
    const visitor = visitorOf(playbook);
    const known = ["email", "firstName", "company", "industry"];
    const told = (permissions: State["permissions"]) => placed(playbook, { ...visitor, known, permissions });
    expect(told({})).toBe("paper");
    expect(told({ news: "confirmed" })).toBe("paper");
    expect(told({ news: "confirmed", paper: "confirmed" })).toBeNull();
    expect(told({ news: "confirmed", paper: "withdrawn" })).toBeNull();
  });

  it("cannot be called what stands for any of them", () => {
    const called = (name: string) => () =>
      testPlaybook((copy) => ((copy.forms as Record<string, object>)[name] = document.forms.paper));
    expect(called("other")).not.toThrow();
    expect(called("auto")).toThrow(/any form that shows itself/);
  });

  it("is there with the page only where it stands in it and waits for nothing", () => {
    const of = (placement: Placement) => isThereAtOnce(placing(placement).forms["paper"]!);
    expect(of({ as: "inline" })).toBe(true);
    expect(of({ as: "inline", trigger: { scroll: 20 } })).toBe(false);
    expect(of(POPUP)).toBe(false);
  });
});
