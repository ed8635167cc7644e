import type { Asked } from "../asked.ts";
import type { Playbook } from "../document.ts";
import { nodesIn } from "./nodes.ts";
import type { Problem } from "./problem.ts";

const CLOCK = ["weekday", "time"];
const DONE = ["did", "score", "segment", "stage", "visits", "interest", "inactive", "flow", "lead", "cluster"];
const PRESENT = ["country", "region", "city", "device", "campaign", "page", "company"];

/** What may not be asked by whom, and what to do instead. */
const REFUSED: Partial<Record<Asked["by"], { subjects: string[]; why(subject: string): string }[]>> = {
  fit: [
    {
      subjects: [...DONE, ...CLOCK, "device", "campaign", "page", "company", "consent", "permission"],
      why: (subject) => `fit looks at who somebody is, not at "${subject}"; ask for a trait or a role`,
    },
  ],
  role: [
    {
      subjects: ["score", "segment", "stage", "role", ...CLOCK],
      why: (subject) => `a role is decided before "${subject}" is known; ask for a trait`,
    },
  ],
  company: [
    {
      subjects: [...DONE, ...PRESENT.filter((subject) => subject !== "company"), ...CLOCK].concat([
        "trait",
        "role",
        "consent",
        "permission",
        "knows",
        "language",
      ]),
      why: (subject) =>
        `a group of companies asks about "company" only, combined with all, any and not; "${subject}" is about a person: write it in segments.yaml`,
    },
  ],
};

/** Subjects that make no sense where they are asked. */
export function* places(playbook: Playbook): Generator<Problem> {
  for (const { path, node, by } of nodesIn(playbook)) {
    const refuse = (message: string): Problem => ({ rule: "wrong-subject", path, message });
    for (const { subjects, why } of REFUSED[by] ?? []) {
      const subject = subjects.find((name) => name in node);
      if (subject !== undefined) yield refuse(why(subject));
    }
    if (by !== "block" && by !== "form" && by !== "fit" && by !== "company" && "page" in node)
      yield refuse(
        "only blocks and forms know which page is being read; ask for { did: page_view, where: { page.class: … } }",
      );
    if (by === "stage" || by === "segment" || by === "sales") {
      const clock = CLOCK.find((name) => name in node);
      if (clock !== undefined)
        yield refuse(`"${clock}" would move everybody in and out again and again; it belongs into blocks and flows`);
    }
  }
}
