import type { Did } from "../../../playbook/index.ts";
import type { Writing } from "../binder.ts";
import { count } from "./count.ts";
import { distinct } from "./distinct.ts";
import { sequence } from "./sequence.ts";
import { sum } from "./sum.ts";

const GAUGES = { count, distinct, sum, sequence };

/** A question about history, as SQL asks it. */
export const gauge = (did: Did, writing: Writing): string =>
  (GAUGES[did.asks] as (did: Did, writing: Writing) => string)(did, writing);
