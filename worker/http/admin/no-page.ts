import { Refusal } from "../../platform/errors.ts";
import { frameOf, type Http } from "./view.ts";

/** For an address that leads nowhere, or no longer. */
export const noPage = (c: Http): Refusal => new Refusal("not_found", frameOf(c, true).words.noPage);
