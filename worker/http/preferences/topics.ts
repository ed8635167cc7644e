import { type Compiled, inLocale } from "../../playbook/index.ts";
import type { PermissionStatus } from "../../state/state.ts";

/** Something that an address may get or not: the words it is decided by, and what holds now. */
export interface Choice {
  topic: string;
  /** What the words are about, where the playbook says that apart. */
  title: string | null;
  text: string;
  /** The version of these words. */
  version: string;
  status: PermissionStatus | null;
}

/**
 * What somebody may choose: what topics.yaml lists, what a form's box asks, and whatever else they have already, so that they can
 * be rid of it. `held` is what the ledger says.
 */
export function choicesOf(playbook: Compiled, held: Record<string, PermissionStatus>, locale: string): Choice[] {
  const statusOf = (topic: string): PermissionStatus | null => (Object.hasOwn(held, topic) ? held[topic]! : null);
  const isTheirs = (topic: string): boolean => ["pending", "confirmed"].includes(statusOf(topic) ?? "");
  const choices = new Map<string, Choice>();
  const add = (topic: string, choice: Pick<Choice, "title" | "text" | "version">): void => {
    if (!choices.has(topic)) choices.set(topic, { topic, ...choice, status: statusOf(topic) });
  };
  for (const [topic, { title, text, version, listed }] of Object.entries(playbook.topics)) {
    if (!listed && !isTheirs(topic)) continue;
    add(topic, { title: inLocale(title, locale), text: inLocale(text, locale), version });
  }
  for (const { topic, text, version, box } of Object.values(playbook.forms).flatMap((form) => form.permissions)) {
    if (Object.hasOwn(playbook.topics, topic) || !(box || isTheirs(topic))) continue;
    add(topic, { title: null, text: inLocale(text, locale), version });
  }
  for (const topic of Object.keys(held)) {
    if (isTheirs(topic)) add(topic, { title: null, text: topic, version: "" });
  }
  return [...choices.values()];
}

/** The words of a choice as they are read, and as they are kept for proof. */
export const wordsOf = ({ title, text }: Choice): string => (title === null ? text : `${title}: ${text}`);
