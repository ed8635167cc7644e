import { describe, expect, it } from "vitest";
import { type Facts, mayContact } from "../../worker/permissions/gate.ts";
import { deciding, type LedgerRow, standings, type Suppression } from "../../worker/permissions/standing.ts";
import { PermissionRules } from "../../worker/playbook/asking.ts";
import { DAY, NOON } from "../support/events.ts";

const HOUR = 3_600_000;
const rules = PermissionRules.parse({});
let minutes = 0;

/** Each row is said a minute after the one before. */
const row = (status: LedgerRow["status"], submission = "s1", topic = "news", how?: string): LedgerRow => ({
  topic,
  status,
  submission,
  at: NOON - DAY + ++minutes * 60_000,
  ...(how === undefined ? {} : { how }),
});
const message = (kind: "confirmation" | "delivery" | "marketing") => ({
  kind,
  topic: "news",
  data: { submission: "s1" },
});
const facts = (ledger: LedgerRow[], more: Partial<Facts> = {}): Facts => ({
  ledger,
  suppressions: [],
  preferences: null,
  lastMarketing: null,
  confirmations: { address: 0, network: 0, networkFreeAt: 0 },
  isProved: true,
  deliveries: 0,
  ...more,
});
const may = (kind: "confirmation" | "delivery" | "marketing", known: Facts, now = NOON) =>
  mayContact(message(kind), known, rules, now);

const suppression = (reason: Suppression["reason"], topic = "news", at = NOON - 2 * DAY): Suppression => ({
  topic,
  reason,
  at,
});

describe("the gate before a message", () => {
  it.each<[string, LedgerRow[], boolean]>([
    ["nothing is known", [], false],
    ["it is pending", [row("pending")], false],
    ["it is confirmed", [row("pending"), row("confirmed")], true],
    ["a form was enough by law", [row("confirmed", "s1", "news", "single")], true],
    ["it was withdrawn", [row("pending"), row("confirmed"), row("withdrawn")], false],
    ["it was withdrawn and asked for again", [row("confirmed"), row("withdrawn"), row("pending", "s2")], false],
    ["another topic is confirmed", [row("confirmed", "s1", "events")], false],
    ["somebody else typed the address in", [row("confirmed"), row("pending", "s2")], true],
    ["nobody answered in time", [row("pending"), row("expired")], false],
    ["what somebody else typed in ran out", [row("confirmed"), row("pending", "s2"), row("expired", "s2")], true],
    ["it lapsed", [row("pending"), row("confirmed"), row("expired", "s9")], false],
    ["it lapsed and was given anew", [row("confirmed"), row("expired", "s9"), row("confirmed", "s2")], true],
  ])("of marketing or delivery, when %s", (_, ledger, allowed) => {
    expect(may("marketing", facts(ledger)).allowed).toBe(allowed);
    expect(may("delivery", facts(ledger)).allowed).toBe(allowed);
  });

  it.each<[string, LedgerRow[], Suppression, boolean]>([
    ["a later yes lifts a withdrawal", [row("confirmed")], suppression("withdrawn"), true],
    ["a later yes lifts an erasure", [row("confirmed")], suppression("erased", "*"), true],
    ["a later yes lifts a complaint", [row("confirmed")], suppression("complained", "*"), true],
    ["an old yes lifts nothing", [row("confirmed")], suppression("withdrawn", "news", NOON), false],
    ["a yes of the same moment lifts nothing", [{ ...row("confirmed"), at: 5 }], suppression("erased", "*", 5), false],
    ["a form alone lifts nothing", [row("confirmed", "s", "news", "single")], suppression("withdrawn"), false],
    ["nobody lifts a bounce", [row("confirmed")], suppression("bounced", "*"), false],
    ["nobody lifts what was set by hand", [row("confirmed")], suppression("manual", "*"), false],
    ["another topic's suppression is no matter", [row("confirmed")], suppression("manual", "events"), true],
    ["another topic's yes lifts nothing", [row("confirmed", "s", "events")], suppression("withdrawn", "*"), false],
  ])("where the address is suppressed: %s", (_, ledger, suppressed, allowed) => {
    const known = facts(ledger, { suppressions: [suppressed] });
    expect(may("marketing", known).allowed).toBe(allowed);
    expect(may("delivery", known).allowed).toBe(allowed);
    expect(standings(ledger, [suppressed])["news"] === "confirmed").toBe(allowed);
  });

  it("a pause puts marketing off to its end, and keeps back nothing that was asked for", () => {
    const known = facts([row("confirmed")], { preferences: { pausedUntil: NOON + DAY, every: null } });
    expect(may("marketing", known)).toMatchObject({ allowed: false, until: NOON + DAY });
    expect(may("marketing", known, NOON + DAY).allowed).toBe(true);
    expect(may("delivery", known).allowed).toBe(true);
  });

  it("the wish for fewer mails puts marketing off until it is time", () => {
    const preferences = { pausedUntil: null, every: 7 * DAY };
    const known = facts([row("confirmed")], { preferences, lastMarketing: NOON - DAY });
    expect(may("marketing", known)).toMatchObject({ allowed: false, until: NOON + 6 * DAY });
    expect(may("marketing", known, NOON + 6 * DAY).allowed).toBe(true);
    expect(may("marketing", facts([row("confirmed")], { preferences })).allowed).toBe(true);
  });

  it.each<[string, LedgerRow[], boolean]>([
    ["it is unanswered", [row("pending")], true],
    ["it is confirmed", [row("pending"), row("confirmed")], false],
    ["it was withdrawn", [row("pending"), row("withdrawn")], false],
    ["nothing was asked", [], false],
    ["only others asked", [row("pending", "s2")], false],
    ["nobody answered in time", [row("pending"), row("expired")], false],
    ["nobody has answered for too long", [{ ...row("pending"), at: NOON - rules.confirmWithin }], false],
  ])("of a confirmation, when %s", (_, ledger, allowed) => {
    expect(may("confirmation", facts(ledger)).allowed).toBe(allowed);
  });

  it.each<[Suppression["reason"], boolean]>([
    ["withdrawn", true],
    ["erased", true],
    ["complained", true],
    ["bounced", false],
    ["manual", false],
  ])("of a confirmation to an address that is suppressed as %s", (reason, allowed) => {
    expect(may("confirmation", facts([row("pending")], { suppressions: [suppression(reason, "*")] })).allowed).toBe(
      allowed,
    );
  });

  it("lets so many confirmations a day go to one address, whoever asks", () => {
    const known = (address: number) =>
      facts([row("pending")], { confirmations: { address, network: 0, networkFreeAt: 0 } });
    expect(may("confirmation", known(rules.perAddress - 1)).allowed).toBe(true);
    const verdict = may("confirmation", known(rules.perAddress));
    expect(verdict.allowed).toBe(false);
    expect(verdict).not.toHaveProperty("until");
  });

  it("puts off what one network asks for too much of, until there is room", () => {
    const known = (network: number) =>
      facts([row("pending")], { confirmations: { address: 0, network, networkFreeAt: NOON + HOUR } });
    expect(may("confirmation", known(rules.perNetwork - 1)).allowed).toBe(true);
    expect(may("confirmation", known(rules.perNetwork))).toMatchObject({ allowed: false, until: NOON + HOUR });
  });
});

describe("where one yes is enough, an address that was only typed in", () => {
  const typed = (more: Partial<Facts>) =>
    facts([row("confirmed", "s1", "news", "single")], { isProved: false, ...more });

  it("gets so many deliveries a day, and its owner as many as they like", () => {
    const deliveries = rules.perAddress;
    expect(may("delivery", typed({ deliveries: deliveries - 1 })).allowed).toBe(true);
    const verdict = may("delivery", typed({ deliveries }));
    expect(verdict.allowed).toBe(false);
    expect(verdict).not.toHaveProperty("until");
    expect(may("delivery", typed({ deliveries, isProved: true })).allowed).toBe(true);
  });

  it("waits where one network typed in too many", () => {
    const confirmations = { address: 0, network: rules.perNetwork, networkFreeAt: NOON + HOUR };
    expect(may("delivery", typed({ confirmations }))).toMatchObject({ allowed: false, until: NOON + HOUR });
    expect(may("delivery", typed({ confirmations, isProved: true })).allowed).toBe(true);
  });
});

describe("what holds", () => {
  it("is never weakened by asking, nor by a request that ran out", () => {
    expect(standings([row("confirmed"), row("pending", "s2")])).toEqual({ news: "confirmed" });
    expect(standings([row("withdrawn"), row("pending", "s2")])).toEqual({ news: "pending" });
    expect(standings([row("confirmed"), row("pending", "s2"), row("expired", "s2")])).toEqual({ news: "confirmed" });
  });

  it("is decided by the later word of what was carried over; a request that ran out is no word", () => {
    const told = { topic: "news", status: "confirmed" as const, at: NOON };
    const at = (status: LedgerRow["status"], time: number, submission = "s1"): LedgerRow => ({
      ...row(status, submission),
      at: time,
    });
    expect(deciding([told], [at("withdrawn", NOON + 1)])).toEqual([]);
    expect(deciding([told], [at("withdrawn", NOON - 1)])).toEqual([told]);
    expect(deciding([told], [at("pending", NOON - 1), at("expired", NOON + 1)])).toEqual([told]);
    expect(deciding([told], [at("expired", NOON + 1)])).toEqual([]);
  });
});
