import { compile, type Compiled, Playbook } from "../../worker/playbook/index.ts";
import { document } from "./playbook.ts";

/** Three salespeople, the first two Danish. */
export const SALES = {
  when: { did: "page_view", where: { "page.class": "pricing" }, atLeast: 2 },
  due: "8h",
  again: "7d",
  owners: [
    { id: "anna", name: "Anna Ager", email: "anna@testby.example", countries: ["DK"] },
    { id: "bo", name: "Bo Birk", email: "bo@testby.example", countries: ["DK"] },
    { id: "carl", name: "Carl Carlsson", email: "carl@testby.example", countries: ["SE"] },
  ],
  assign: ["round-robin"],
  rejections: { budget: "No budget", student: "A student" },
  losses: { price: "Too dear" },
};

/** The test playbook with sales; whom sales refuses falls back to the first stage. */
export function salesPlaybook(change: Partial<typeof SALES> = {}): Compiled {
  const { stages, ...rest } = structuredClone(document);
  const refused = { fallBackWhen: { did: "lead_rejected", since: "stage" }, fallBackTo: stages[0]!.id };
  const journey = stages.map((stage, i) => (i === 0 ? stage : { ...stage, ...refused }));
  return compile(Playbook.parse({ ...rest, stages: journey, sales: { ...SALES, ...change } }), 1);
}
