import type { Choice } from "./choice.ts";
import { base } from "./script.ts";
import type { Answer, How, Said } from "./wire.ts";

/** What the core lends to the lazy modules. Names with `_` are shortened alike in all of them. */
export interface Core {
  _base: string;
  _dataset: DOMStringMap;
  _locale(): string;
  _page(): string;
  _choice(): Choice | undefined;
  /** A purpose is allowed if its value is truthy. */
  _choose(purposes: Said, how: How, version: string, locale: string): void;
  /** The same for another tool, which repeats itself. */
  _obey(purposes: Said, how: How, version?: string): void;
  /** Compares the text version; a choice about another text is forgotten, and any where the version is empty. */
  _verify(version: string): void;
  /** Posts as the visitor; rejects if nothing sensible comes back. */
  _request(url: string | URL, body: object): Promise<[Response, Answer | undefined]>;
  /** The visitor's token, on a page of another site than the Worker's. */
  _token(): string | undefined;
  /** The Trusted Types policy the modules share, once one of them has made it. */
  _policy?: HtmlPolicy | undefined;
}

export interface HtmlPolicy {
  createHTML(html: string): string;
}

/** What a lazy module exports as its default. Called again whenever it is needed again. */
type LazyModule<Arg> = (core: Core, arg?: Arg) => unknown;

type Name = "blocks" | "forms" | "consent" | "bridge";

let core: Core;
const loading: { [name in Name]?: Promise<{ default: LazyModule<unknown> }> | undefined } = {};

/** Sets what modules are lent. */
export function lend(parts: Core): void {
  core = parts;
}

/** Loads a lazy module (once) and calls it. A failure leaves the page as it is. */
export function load(name: Name, arg?: unknown): void {
  (loading[name] ||= import(`${base}/m/${name}.${VERSION}.js`))
    .then((module) => module.default(core, arg))
    .catch(() => (loading[name] = undefined));
}
