import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask } from "../../worker/forms/ask.ts";
import { renderForm } from "../../worker/forms/render.ts";
import type { Event } from "../../worker/events/event.ts";
import { type Compiled, compile, isQuestion, Playbook, questionsOf } from "../../worker/playbook/index.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, event, NOON, view } from "../support/events.ts";
import { viewOf } from "../support/forms.ts";
import { document } from "../support/playbook.ts";

const EMAIL = { name: "email", type: "email", label: "l", required: true };
const q = (name: string, more: object = {}) => ({ name, type: "text", label: name, ...more });
const options = ["a", "b"].map((value) => ({ value, label: value }));

/** The test's playbook with a form of these fields. */
function playbookOf(fields: object[], form: object = {}, carry: string[] = []): Compiled {
  const copy = structuredClone(document) as typeof document & { site: { carry: string[] } };
  const asked = { ...copy.forms.paper, fields, permissions: copy.forms.paper.permissions.slice(0, 1), ...form };
  copy.site.carry.push(...carry);
  return compile(Playbook.parse({ ...copy, forms: { paper: copy.forms.paper, asked } }), 1);
}
const stateOf = (playbook: Compiled, ...events: Event[]): State =>
  events.reduce((state, one) => fold(state, one, playbook, one.receivedAt), emptyState("interest", NOON, 1));
const told = (traits: Record<string, string | boolean>, at = NOON, who?: string): Event =>
  event("form_submit", at, { name: "asked", traits, ...(who ? { identity: { email: who } } : {}) });

/** What is asked of somebody: names of questions, and topics of boxes. */
function asks(playbook: Compiled, state: State | null, now = NOON, surroundings = {}): string[] {
  const { fields, boxes } = ask(playbook.forms["asked"]!, state, { surroundings, playbook, now });
  const names = fields.map((field) => ("name" in field ? field.name : field.type));
  return [...names, ...boxes.map(({ topic }) => `[${topic}]`)];
}

describe("a form asks", () => {
  const playbook = playbookOf([EMAIL, q("a"), q("b"), q("c"), q("d")]);

  it("a few things at a time, the address first", () => {
    expect(asks(playbook, null)).toEqual(["email", "a", "b"]);
    expect(asks(playbookOf([q("a"), q("b"), q("c"), EMAIL]), null)).toEqual(["a", "b", "email"]);
  });

  it("never what was told before, in a form, by a server or an import", () => {
    const form = stateOf(playbook, told({ a: "1" }, NOON, "anna@acme.example"));
    expect(asks(playbook, form)).toEqual(["b", "c", "d"]);
    const server = event("identify", NOON, { visitor: null, traits: { b: "2", c: "3" } });
    expect(asks(playbook, stateOf(playbook, server))).toEqual(["email", "a", "d"]);
    expect(asks(playbook, stateOf(playbook, told({ a: "" })))).toContain("a");
  });

  it("all that it has where that is asked for", () => {
    expect(asks(playbookOf([EMAIL, q("a"), q("b"), q("c"), q("d")], { ask: 40 }), null)).toHaveLength(5);
  });

  it("nothing where nothing is left to ask, and is its button then", () => {
    const known = stateOf(playbook, told({ a: "1", b: "1", c: "1", d: "1" }, NOON, "anna@acme.example"));
    const asked = ask(playbook.forms["asked"]!, known, { surroundings: {}, playbook, now: NOON });
    expect(asked).toEqual({ fields: [], boxes: [] });
    const html = renderForm(viewOf(undefined, { form: playbook.forms["asked"]!, asked }));
    expect(html).toMatch(/<button[^>]*>Get the paper<\/button>/);
    expect(html).not.toContain("<label for");
  });

  it("by priority, then in its own order; what is always asked comes before", () => {
    const ordered = playbookOf([
      EMAIL,
      q("a"),
      q("b", { priority: 9 }),
      q("c", { priority: 1 }),
      q("d", { always: true }),
    ]);
    expect(asks(ordered, null)).toEqual(["email", "c", "d"]);
    const known = stateOf(ordered, told({ a: "1", b: "1", c: "1", d: "1" }, NOON, "anna@acme.example"));
    expect(asks(ordered, known)).toEqual(["d"]);
  });

  it("what stays with the submission each time", () => {
    const message = playbookOf([EMAIL, q("message", { trait: false })]);
    expect(asks(message, stateOf(message, told({}, NOON, "anna@acme.example")))).toEqual(["message"]);
  });

  it("some things only of whoever has sent some forms", () => {
    const later = playbookOf([EMAIL, q("a"), q("phone", { after: 2 })]);
    expect(asks(later, null)).toEqual(["email", "a"]);
    const once = told({}, NOON, "anna@acme.example");
    expect(asks(later, stateOf(later, once))).toEqual(["a"]);
    expect(asks(later, stateOf(later, once, told({})))).toEqual(["a", "phone"]);
  });

  it("some things only of some people", () => {
    const danes = playbookOf([EMAIL, q("cvr", { when: { country: "DK" } }), q("a", { when: { visits: { gte: 1 } } })]);
    expect(asks(danes, null, NOON, { country: "DK" })).toEqual(["email", "cvr"]);
    expect(asks(danes, null, NOON, { country: "SE" })).toEqual(["email"]);
    expect(asks(danes, stateOf(danes, view(danes, "/", NOON)), NOON, { country: "SE" })).toEqual(["email", "a"]);
  });

  it("again after some time", () => {
    const again = playbookOf([EMAIL, q("title", { again: "90d" })]);
    const known = stateOf(again, told({ title: "CEO" }, NOON, "anna@acme.example"));
    expect(asks(again, known, NOON + 89 * DAY)).toEqual([]);
    expect(asks(again, known, NOON + 91 * DAY)).toEqual(["title"]);
    const renewed = fold(known, told({ title: "CFO" }, NOON + 91 * DAY), again, NOON + 91 * DAY);
    expect(asks(again, renewed, NOON + 92 * DAY)).toEqual([]);
  });

  it("not what is known of where they work, or of the company whose network they use", () => {
    const company = playbookOf([EMAIL, q("firm", { company: "name" }), q("branch", { company: "industry" })]);
    const state = stateOf(company, view(company, "/", NOON));
    expect(asks(company, state)).toEqual(["email", "firm", "branch"]);
    expect(asks(company, { ...state, company: { name: "Acme" } })).toEqual(["email", "branch"]);
    expect(asks(company, { ...state, network: ["industry", "name"] })).toEqual(["email"]);
    const odd = playbookOf([EMAIL, q("firm", { company: "constructor" })]);
    expect(asks(odd, { ...stateOf(odd), company: { name: "Acme" } })).toEqual(["email", "firm"]);
  });

  it("alternatives together, as one, and none of them once one is known", () => {
    const either = playbookOf([EMAIL, q("firm", { either: "work" }), q("a"), q("vat", { either: "work" }), q("b")]);
    expect(asks(either, null)).toEqual(["email", "firm", "a", "vat"]);
    expect(asks(either, stateOf(either, told({ vat: "1" })))).toEqual(["email", "a", "b"]);
  });
});

describe("a box", () => {
  const playbook = playbookOf([EMAIL, q("a"), q("b")], { permissions: document.forms.paper.permissions });
  const answered = (status: "pending" | "confirmed" | "withdrawn" | "expired") =>
    asks(playbook, { ...stateOf(playbook), permissions: { news: status } });

  it("counts as a question, and is not shown to whoever said yes, confirmed or not", () => {
    expect(asks(playbook, null)).toEqual(["email", "a", "[news]"]);
    expect(answered("confirmed")).toEqual(["email", "a", "b"]);
    expect(answered("pending")).toEqual(["email", "a", "b"]);
  });

  it("is shown again where the yes is gone", () => {
    expect(answered("withdrawn")).toContain("[news]");
    expect(answered("expired")).toContain("[news]");
  });
});

describe("a question that another shows", () => {
  const select = { name: "topic", type: "select", label: "l", options };
  const shows = { if: { field: "topic", in: ["b"] } };
  const more = q("more", shows);
  const shownBy = (playbook: Compiled, state: State | null) =>
    ask(playbook.forms["asked"]!, state, { surroundings: {}, playbook, now: NOON }).fields.filter(isQuestion);

  it("comes with it, and counts, too", () => {
    expect(asks(playbookOf([EMAIL, select, more, q("x")]), null)).toEqual(["email", "topic", "more"]);
    const eager = playbookOf([EMAIL, select, q("more", { ...shows, priority: 1 }), q("x")]);
    expect(asks(eager, null)).toEqual(["email", "topic", "more"]);
    expect(asks(playbookOf([EMAIL, select, q("more", { ...shows, priority: 1 }), q("x")], { ask: 2 }), null)).toEqual([
      "email",
      "topic",
    ]);
  });

  it("is asked by itself where the answer is known and shows it, and not where it does not", () => {
    const carried = playbookOf([EMAIL, select, more], {}, ["topic"]);
    const b = stateOf(carried, told({ topic: "b" }));
    expect(shownBy(carried, b)).toMatchObject([{ name: "email" }, { name: "more", type: "text" }]);
    expect(shownBy(carried, b)[1]).not.toHaveProperty("if");
    expect(asks(carried, stateOf(carried, told({ topic: "a" })))).toEqual(["email"]);
    const kept = playbookOf([EMAIL, select, more]);
    expect(asks(kept, stateOf(kept, told({ topic: "b" })))).toEqual(["email"]);
  });
});

describe("what stands between the questions", () => {
  const step = (label: string) => ({ type: "step", label });
  const heading = (label: string) => ({ type: "heading", label });
  const rich = (html: string) => ({ type: "rich", html });
  const shown = (fields: object[], known: string[] = [], more: object = {}) => {
    const playbook = playbookOf(fields, { ask: 40, permissions: [], emails: {}, ...more });
    const state = known.length === 0 ? null : { ...stateOf(playbook), known };
    return ask(playbook.forms["asked"]!, state, { surroundings: {}, playbook, now: NOON })
      .fields.map((field) => ("label" in field ? field.label : "html" in field ? field.html : field.type))
      .join(" ");
  };

  it("goes with the questions of its part", () => {
    const fields = [rich("intro"), heading("You"), q("a"), q("b"), heading("Work"), rich("why"), q("c"), rich("end")];
    expect(shown(fields)).toBe("intro You a b Work why c end");
    expect(shown(fields, ["a"])).toBe("intro You b Work why c end");
    expect(shown(fields, ["a", "b"])).toBe("intro Work why c end");
    expect(shown(fields, ["c"])).toBe("intro You a b");
  });

  it("introduces the questions that follow it", () => {
    const fields = [q("a"), rich("on b"), q("b"), rich("on c"), q("c"), rich("end")];
    expect(shown(fields, ["b"])).toBe("a on c c end");
    expect(shown(fields, ["c"])).toBe("a on b b end");
    expect(shown(fields, ["a"])).toBe("on b b on c c end");
  });

  it("steps of which nothing is left to ask are left out with all they hold", () => {
    const fields = [
      rich("intro"),
      step("1"),
      q("a"),
      rich("after a"),
      step("2"),
      heading("Work"),
      q("b"),
      step("3"),
      q("c"),
    ];
    expect(shown(fields)).toBe("intro 1 a after a 2 Work b 3 c");
    expect(shown(fields, ["b"])).toBe("intro 1 a after a 3 c");
    expect(shown(fields, ["a", "c"])).toBe("intro 2 Work b");
  });

  it("what nobody tells is not shown", () => {
    expect(shown([q("a"), { name: "source", type: "hidden", value: "web" }])).toBe("a");
  });
});

it("whatever a form is made of and whatever is known, no more is asked than may be, and nothing that is known", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const fields = fc.tuple(
    ...names.map((name, i) =>
      fc
        .record(
          {
            priority: fc.integer({ min: 1, max: 5 }),
            either: fc.constantFrom("one", "two"),
            after: fc.integer({ min: 1, max: 2 }),
            if: fc.constantFrom(...(i === 0 ? ["a"] : names.slice(0, i))).map((field) => ({ field, in: ["x"] })),
          },
          { requiredKeys: [] },
        )
        .map((more) =>
          i === 0 ? q(name, { ...more, if: undefined }) : q(name, more.either ? { ...more, if: undefined } : more),
        ),
    ),
  );
  fc.assert(
    fc.property(
      fields,
      fc.subarray(names),
      fc.integer({ min: 1, max: 7 }),
      fc.nat(3),
      fc.boolean(),
      (some, known, most, sent, remembered) => {
        const count = (either: string): number => some.filter((one) => "either" in one && one.either === either).length;
        const sound = some.map((one) => {
          const { either, ...rest } = one as { either?: string };
          return either !== undefined && count(either) > 1 ? one : rest;
        });
        const playbook = playbookOf([EMAIL, ...sound], { ask: most });
        const form = playbook.forms["asked"]!;
        const forms = Array.from({ length: sent }, () => told({}));
        const state = remembered ? { ...stateOf(playbook, ...forms), known } : null;
        const asked = ask(form, state, { surroundings: {}, playbook, now: NOON }).fields.filter(isQuestion);
        const units = new Set(asked.map(({ name, either }) => either ?? `= ${name}`));
        expect(units.size).toBeLessThanOrEqual(most);
        const order = questionsOf(form).map(({ name }) => name);
        expect(asked.map(({ name }) => name)).toEqual(order.filter((name) => asked.some((one) => one.name === name)));
        for (const { name, if: shows } of asked) {
          if (state) expect(known).not.toContain(name);
          if (shows) expect(asked.map((one) => one.name)).toContain(shows.field);
        }
      },
    ),
    { numRuns: 300 },
  );
});
