import type { Facts } from "../../../worker/conditions/index.ts";
import { why } from "../../../worker/conditions/why.ts";
import type { Compiled, Sales } from "../../../worker/playbook/index.ts";
import type { Around, State } from "../../../worker/state/state.ts";
import type { Report } from "./report.ts";
import { iso, toldOf } from "./words.ts";

/** Whether somebody is handed over to sales, why, and by what rule an owner is found. */
export function leadOf({ lead }: State, around: Around, { sales }: Compiled, facts: Facts): Report["lead"] {
  return {
    status: lead?.status ?? null,
    since: lead ? iso(lead.since) : null,
    why: sales ? toldOf(why(sales.when, facts), facts) : null,
    owner: sales ? ownerOf(sales, around) : null,
  };
}

/** The rule that names an owner: who looks after their company is known of real people only. */
function ownerOf({ assign, owners }: Sales, { country }: Around): string {
  const rules = assign.flatMap((rule) => {
    if (rule === "account") return ["whoever looks after their company already"];
    if (rule === "round-robin") return [`the next in turn of ${owners.map(({ name }) => name).join(", ")}`];
    const theirs = owners.filter(({ countries }) => country !== undefined && countries.includes(country));
    return theirs.length > 0 ? [`${theirs.map(({ name }) => name).join(" or ")} (country ${country})`] : [];
  });
  return rules.length > 0 ? rules.join(", else ") : "nobody";
}
