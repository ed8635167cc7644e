import { announce, choose } from "./choice.ts";
import { release } from "./recorder.ts";
import { send } from "./sender.ts";
import type { How, Purposes } from "./wire.ts";

/** The visitor has decided: remember it, act on it at once, and give the server its evidence. */
export function decide(purposes: Purposes, how: How, version: string, locale: string): void {
  choose(purposes, how, version, locale);
  release();
  announce();
  void send(true);
}
