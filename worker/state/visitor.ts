import { z } from "zod";
import type { Sealer } from "../platform/seal.ts";
import { type Accumulator, emptyState, type State } from "./state.ts";

/** A browser and the state it carries. `syncedAt` (epoch ms) is when the state last came from the database; 0 asks for it. */
export interface Visitor {
  id: string;
  profile: string;
  syncedAt: number;
  state: State;
}

/** The most a sealed visitor may weigh, in characters: it travels with every request. */
export const MOST_SEALED = 1_200;

/** A sealed visitor as a page of another site keeps it and sends it; one that is much too long is no visitor. */
export const Token = z
  .string()
  .max(2 * MOST_SEALED)
  .optional()
  .catch(undefined);

const VERSION = 2;
/** The revision of a state of which something was given up: earlier than any, so nothing is decided on it (profiles/as-of.ts). */
const INCOMPLETE = -1;
/** What a visitor who grew too large gives up, the dearest last. The database still has all of it. */
const TRIMS: ((state: State) => Partial<State>)[] = [
  ({ recent }) => ({ recent: recent.slice(0, 60) }),
  ({ topics }) => ({ topics: Object.fromEntries(Object.entries(topics).slice(0, 4)), revision: INCOMPLETE }),
  () => ({ around: {} }),
  () => ({ traits: {}, recent: "" }),
  () => ({ counters: {} }),
  () => ({ rules: {}, topics: {}, known: [], told: {} }),
  () => ({ company: null, flows: [], segments: [], permissions: {} }),
];

/** The visitor as cookie value, {@link MOST_SEALED} characters at most. */
export async function sealVisitor(visitor: Visitor, sealer: Sealer): Promise<string> {
  let { state } = visitor;
  let sealed = await sealer.seal("visitor", encode(visitor));
  for (const trim of TRIMS) {
    if (sealed.length <= MOST_SEALED) break;
    state = { ...state, ...trim(state) };
    sealed = await sealer.seal("visitor", encode({ ...visitor, state }));
  }
  return sealed;
}

/** The visitor in a cookie value; null for a forged, foreign, truncated or outdated one. */
export async function openVisitor(sealed: string, sealer: Sealer): Promise<Visitor | null> {
  if (sealed.length > 2 * MOST_SEALED) return null;
  const text = await sealer.open("visitor", sealed);
  return text === null ? null : decode(text);
}

/** What few visitors have: left out where it says nothing. Page views by class stay behind: only jobs look at them. */
const RARE = [
  "around",
  "company",
  "role",
  "cell",
  "lead",
  "flows",
  "cluster",
  "revision",
  "told",
  "mask",
  "network",
] as const;
type Rare = Pick<State, (typeof RARE)[number]>;
const NOTHING = emptyState("", 0);

type Encoded = [
  version: number,
  id: string,
  profile: string,
  syncedAt: number,
  consent: number,
  firstSeen: number,
  lastSeen: number,
  session: [startedAt: number, views: number, count: number],
  views: number,
  rules: Record<string, [points: number, at: number, pages?: string, today?: Accumulator["today"]]>,
  stage: string,
  stageSince: number,
  segments: string[],
  topics: State["topics"],
  counters: State["counters"],
  known: string[],
  permissions: State["permissions"],
  traits: State["traits"],
  who: string | null,
  events: number,
  recent: string,
  consentAt?: number | null,
  rare?: Partial<Rare>,
];

/** Positions instead of names, and times relative to the first visit, make half the bytes of plain JSON. */
function encode({ id, profile, syncedAt, state: s }: Visitor): string {
  const t = (at: number): number => at - s.firstSeen;
  const rules = mapValues(
    s.rules,
    ({ points, at, pages, today }): Encoded[9][string] =>
      [
        points,
        t(at),
        ...(pages === undefined && today === undefined
          ? ([] as const)
          : ([pages ?? "", ...(today ? [today] : [])] as const)),
      ] as Encoded[9][string],
  );
  const rare = Object.fromEntries(
    RARE.filter((name) => JSON.stringify(s[name]) !== JSON.stringify(NOTHING[name])).map((name) => [name, s[name]]),
  );
  const encoded: Encoded = [
    VERSION,
    id,
    profile,
    syncedAt,
    Number(s.consent.analytics) + 2 * Number(s.consent.personalization) + 4 * Number(s.consent.marketing),
    s.firstSeen,
    t(s.lastSeen),
    [t(s.session.startedAt), s.session.views, s.session.count],
    s.views,
    rules,
    s.stage,
    t(s.stageSince),
    s.segments,
    s.topics,
    s.counters,
    s.known,
    s.permissions,
    s.traits,
    s.who,
    s.events,
    s.recent,
    s.consentAt === 0 ? null : t(s.consentAt),
    rare,
  ];
  return JSON.stringify(encoded);
}

function decode(text: string): Visitor | null {
  const e = JSON.parse(text) as Encoded;
  if (e[0] !== VERSION) return null;
  const t = (offset: number): number => e[5] + offset;
  return {
    id: e[1],
    profile: e[2],
    syncedAt: e[3],
    state: {
      ...NOTHING,
      ...e[22],
      consent: { analytics: (e[4] & 1) > 0, personalization: (e[4] & 2) > 0, marketing: (e[4] & 4) > 0 },
      consentAt: typeof e[21] === "number" ? t(e[21]) : 0,
      firstSeen: e[5],
      lastSeen: t(e[6]),
      session: { startedAt: t(e[7][0]), views: e[7][1], count: e[7][2] },
      views: e[8],
      rules: mapValues(e[9], ([points, at, pages, today]): Accumulator => ({
        points,
        at: t(at),
        ...(pages ? { pages } : {}),
        ...(today ? { today } : {}),
      })),
      stage: e[10],
      stageSince: t(e[11]),
      segments: e[12],
      topics: e[13],
      counters: e[14],
      known: e[15],
      permissions: e[16],
      traits: e[17],
      who: e[18],
      events: e[19],
      recent: e[20],
    },
  };
}

function mapValues<A, B>(record: Record<string, A>, convert: (value: A) => B): Record<string, B> {
  const out: Record<string, B> = {};
  for (const key of Object.keys(record)) out[key] = convert(record[key]!);
  return out;
}
