import { describe, expect, it } from "vitest";
import { choicesOf, wordsOf } from "../../worker/http/preferences/topics.ts";
import { correctable } from "../../worker/http/preferences/known.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook((copy) => {
  Object.assign(copy, {
    topics: {
      events: {
        title: { en: "Events", da: "Arrangementer" },
        text: { en: "Six a year.", da: "Seks om året." },
        version: "3",
      },
      seats: { title: "Seats", text: "Your seat.", listed: false },
    },
  });
});
const named = (held: Parameters<typeof choicesOf>[1]): string[] =>
  choicesOf(playbook, held, "en").map(({ topic }) => topic);

describe("what somebody may choose", () => {
  it("is what the playbook lists and what forms' boxes ask, in its language and version", () => {
    const choices = choicesOf(playbook, { news: "confirmed" }, "da");
    expect(choices).toEqual([
      { topic: "events", title: "Arrangementer", text: "Seks om året.", version: "3", status: null },
      { topic: "news", title: null, text: "News, monthly.", version: "2", status: "confirmed" },
    ]);
    expect(choices.map(wordsOf)).toEqual(["Arrangementer: Seks om året.", "News, monthly."]);
  });

  it("has what is not listed, asked by no box, or named by nobody any more, only where somebody has it", () => {
    expect(named({})).toEqual(["events", "news"]);
    expect(named({ seats: "confirmed", paper: "pending", old: "confirmed" })).toEqual([
      "events",
      "seats",
      "paper",
      "news",
      "old",
    ]);
    expect(named({ seats: "withdrawn", paper: "expired", old: "withdrawn" })).toEqual(["events", "news"]);
  });

  it("to put right is what forms ask, each thing once, and never the address", () => {
    expect([...correctable(playbook).keys()]).toEqual(["firstName", "company", "industry"]);
  });
});
