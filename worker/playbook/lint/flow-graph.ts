import type { Flow } from "../flow.ts";
import { type Way, waysThrough } from "./flow-ways.ts";
import type { Path } from "./problem.ts";

/** What comes after each flow. */
export type Graph = Map<string, { edges: (Way & { to: string })[]; unreachable: Path[]; ends: boolean }>;

export function graphOf(flows: Record<string, Flow>): Graph {
  return new Map(
    Object.entries(flows).map(([name, { steps, next }]) => {
      const { ways, unreachable } = waysThrough(["flows", name, "steps"], steps);
      const edges = ways.flatMap((way) => {
        const to = way.to ?? next;
        return to !== undefined && Object.hasOwn(flows, to) ? [{ ...way, to }] : [];
      });
      return [name, { edges, unreachable, ends: ways.some(({ to }) => to === null) }];
    }),
  );
}

/**
 * Flows that hand over to each other in a circle without any wait. Two conditions on the way may exclude each other, so a circle
 * counts only where at most one decides.
 */
export function circles(flows: Record<string, Flow>, graph: Graph): string[][] {
  const found: string[][] = [];
  const told = new Set<string>();
  for (const name of graph.keys()) {
    if (told.has(name)) continue;
    const circle = shortest(name, flows, graph);
    if (circle === undefined) continue;
    for (const one of circle) told.add(one);
    found.push(circle);
  }
  return found;
}

/** The flows from `from` back to itself without a wait and with at most one condition, if there is such a way. */
function shortest(from: string, flows: Record<string, Flow>, graph: Graph): string[] | undefined {
  const best = new Map<string, number>();
  const open: { at: string; guards: number; path: string[] }[] = [{ at: from, guards: 0, path: [from] }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const { to, waited, guarded } of graph.get(next.at)?.edges ?? []) {
      const { when, exit } = flows[to]!;
      const guards = next.guards + (guarded ? 1 : 0) + (when ? 1 : 0) + (exit ? 1 : 0);
      if (waited || guards > 1 || (best.get(to) ?? 2) <= guards) continue;
      if (to === from) return next.path;
      best.set(to, guards);
      open.push({ at: to, guards, path: [...next.path, to] });
    }
  }
  return undefined;
}
