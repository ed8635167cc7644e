/** A condition as it is told: what it asks, whether that is so, and the same of its parts. */
export interface Told {
  words: string;
  holds: boolean;
  /** What is so instead or just so, where that is a single value. */
  seen?: string;
  parts?: Told[];
}

export interface Line {
  rule: string;
  title: string;
  points: number;
}

/** What a playbook makes of somebody at a time, for the terminal and (`--json`) for programs. Times are ISO 8601. */
export interface Report {
  who: string;
  title: string;
  at: string;
  url: string;
  locale: string;
  /** What the reader has to know about all that follows. */
  notes: string[];
  stage: { id: string; title: string; since: string; because: string; why: Told | null };
  /** The stages ahead, and what they ask. */
  ahead: { id: string; title: string; enter: Told }[];
  score: {
    fit: { points: number; grade: string; lines: Line[] };
    behaviour: { points: number; rank: number; lines: (Line & { at: string })[] };
    cell: string;
    action: string | null;
  };
  segments: { name: string; title: string; isIn: boolean; why: Told }[];
  role: { name: string; title: string } | null;
  blocks: {
    name: string;
    title: string;
    variant: string | null;
    html: string | null;
    variants: { name: string; isShown: boolean; because: string; why: Told | null }[];
  }[];
  /** What each form asks now, and what it does not: because it is known, because it comes a next time, or because it is for others. */
  forms: {
    name: string;
    title: string;
    fields: string[];
    boxes: string[];
    known: string[];
    later: string[];
    others: string[];
  }[];
  flows: {
    name: string;
    title: string;
    starts: { at: string; by: string }[];
    when: Told | null;
    note: string | null;
  }[];
  lead: { status: string | null; since: string | null; why: Told | null; owner: string | null };
  timeline: { at: string; what: string; points: Line[]; changes: string[] }[];
  /** What time alone will change, soonest first. */
  next: { at: string; changes: string[] }[];
}
