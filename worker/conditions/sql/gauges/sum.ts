import { type Did, MOST_ADDED } from "../../../playbook/index.ts";
import { all } from "../binder.ts";
import { isEvent, placeOf } from "../event.ts";
import { locate } from "../place.ts";
import { numberOf } from "../text.ts";
import { type Gauge, inWindow } from "./gauge.ts";

/** Rounded half up, as `Math.floor(x + 0.5)`: SQLite may lack `floor`, and its cast cuts towards nought. */
export const rounded = (number: string): string =>
  `(CAST(${number} + 0.5 AS INTEGER) - (${number} + 0.5 < CAST(${number} + 0.5 AS INTEGER)))`;

export const sum: Gauge<Extract<Did, { asks: "sum" }>> = (did, writing) => {
  const place = placeOf("e", did.of);
  const { doc, path } = place === null ? { doc: "NULL", path: "'$'" } : locate(place, writing);
  const number = numberOf(`json_type(${doc}, ${path})`, `(${doc} ->> ${path})`);
  const values = `SELECT e.at AS at, ${number} AS x FROM events AS e
    WHERE ${isEvent("e", did, writing)} AND ${inWindow("e", did, writing)}`;
  const hundredths = `SELECT at, CASE WHEN abs(x) <= 1e9 THEN ${rounded("x * 100")} ELSE 0 END AS h FROM (${values})`;
  const added =
    did.within === undefined ? hundredths : `${hundredths} ORDER BY at / 1000 DESC, h DESC LIMIT ${MOST_ADDED}`;
  return `EXISTS (SELECT 1 FROM (SELECT coalesce(sum(h), 0) / 100.0 AS total FROM (${added})) WHERE ${all([
    ...(did.gte === undefined ? [] : [`total >= ${writing.bind(did.gte)}`]),
    ...(did.lte === undefined ? [] : [`total <= ${writing.bind(did.lte)}`]),
  ])})`;
};
