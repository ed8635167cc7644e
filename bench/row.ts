import type { Compared } from "./load.ts";

/** One line of what the bench prints. */
export interface Row {
  row: string;
  what: string;
  /** What came out, as it is to be compared with the budget. */
  value: number;
  /** What it must be: at least for a ratio, at most for a count. */
  budget: number;
  ok: boolean;
  /** A ratio is a timing and depends on the machine; a count is the same everywhere, and missing it fails the bench. */
  kind: "ratio" | "count";
  unit: string;
  /** The least and most of the rounds' ratios. */
  range?: [number, number];
  /** How both sides did by themselves. */
  ours?: string;
  floor?: string;
  note?: string;
}

/** A row whose value may not be more than its budget, whatever the machine. */
export function countRow(row: string, what: string, value: number, budget: number, unit: string, note?: string): Row {
  return { row, what, value, budget, ok: value <= budget, kind: "count", unit, ...(note ? { note } : {}) };
}

/** A row of ours against its floor: the median of the rounds' ratios. */
export function ratioRow(
  row: string,
  what: string,
  ratios: number[],
  budget: number,
  sides: Pick<Row, "ours" | "floor" | "note">,
): Row {
  const value = median(ratios);
  const range: [number, number] = [Math.min(...ratios), Math.max(...ratios)];
  return { row, what, value, budget, ok: value >= budget, kind: "ratio", unit: "×", range, ...sides };
}

/** A row of two loaded targets: the ratio of their rates, and what workerd's processor time says of the same. */
export function loadRow(row: string, what: string, { ours, floor }: Compared, budget: number): Row {
  const ratios = ours.map(({ rate }, i) => rate / floor[i]!.rate);
  const [ourCpu, floorCpu] = [ours, floor].map((side) => median(side.map(({ cpu }) => cpu)));
  const told = ({ rate, cpu }: { rate: number; cpu: number }): string =>
    `${Math.round(rate)}/s${Number.isNaN(cpu) ? "" : `, ${Math.round(cpu * 1000)} µs`}`;
  return ratioRow(row, what, ratios, budget, {
    ours: told({ rate: median(ours.map(({ rate }) => rate)), cpu: ourCpu! }),
    floor: told({ rate: median(floor.map(({ rate }) => rate)), cpu: floorCpu! }),
    ...(Number.isNaN(ourCpu) ? {} : { note: `${(floorCpu! / ourCpu!).toFixed(2)} by workerd's processor time` }),
  });
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
