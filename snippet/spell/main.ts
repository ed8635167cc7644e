import { suggest } from "../../worker/forms/suggest.ts";
import { propose } from "../forms/propose.ts";

/** Looks at an address that was written, and proposes the one that was probably meant. */
export default function spell(input: HTMLInputElement): void {
  propose(input, suggest(input.value.trim()));
}
