import type { Playbook } from "../document.ts";
import { answersOf, traitOf } from "../form-fields.ts";

/** Every name that a playbook gives, by what it is. */
export interface Known {
  segments: string[];
  stages: string[];
  forms: string[];
  emails: string[];
  flows: string[];
  /** What only forms hand out. */
  contents: string[];
  blocks: string[];
  owners: string[];
  goals: string[];
  roles: string[];
  groups: string[];
  actions: string[];
  /** Classes that pages have, `other` among them. */
  classes: string[];
  /** Topics that the patterns give; pages may name more in their meta tags. */
  topics: string[];
  /** Topics that forms ask a permission for, or that people may choose. */
  permissions: string[];
  answers: string[];
  /** All traits that anything is said of. */
  traits: string[];
  /** The options of traits that are only ever chosen from a list. */
  options: Map<string, string[]>;
}

export function knownIn(playbook: Playbook): Known {
  const { site, scoring, sales, companies } = playbook;
  const forms = Object.values(playbook.forms);
  const fields = forms.flatMap(answersOf).flatMap((field) => {
    const trait = traitOf(field);
    return trait === null
      ? []
      : [{ trait, options: "options" in field && field.type !== "multi" ? field.options : undefined }];
  });
  const answers = fields.map(({ trait }) => trait);
  const chosen = [...new Set(answers)].filter((name) =>
    fields.every((field) => field.trait !== name || field.options !== undefined),
  );
  return {
    segments: Object.keys(playbook.segments),
    stages: playbook.stages.map(({ id }) => id),
    forms: Object.keys(playbook.forms),
    emails: Object.keys(playbook.emails),
    flows: Object.keys(playbook.flows),
    contents: Object.keys(playbook.contents),
    blocks: Object.keys(playbook.blocks),
    owners: sales?.owners.map(({ id }) => id) ?? [],
    goals: Object.keys(site.goals),
    roles: Object.keys(companies.roles),
    groups: Object.keys(companies.segments),
    actions: Object.keys(scoring.matrix),
    classes: [...new Set([...site.pages.map((page) => page.class), "other"])],
    topics: [...new Set(site.pages.flatMap(({ topics }) => topics))],
    permissions: [
      ...new Set([
        ...Object.keys(playbook.topics),
        ...forms.flatMap((form) => form.permissions.map(({ topic }) => topic)),
      ]),
    ],
    answers: [...new Set(["email", "confirmed-email", ...answers])],
    traits: [...new Set([...answers, ...site.carry, ...Object.keys(site.traits)])],
    options: new Map(
      chosen.map((name) => [
        name,
        fields.flatMap((field) => (field.trait === name ? (field.options ?? []).map(({ value }) => value) : [])),
      ]),
    ),
  };
}
