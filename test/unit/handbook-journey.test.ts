import { describe, expect, it } from "vitest";
import { DAY, NOON } from "../support/events.ts";
import { type Deed, did, live, pick, rejected, times, traits, unsubscribed } from "../support/lives.ts";

const evaluates: Deed[] = [
  [0, "/pricing/"],
  [3, "/terms/"],
];
const justifies: Deed[] = [...evaluates, [4, "/customers/havbo-sport/"], [4, "/customers/lindqvist-industri/"]];

describe("the customer journey", () => {
  it.each<[what: string, deeds: Deed[], day: number, moves: [to: string, day: number, stayed: number][]]>([
    ["begins with interest", [[0, "/"]], 99, []],
    ["goes on to learning, which holds people for good", pick(3), 99, [["learn", 0, 0]]],
    ["is at evaluating after decisive content twice in a week", evaluates, 4, [["evaluate", 3, 3]]],
    [
      "is not, where a week lies between",
      [
        [0, "/pricing/"],
        [8, "/terms/"],
      ],
      9,
      [],
    ],
    [
      "falls back when the window is over",
      evaluates,
      30,
      [
        ["evaluate", 3, 3],
        ["learn", 17, 14],
      ],
    ],
    [
      "keeps in the window who still compares when it is over",
      [...evaluates, [15, "/pricing/"], [16, "/terms/"]],
      30,
      [["evaluate", 3, 3]],
    ],
    [
      "goes on to justifying with proof",
      justifies,
      5,
      [
        ["evaluate", 3, 3],
        ["justify", 4, 1],
      ],
    ],
    [
      "and from there to the holding place",
      justifies,
      30,
      [
        ["evaluate", 3, 3],
        ["justify", 4, 1],
        ["learn", 18, 14],
      ],
    ],
    [
      "jumps where all is there at once",
      [[0, "/customers/havbo-sport/"], [0, "/contact/"], ...evaluates],
      4,
      [["justify", 3, 3]],
    ],
    [
      "falls back at once when sales says no, and not forward again for the same pages",
      [...justifies, [5, rejected], [5, "/"], [6, "/blog/a/"]],
      8,
      [
        ["evaluate", 3, 3],
        ["justify", 4, 1],
        ["learn", 5, 1],
      ],
    ],
    [
      "begins again with new signs",
      [...evaluates, [4, rejected], [20, "/pricing/"], [21, "/terms/"]],
      22,
      [
        ["evaluate", 3, 3],
        ["learn", 4, 1],
        ["evaluate", 21, 17],
      ],
    ],
    [
      "ends in retention, until the contract does",
      [
        ...evaluates,
        [9, did("contract_signed", { product: "pick" })],
        [70, did("went_live")],
        [700, did("contract_ended")],
      ],
      800,
      [
        ["evaluate", 3, 3],
        ["purchase", 9, 6],
        ["retention", 70, 61],
        ["learn", 700, 630],
      ],
    ],
  ])("%s", (_, deeds, day, moves) => {
    const { told } = live(deeds, day);
    const entered = told.filter(({ type }) => type === "stage_entered");
    const days = (ms: number): number => Math.floor(ms / DAY);
    expect(
      entered.map(({ name, at, properties }) => [
        name,
        days(at - NOON),
        Math.round((properties!["after"] as number) / DAY),
      ]),
    ).toEqual(moves);
  });
});

describe("segments", () => {
  const newsletter: Deed = [
    0,
    { type: "permission_confirmed", permission: { submission: "s", topics: ["newsletter"] } },
  ];
  const near = traits({ postcode: "8200" });
  const mail = (type: "email_opened" | "email_clicked"): Deed[1] => ({ type, name: "welcome-story" });

  it.each<[segment: string, what: string, deeds: Deed[], day: number, isIn: boolean]>([
    ["conference-invitees", "who lives near, is no customer and not signed up", [newsletter, near], 1, true],
    ["conference-invitees", "not who lives elsewhere", [newsletter, traits({ postcode: "2100" })], 1, false],
    [
      "conference-invitees",
      "not who has Pick",
      [newsletter, near, [1, did("contract_signed", { product: "pick" })]],
      2,
      false,
    ],
    [
      "conference-invitees",
      "but who has Stock",
      [newsletter, near, [1, did("contract_signed", { product: "stock" })]],
      2,
      true,
    ],
    ["conference-invitees", "not who has signed up", [newsletter, near, [1, did("conference_signup")]], 2, false],
    ["pick-readers", "three different pages", pick(3), 1, true],
    ["pick-readers", "not one page three times", times(3, 0, "/products/pick/overview/"), 1, false],
    ["gone-quiet", "not yet", [newsletter], 179, false],
    ["gone-quiet", "half a year without a sign", [newsletter], 181, true],
    ["gone-quiet", "not who came back", [newsletter, [185, "/"]], 186, false],
    ["abandoned-cart", "a cart", [[0, did("Product Added")]], 1, true],
    [
      "abandoned-cart",
      "not one that was ordered",
      [
        [0, did("Product Added")],
        [0.1, did("Order Completed", { total: 90 })],
      ],
      1,
      false,
    ],
    ["abandoned-cart", "nor one of long ago", [[0, did("Product Added")]], 4, false],
    [
      "big-spenders",
      "orders of a year",
      [
        [0, did("Order Completed", { total: 3000 })],
        [90, did("Order Completed", { total: 2000 })],
      ],
      91,
      true,
    ],
    [
      "big-spenders",
      "not of more than a year",
      [
        [0, did("Order Completed", { total: 3000 })],
        [90, did("Order Completed", { total: 2000 })],
      ],
      366,
      false,
    ],
    ["opened-not-clicked", "opened", [[0, mail("email_opened")]], 1, true],
    [
      "opened-not-clicked",
      "not clicked",
      [
        [0, mail("email_opened")],
        [0, mail("email_clicked")],
      ],
      1,
      false,
    ],
    ["opened-not-clicked", "not three weeks ago", [[0, mail("email_opened")]], 21, false],
    ["recent-unsubscribers", "left last week", [[0, unsubscribed]], 7, true],
    ["recent-unsubscribers", "not who left long ago", [[0, unsubscribed]], 31, false],
    ["stuck-in-evaluation", "ten days in Evaluate", evaluates, 14, true],
    ["stuck-in-evaluation", "not nine", evaluates, 12, false],
    ["customers", "signed", [[0, did("contract_signed")]], 400, true],
  ])("%s: %s", (segment, _, deeds, day, isIn) => {
    const { state, told } = live(deeds, day);
    expect(state.segments.includes(segment)).toBe(isIn);
    const crossings = told.filter(({ type, name }) => type.startsWith("segment_") && name === segment);
    expect(crossings.at(-1)?.type ?? "segment_left").toBe(isIn ? "segment_entered" : "segment_left");
  });
});
