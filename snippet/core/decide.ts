import { announce, choose, isCurrent } from "./choice.ts";
import { release } from "./recorder.ts";
import { locale } from "./script.ts";
import { send } from "./sender.ts";
import type { How, Said } from "./wire.ts";

/** The visitor has decided: remember it, act on it at once, and give the server its evidence. */
export function decide(...choice: Parameters<typeof choose>): void {
  choose(...choice);
  release();
  announce();
  void send(true);
}

/** Another consent tool rules. They repeat their choice on every page; only a change is a new one. */
export function obey(purposes: Said, how: How, version: string = how): void {
  if (!isCurrent(purposes)) decide(purposes, how, version, locale());
}
