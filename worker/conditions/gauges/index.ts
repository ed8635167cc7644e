import type { Did } from "../../playbook/index.ts";
import { count } from "./count.ts";
import { distinct } from "./distinct.ts";
import type { Gauge } from "./gauge.ts";
import { sequence } from "./sequence.ts";
import { sum } from "./sum.ts";

const GAUGES = { count, distinct, sum, sequence };

/** The gauge that answers a question. */
export const gaugeOf = (did: Did): Gauge<Did> => GAUGES[did.asks] as Gauge<Did>;

export { union } from "./distinct.ts";
