import { describe, expect, it } from "vitest";
import { mayContact } from "../../worker/permissions/gate.ts";
import { type LedgerRow, standings } from "../../worker/permissions/standing.ts";

const row = (status: LedgerRow["status"], submission = "s1", topic = "news"): LedgerRow => ({
  topic,
  status,
  submission,
});
const message = (kind: "confirmation" | "delivery" | "marketing") => ({
  kind,
  topic: "news",
  data: { submission: "s1" },
});

describe("the gate before a message", () => {
  it.each<[string, LedgerRow[], boolean]>([
    ["nothing is known", [], false],
    ["it is pending", [row("pending")], false],
    ["it is confirmed", [row("pending"), row("confirmed")], true],
    ["it was withdrawn", [row("pending"), row("confirmed"), row("withdrawn")], false],
    ["it was withdrawn and asked for again", [row("confirmed"), row("withdrawn"), row("pending", "s2")], false],
    ["another topic is confirmed", [row("confirmed", "s1", "events")], false],
    ["somebody else typed the address in", [row("confirmed"), row("pending", "s2")], true],
  ])("of marketing or delivery, when %s", (_, ledger, allowed) => {
    expect(mayContact(message("marketing"), ledger, 0).allowed).toBe(allowed);
    expect(mayContact(message("delivery"), ledger, 0).allowed).toBe(allowed);
  });

  it.each<[string, LedgerRow[], boolean]>([
    ["it is unanswered", [row("pending")], true],
    ["it is confirmed", [row("pending"), row("confirmed")], false],
    ["it was withdrawn", [row("pending"), row("withdrawn")], false],
    ["nothing was asked", [], false],
    ["only others asked", [row("pending", "s2")], false],
  ])("of a confirmation, when %s", (_, ledger, allowed) => {
    expect(mayContact(message("confirmation"), ledger, 0).allowed).toBe(allowed);
  });

  it("lets five confirmations a day go to one address, whoever asks", () => {
    expect(mayContact(message("confirmation"), [row("pending")], 4).allowed).toBe(true);
    expect(mayContact(message("confirmation"), [row("pending")], 5).allowed).toBe(false);
  });

  it("asking never weakens what was confirmed", () => {
    expect(standings([row("confirmed"), row("pending", "s2")])).toEqual({ news: "confirmed" });
    expect(standings([row("withdrawn"), row("pending", "s2")])).toEqual({ news: "pending" });
  });
});
