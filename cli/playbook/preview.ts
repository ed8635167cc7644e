import { startProgress } from "../import/progress.ts";
import type { Target } from "../target.ts";
import { previewSlice, type Slice } from "./api.ts";
import { printable } from "./printable.ts";

type Change = Slice["changes"][number];

/** People looked at in one request. */
const AT_A_TIME = 500;
const MOST_EXAMPLES = 3;
const MOST_LINES = 40;

/** Tells for how many people what would change, changing nothing. False where the playbook in force says the same. */
export async function tellPreview(target: Target, document: unknown): Promise<boolean> {
  const began = Date.now();
  const changes = new Map<string, Change>();
  let slice = await previewSlice(target, document, AT_A_TIME);
  if (!slice.created) {
    console.log(`Nothing would change: revision ${slice.revision}, in force at ${target.base}, says the same.`);
    return false;
  }
  const progress = startProgress("people", slice.total, 0);
  let [looked, changed] = [0, 0];
  try {
    for (;;) {
      looked += slice.looked;
      changed += slice.changed;
      for (const change of slice.changes) add(changes, change);
      progress.at(looked);
      if (slice.next === null) break;
      const { revision } = slice;
      slice = await previewSlice(target, document, AT_A_TIME, slice.next);
      if (slice.revision !== revision)
        throw new Error("Somebody published meanwhile, so this preview is not true any more. Begin again.");
    }
  } finally {
    progress.stop();
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `As revision ${slice.revision}, ${count(changed)} of ${people(looked)} would change (looked at in ${seconds} s).`,
  );
  for (const line of tell([...changes.values()])) console.log(printable(line));
  return true;
}

function add(changes: Map<string, Change>, change: Change): void {
  const key = JSON.stringify([change.what, change.from, change.to]);
  const before = changes.get(key);
  changes.set(key, {
    ...change,
    people: (before?.people ?? 0) + change.people,
    examples: [...(before?.examples ?? []), ...change.examples].slice(0, MOST_EXAMPLES),
  });
}

const TITLES = { stage: "Stages", segment: "Segments", score: "Score", lead: "Sales" } as const;

function* tell(changes: Change[]): Generator<string> {
  for (const what of ["stage", "segment", "score", "lead"] as const) {
    const those = changes.filter((change) => change.what === what).toSorted((a, b) => b.people - a.people);
    if (those.length === 0) continue;
    yield `\n${TITLES[what]}`;
    for (const change of those.slice(0, MOST_LINES)) {
      const { people: n, examples } = change;
      yield `  ${movement(change)}: ${people(n)}`;
      yield `    such as ${examples.map(({ id, email }) => (email === null ? id : `${email} (${id})`)).join(", ")}`;
    }
    if (those.length > MOST_LINES) yield `  … and ${those.length - MOST_LINES} more kinds of change`;
  }
}

function movement({ what, from, to }: Change): string {
  if (what === "segment") return from === null ? `enter ${to}` : `leave ${from}`;
  return `${from ?? "none"} → ${to ?? "none"}`;
}

const count = (n: number): string => n.toLocaleString("en");
const people = (n: number): string => (n === 1 ? "1 person" : `${count(n)} people`);
