import fc from "fast-check";

/** Conditions as an author may write them, about what `histories.ts` makes people do; some are refused. */

type Written = fc.Arbitrary<unknown>;

export const TEXTS = (
  `København|KØBENHAVN|aarhus|Aarhus C|Ærø|æRØ|12|12.5|-3|1.|true||straße|STRASSE|Ωmega|ωMEGA|İz|K9|` +
  `say "hi"|50 % $.x|Привет|ПРИВЕТ|a'b`
).split("|");
export const NUMBERS = [0, 1, 12, 12.5, -3, 1e21, 1e-7, 0.1, 99.995, 1152921504606846976];
export const scalar = fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(...NUMBERS), fc.boolean());
const number = fc.constantFrom(...NUMBERS);
const text = fc.constantFrom(...TEXTS, "en", "KØB", "r", "вет", "/");

const comparisons = fc.record(
  {
    eq: scalar,
    in: fc.array(scalar, { minLength: 1, maxLength: 4 }),
    gt: number,
    gte: number,
    lt: number,
    lte: number,
    contains: text,
    startsWith: text,
    exists: fc.boolean(),
  },
  { requiredKeys: [] },
);
/** Two comparisons at most: more hold of nothing. */
const few = comparisons.map((all) => Object.fromEntries(Object.entries(all).slice(0, 2)));
const one = fc
  .tuple(comparisons, fc.nat())
  .map(([all, n]) => Object.fromEntries(Object.entries(all).filter((_, i, { length }) => i === n % length)));
const matcher = fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 }), one, few);

/** What people do, and what of it there is to ask. */
const DEEDS: [did: string, where: string, values: fc.Arbitrary<unknown>][] = [
  ["page_view", "page.class", fc.constantFrom("pricing", "Blog", ["pricing", "blog"], { exists: true })],
  ["page_view", "page.topics", fc.constantFrom("picking", { contains: "ICK" })],
  ["page_view", "page.path", fc.constantFrom("/pricing/", { startsWith: "/PRODUCTS" }, { contains: "/p" })],
  ["page_view", "campaign.source", fc.constantFrom("news", "other")],
  ["page_view", "place.city", fc.constantFrom("KØBENHAVN", "ærø", { contains: "r" })],
  ["page_view", "device.type", fc.constantFrom("mobile", ["tablet", "Desktop"])],
  ["Order Completed", "properties.city", matcher],
  ["Order Completed", "properties.tags", matcher],
  ["Order Completed", "properties.total", matcher],
  ["Order Completed", 'properties.we"ird', matcher],
  ["Order Completed", "properties.$x", matcher],
  ["Order Completed", "properties.[0]", matcher],
  ["Order Completed", "properties.deep.city", matcher],
  ["signed", "properties.city", matcher],
  ["track", "name", fc.constantFrom("SIGNED", { startsWith: "Order" })],
  ["click", "name", matcher],
  ["click", "properties.constructor", matcher],
  ["form_submit", "submission.form", fc.constantFrom("paper", "other")],
  ["form_submit", "name", fc.constantFrom("paper", { exists: true })],
  ["consent", "consent.marketing", fc.constantFrom(true, false, "true")],
  ["segment_entered", "name", fc.constantFrom("visited", "danes", { exists: true })],
  ["segment_left", "name", fc.constantFrom("danes", "pickers")],
  ["stage_entered", "properties.from", fc.constantFrom("interest", "evaluate")],
  ["score_changed", "properties.by", fc.constantFrom("event", "time")],
];

const PATHS = (
  `page.class|page.path|page.topics|name|type|properties.total|properties.city|properties.tags|` +
  `properties.we"ird|properties.$x|properties.[0]|properties.deep.city|properties.constructor|` +
  `properties|campaign.source|place.city|device.type|language|submission.form|submission|` +
  `traits.industry|place.network.organization|referrer.host|consent.marketing|page|name.x|` +
  `properties..x|nothing.at.all`
).split("|");
export const EVENTS = (
  `page_view|page_view|Order Completed|signed|track|form_submit|consent|identify|click|segment_entered|` +
  `segment_left|stage_entered|score_changed`
).split("|");
export const WINDOWS = ["30m", "2h", "1d", "7d"];
const anyWhere = fc
  .array(fc.tuple(fc.constantFrom(...PATHS), matcher), { maxLength: 2 })
  .map((entries) => Object.fromEntries(entries) as Record<string, unknown>);
const deed = fc.constantFrom(...DEEDS).chain(([name, path, values]) =>
  fc.oneof(
    fc.constant({ did: name }),
    values.map((wanted) => ({ did: name, where: { [path]: wanted } })),
  ),
);
const match = fc.oneof(
  { arbitrary: deed, weight: 4 },
  { arbitrary: fc.record({ did: fc.constantFrom(...EVENTS), where: anyWhere }), weight: 1 },
);
/** Something done, and a path of it that has values. */
const deedAndPath = fc.constantFrom(...DEEDS).map(([name, path]) => [{ did: name }, path] as const);
const within = fc.constantFrom(...WINDOWS);
const since = fc.constantFrom("stage", "2026-11-02", "2026-11-03T06:00:00Z");
const often = fc.constantFrom(1, 2, 3);
const path = fc.constantFrom(...PATHS, "properties.city", "properties.tags", "properties.total", "page.path");
const money = fc.constantFrom(0, 0.1, 12, 24.5, 99.99, 100, 112, 300);

const merged = (...parts: Written[]): Written =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all.map((part) => part ?? {})) as unknown);
const maybe = (name: string, value: Written): Written =>
  fc.option(
    value.map((held) => ({ [name]: held })),
    { freq: 2 },
  );

const did = fc.oneof(
  merged(
    match,
    fc.oneof(maybe("atLeast", often), maybe("atMost", fc.constantFrom(0, 1, 2)), fc.constantFrom({ never: true }, {})),
    fc.oneof(maybe("within", within), maybe("since", since)),
  ),
  merged(
    match,
    within.map((notFor) => ({ notFor })),
  ),
  merged(
    fc.oneof(
      deedAndPath.map(([one, distinct]) => ({ ...one, distinct })),
      fc.tuple(match, path).map(([one, distinct]) => ({ ...one, distinct })),
    ),
    often.map((atLeast) => ({ atLeast })),
    maybe("within", within),
  ),
  merged(
    fc.oneof(fc.constant({ did: "Order Completed" }), match),
    fc.oneof(fc.constant("properties.total"), path).map((sum) => ({ sum })),
    fc.oneof(
      money.map((gte) => ({ gte })),
      money.map((lte) => ({ lte })),
    ),
    fc.oneof(maybe("within", within), maybe("since", fc.constant("2026-11-03"))),
  ),
  merged(
    match,
    fc
      .array(
        merged(
          match,
          within.map((one) => ({ within: one })),
        ),
        { minLength: 1, maxLength: 2 },
      )
      // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
      .map((then) => ({ then })),
    maybe("within", within),
  ),
);

/** What they bought lately, which few other questions would hit. */
const bought = fc
  .tuple(
    fc.constantFrom("gte", "lte"),
    fc.constantFrom(12, 24, 36, 37, 100, 112, 200),
    fc.constantFrom("2h", "1d", "7d"),
  )
  .map(([bound, amount, within]) => ({ did: "Order Completed", sum: "properties.total", [bound]: amount, within }));

const bounds = (values: Written) =>
  fc.oneof(
    values.map((gte) => ({ gte })),
    values.map((lte) => ({ lte })),
    fc.tuple(values, values).map(([gte, lte]) => ({ gte, lte })),
  );
const grade = fc.constantFrom("A", "B", "C", "D");
const score = merged(
  maybe("behaviour", bounds(fc.constantFrom(0, 0.5, 5, 7.5, 10, 15, 30, -5))),
  maybe("rank", bounds(fc.constantFrom(1, 2, 3, 4))),
  maybe("fit", bounds(grade)),
  maybe("action", fc.constantFrom("mql", "nurture", ["mql", "nurture"], "unknown")),
);

const leaf = fc.oneof(
  { arbitrary: did, weight: 9 },
  { arbitrary: bought, weight: 2 },
  merged(
    fc.constantFrom("industry", "orders", "source", "constructor", 'we"ird').map((trait) => ({ trait })),
    fc.oneof(one, few),
  ),
  fc.oneof(scalar, fc.constant("crm")).map((eq) => ({ trait: "source", eq })),
  fc.constantFrom("pickers", "visited", "danes", "nothing").map((segment) => ({ segment })),
  merged(
    fc.constantFrom("interest", "learn", "evaluate", ["learn", "evaluate"]).map((stage) => ({ stage })),
    maybe("longerThan", within),
    maybe("shorterThan", within),
  ),
  { arbitrary: score.map((asked) => ({ score: asked })), weight: 3 },
  bounds(fc.constantFrom(0, 1, 2, 3)).map((visits) => ({ visits })),
  within.map((inactive) => ({ inactive })),
  merged(
    fc.constantFrom("picking", "constructor").map((interest) => ({ interest })),
    maybe("atLeast", often),
  ),
  fc.constantFrom("analytics", "personalization", "marketing").map((consent) => ({ consent })),
  merged(
    fc.constantFrom("paper", "news", "constructor").map((permission) => ({ permission })),
    maybe("is", fc.constantFrom("pending", "confirmed", "withdrawn")),
  ),
  fc.constantFrom("email", "industry", "firstName").map((knows) => ({ knows })),
  fc.constantFrom("mql", "sql", ["won", "lost"], "rejected").map((lead) => ({ lead })),
  fc.constantFrom("buyer", ["buyer", "user"]).map((role) => ({ role })),
  fc.constantFrom("readers", ["readers", "buyers"]).map((cluster) => ({ cluster })),
  merged(fc.constant({ flow: "welcome" }), maybe("is", fc.constantFrom("active", "completed"))),
  merged(fc.constant({ email: "mail", was: "opened" }), maybe("within", within)),
  ...["country", "region", "city", "language", "device"].map((place) =>
    fc
      .oneof(matcher, fc.constantFrom("DK", ["dk", "SE"], "mobile", { startsWith: "DA" }))
      .map((asked) => ({ [place]: asked })),
  ),
  fc
    .oneof(
      fc.constant({ source: "News" }),
      matcher.map((asked) => ({ medium: asked })),
      fc.constant({}),
    )
    .map((campaign) => ({ campaign })),
  fc.oneof(fc.constant({ class: "pricing" }), fc.constant({ class: { exists: false } })).map((page) => ({ page })),
  fc
    .subarray(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], { minLength: 1, maxLength: 4 })
    .map((weekday) => ({ weekday })),
  fc
    .constantFrom({ from: "09:00", to: "17:00" }, { from: "22:00", to: "06:30" }, { from: "12:00", to: "24:00" })
    .map((time) => ({ time })),
  fc
    .oneof(
      fc.constantFrom(
        { name: "nordvare" },
        { employees: { gte: 50 } },
        { segments: "key", "a.b": true },
        { domain: { exists: false } },
      ),
      matcher.map((asked) => ({ industry: asked })),
    )
    .map((company) => ({ company })),
);

/** Any condition, a few levels deep. */
export const writtenCondition = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: leaf, weight: 6 },
    fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie("node").map((not) => ({ not })),
  ),
})).node;
