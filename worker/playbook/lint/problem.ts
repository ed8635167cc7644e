/** Every rule by its stable id; docs/lint.md tells of each why it is there and how to mend what it finds. */
export const RULES = [
  "unknown-name",
  "unknown-path",
  "did-you-mean",
  "trait-not-carried",
  "wrong-subject",
  "out-of-order",
  "never-matches",
  "impossible-threshold",
  "no-such-value",
  "given-twice",
  "matrix-cell",
  "stage-without-entrance",
  "stage-without-return",
  "window-without-end",
  "stage-looks-ahead",
  "address-in-cookie",
  "form-without-address",
  "own-permission-boxed",
  "permission-without-text",
  "pre-ticked-box",
  "reserved-field",
  "hidden-without-value",
  "impossible-range",
  "lone-alternative",
  "empty-step",
  "permission-without-mail",
  "challenge-without-key",
  "mail-without-link",
  "mail-without-text",
  "mail-without-topic",
  "unknown-variable",
  "unreachable-variant",
  "nobody-assigned",
  "unreachable-step",
  "hole-in-journey",
  "stage-without-flow",
  "flow-without-entrance",
  "circle-without-wait",
  "too-many",
] as const;
export type Rule = (typeof RULES)[number];

/** What is wrong, where (keys from the top of the playbook), by which rule, and how to mend it. */
export interface Problem {
  rule: Rule;
  path: (string | number)[];
  message: string;
}

export type Path = Problem["path"];
