import fc from "fast-check";
import type { Event } from "../../worker/events/event.ts";
import type { Compiled } from "../../worker/playbook/index.ts";
import { uuidOf } from "../../worker/lib/uuid.ts";
import { NOON, blank } from "./events.ts";
import { NUMBERS, TEXTS } from "./written-conditions.ts";

/** What several people may do, some of whom turn out to be one. */
export interface Step {
  kind: (typeof KINDS)[number];
  who: number;
  /** Since the step before, ms. */
  wait: number;
  /** How long it was on its way, ms. */
  late: number;
  pick: number;
  value: unknown;
  server: boolean;
}

const KINDS = [
  ...([
    "view",
    "view",
    "view",
    "view",
    "order",
    "order",
    "order",
    "order",
    "signed",
    "click",
    "signed",
    "form",
    "identify",
    "consent",
    "click",
  ] as const),
  ...(["flow", "mail", "lead", "cluster", "confirm", "named"] as const),
];

const value = fc.oneof(
  fc.constantFrom<unknown>("KØBENHAVN", "Aarhus C", "12", 12, 99.995, true),
  fc.constantFrom<unknown>(...TEXTS, ...NUMBERS, true, false, null),
  fc.constantFrom<unknown>(["Ærø", 12], ["aarhus", "AARHUS", null, ["x"]], [], {}, { city: "KØBENHAVN" }, [
    true,
    "true",
    1,
    "1",
  ]),
);
const wait = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 3_000 }), weight: 6 },
  { arbitrary: fc.constantFrom(0, 1_000, 60_000, 10 * 60_000, 30 * 60_000), weight: 6 },
  { arbitrary: fc.constantFrom(2 * 3_600_000, 86_400_000), weight: 1 },
  { arbitrary: fc.integer({ min: 0, max: 2 * 86_400_000 }), weight: 1 },
);

/** A history of at most so many steps; those that come late are told after what came after them. */
export const steps = (
  most: number,
  { late = true, kinds = KINDS as readonly Step["kind"][] } = {},
): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      who: fc.constantFrom(0, 0, 0, 1, 1, 2),
      wait,
      late: late ? fc.constantFrom(0, 0, 0, 0, 1_500, 45 * 60_000) : fc.constant(0),
      pick: fc.nat(11),
      value,
      server: fc.boolean(),
    }),
    { minLength: Math.ceil(most / 3), maxLength: most },
  );

const PATHS = [
  "/",
  "/pricing/",
  "/pricing/",
  "/blog/one/",
  "/products/pick/1/",
  "/products/pick/2/",
  "/products/pick/3/",
];
const ZONES = ["Europe/Copenhagen", "America/New_York", "Asia/Kolkata", "Nowhere/Land"];
const CITIES = ["København", "Aarhus", "ÆRØ"];
const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** Steps as events; `run` makes their ids and addresses unlike those of other runs. */
export function eventsOf(told: Step[], playbook: Compiled, run: string): Event[] {
  let clock = NOON;
  let form = "";
  return told.map((step, i): Event => {
    clock += step.wait;
    const { kind, who, pick, value, server } = step;
    const id = uuidOf(run, "event", String(i));
    const browser = !server || kind === "view" || kind === "form";
    const base = {
      id,
      at: clock - step.late,
      receivedAt: clock,
      visitor: browser ? uuidOf(run, "visitor", String(who)) : null,
      profile: uuidOf(run, "profile", String(who)),
    };
    const path = at(PATHS, pick);
    const page = { url: `https://x.example${path}`, path, ...playbook.page(path) };
    const place = {
      country: at(["DK", "SE"], pick),
      region: at(["84", "Midtjylland"], pick),
      city: at(CITIES, pick),
      ...(pick % 5 ? { timeZone: at(ZONES, pick) } : {}),
      network: { organization: "Aarhus" },
    };
    const email = `${at(["a", "b"], pick)}.${run}@acme.example`;
    const properties = {
      total: value,
      city: value,
      tags: value,
      'we"ird': value,
      $x: value,
      "[0]": value,
      deep: { city: value },
    };
    switch (kind) {
      case "view": {
        const device = { type: at(["mobile", "desktop"] as const, pick) };
        const more = pick % 2 ? { campaign: { source: "NEWS", medium: String(value) } } : { language: "da-DK" };
        return { ...base, type: "page_view", page, place, device, ...more };
      }
      case "order":
        return { ...base, type: "track", name: "Order Completed", properties };
      case "signed":
        return { ...base, type: "track", name: "signed", properties: { city: value } };
      case "click":
        return { ...base, type: "click", name: at(TEXTS, pick), properties: { constructor: value } };
      case "form": {
        form = id;
        const submission = {
          ...blank,
          form: "paper",
          locale: "en",
          url: page.url,
          email,
          permissions: [asked("paper"), asked("news")],
        };
        return {
          ...base,
          type: "form_submit",
          name: "paper",
          page,
          submission,
          traits: { firstName: "Åse", company: "x" },
        };
      }
      case "identify": {
        const industry = value === null || typeof value === "object" ? "" : (value as string);
        return { ...base, type: "identify", traits: { industry, orders: pick } };
      }
      case "consent": {
        const consent = { analytics: true, personalization: pick % 2 > 0, marketing: pick % 3 > 0 };
        return { ...base, type: "consent", consent };
      }
      case "flow":
        return { ...base, type: at(["flow_entered", "flow_completed", "flow_left"] as const, pick), name: "welcome" };
      case "mail":
        return { ...base, type: at(["email_opened", "email_sent"] as const, pick), name: "mail" };
      case "lead":
        return { ...base, type: at(["lead_accepted", "lead_rejected", "lead_won", "lead_lost"] as const, pick) };
      case "cluster":
        return { ...base, type: "cluster_entered", name: at(["readers", "buyers"], pick) };
      case "confirm":
        return {
          ...base,
          type: "permission_confirmed",
          name: "paper",
          permission: { submission: form, topics: ["paper"] },
        };
      case "named": {
        const was = pick % 3 ? [] : [uuidOf(run, "profile", String((who + 1) % 3))];
        const named = pick % 2 ? { email } : { userId: `user-${run}-${who}` };
        return { ...base, visitor: null, type: "identify", identity: { ...named, was }, traits: { source: "crm" } };
      }
    }
  });
}

const asked = (topic: string) => ({
  topic,
  evidence: { version: "1", text: "t", locale: "en", url: "u", form: "paper", ip: null, userAgent: "" },
});
