import { ask, ASKED, type Cases, show, SHOWN } from "./base.ts";

const all = (...nodes: unknown[]) => ({ all: nodes });

/** What nobody can ever meet, and scores that nobody can come to. */
export const never = {
  "never-matches": [
    [
      "two stages at once",
      ask(all({ stage: "learn" }, { stage: ["evaluate", "interest"] })),
      ASKED,
      /write them under "any"/,
      ask(all({ stage: ["learn", "evaluate"] }, { stage: ["evaluate"], longerThan: "2d" })),
    ],
    [
      "a stage and not that stage",
      ask(all({ stage: "learn" }, { visits: { gte: 2 } }, { not: { stage: ["learn", "evaluate"] } })),
      ASKED,
      /"not" excludes just that/,
      ask(all({ stage: ["learn", "interest"] }, { not: { stage: "learn" } })),
    ],
    [
      "not any of what is asked",
      ask(all({ country: "dk" }, { not: { any: [{ country: ["DK", "SE"] }, { visits: { gte: 9 } }] } })),
      ASKED,
      /country has to be/,
    ],
    [
      "a segment and not it, deeper down",
      (p) => (p.segments["hot-pickers"].when = all({ segment: "hot" }, { all: [{ not: { segment: "hot" } }] })),
      "segments.hot-pickers.when",
      /asked for and excluded/,
    ],
    [
      "a permission in two states",
      ask(all({ permission: "news" }, { permission: "news", is: "withdrawn" })),
      ASKED,
      /permission for news/,
      ask(all({ permission: "news" }, { permission: "paper", is: "withdrawn" })),
    ],
    [
      "a trait that is two things",
      ask(all({ trait: "source", eq: "a" }, { trait: "source", in: ["b", "c"] })),
      ASKED,
      /trait source cannot be/,
      ask(all({ trait: "source", contains: "a" }, { not: { trait: "source", eq: "b" } })),
    ],
    [
      "did it and did it not",
      ask(all({ did: "page_view", within: "7d" }, { did: "page_view", never: true, within: "7d" })),
      ASKED,
      /asked for and excluded/,
      ask(all({ did: "page_view", within: "30d" }, { did: "page_view", never: true, within: "7d" })),
    ],
    [
      "a number above and below",
      ask({ trait: "orders", gte: 5, lt: 5 }),
      ASKED,
      /no number is above/,
      ask({ trait: "orders", gte: 5, lte: 5 }),
    ],
    ["eq and in", ask({ trait: "source", eq: "a", in: ["b"] }), ASKED, /not one of those in "in"/],
    [
      "a value that does not begin so",
      ask({ trait: "source", eq: "web", startsWith: "shop" }),
      ASKED,
      /meets the other comparisons/,
      ask({ trait: "source", in: ["web", "shop-a"], startsWith: "shop" }),
    ],
    [
      "nothing that is something",
      ask({ did: "page_view", where: { "page.path": { exists: false, startsWith: "/a" } } }),
      ASKED,
      /page.path: "exists: false"/,
    ],
    [
      "points from more to less",
      ask({ score: { behaviour: { gte: 40, lte: 30 } } }),
      ASKED,
      /at least 40 and at most 30/,
    ],
    ["visits", show({ visits: { gte: 3, lte: 2 } }), SHOWN, /exchange the two/],
    [
      "a sum",
      ask({ did: "Order Completed", sum: "properties.total", gte: 9, lte: 1 }),
      ASKED,
      /sum of properties.total/,
    ],
    [
      "longer than shorter",
      ask({ stage: "learn", longerThan: "2d", shorterThan: "1d" }),
      ASKED,
      /longer than that and shorter/,
    ],
    [
      "a time of no length",
      show({ time: { from: "09:00", to: "09:00" } }),
      SHOWN,
      /no time is from/,
      show({ time: { from: "22:00", to: "06:00" } }),
    ],
    [
      "back by another stage",
      (p) => (p.stages[2].fallBackWhen = { stage: "learn" }),
      "stages.2.fallBackWhen",
      /never holds of them/,
      (p) => (p.stages[2].fallBackWhen = { did: "contract_ended", since: "stage" }),
    ],
    [
      "a flow for those who enter the first stage",
      (p) => p.flows.welcome.start.push({ stage: "interest" }),
      "flows.welcome.start.1",
      /everybody begins in "interest"/,
      (p) => {
        p.stages[2].fallBackTo = "interest";
        p.flows.welcome.start.push({ stage: "interest" });
      },
    ],
  ],
  "impossible-threshold": [
    [
      "points that no rules give",
      (p) => {
        p.scoring.behaviour = p.scoring.behaviour.slice(0, 2);
        ask({ score: { behaviour: { gte: 81 } } })(p);
      },
      ASKED,
      /give 80 points at most, never 81/,
      (p) => {
        p.scoring.behaviour = p.scoring.behaviour.slice(0, 2);
        ask({ score: { behaviour: { gte: 80 } } })(p);
      },
    ],
    [
      "fewer points than any",
      ask({ score: { behaviour: { lte: -1 } } }),
      ASKED,
      /never below 0/,
      (p) => {
        p.scoring.behaviour[1].points = -10;
        ask({ score: { behaviour: { lte: -1 } } })(p);
      },
    ],
    [
      "a rank that is not come to",
      (p) => {
        p.scoring.behaviour = [p.scoring.behaviour[1]];
        p.segments.hot.when = { score: { rank: { lte: 1 } } };
      },
      "segments.hot.when",
      /no points come to that rank/,
      (p) => {
        p.scoring.behaviour = [p.scoring.behaviour[1]];
        p.segments.hot.when = { score: { rank: { lte: 2 } } };
      },
    ],
    [
      "a grade that is not come to",
      ask({ score: { fit: { gte: "A" } } }),
      ASKED,
      /fit gives 0 to 40/,
      ask({ score: { fit: { gte: "B" } } }),
    ],
    [
      "longer than the window lasts",
      ask({ stage: "evaluate", longerThan: "14d" }),
      ASKED,
      /nobody stays that long/,
      ask({ stage: ["evaluate", "learn"], longerThan: "20d" }),
    ],
  ],
} satisfies Cases;
