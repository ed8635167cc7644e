import { type Did, stepsOf } from "../../../playbook/index.ts";
import { seconds } from "../../gauges/gauge.ts";
import { isEvent } from "../event.ts";
import { type Gauge, inWindow } from "./gauge.ts";

/** From the last step, which is the one that has to be in the window, back to the first. */
export const sequence: Gauge<Extract<Did, { asks: "sequence" }>> = (did, writing) => {
  const steps = stepsOf(did);
  const before = (i: number): string => {
    if (i === 0) return "";
    const within = writing.bind(seconds(did.steps[i - 1]!.within));
    return ` AND EXISTS (SELECT 1 FROM events AS e${i - 1} WHERE ${isEvent(`e${i - 1}`, steps[i - 1]!, writing)}
      AND e${i - 1}.at < e${i}.at / 1000 * 1000 AND e${i - 1}.at >= (e${i}.at / 1000 - ${within}) * 1000${before(i - 1)})`;
  };
  const last = steps.length - 1;
  return `EXISTS (SELECT 1 FROM events AS e${last}
    WHERE ${isEvent(`e${last}`, steps[last]!, writing)} AND ${inWindow(`e${last}`, did, writing)}${before(last)})`;
};
