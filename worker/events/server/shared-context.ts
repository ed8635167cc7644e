import { clean } from "../../lib/clean.ts";
import { CallContext } from "./common.ts";
import { objectOf } from "./read.ts";
import { firstEmail, traitsOf } from "./traits.ts";

/** A context for all calls of a batch, and how many of its traits could not be kept. */
export interface SharedContext {
  context: CallContext;
  leftOut: number;
}

/**
 * What calls may keep of the context that their batch has for all of them. It is cut here, once: a batch of thousands of calls
 * would else go through all of it for each. The value must not be nested deeply.
 */
export function sharedContext(given: unknown): SharedContext {
  const context = CallContext.parse(objectOf(clean(given)));
  const { email: told, ...others } = context.traits;
  const { values, leftOut } = traitsOf(others);
  const email = firstEmail(told);
  const isNoEmail = (told ?? null) !== null && email === undefined;
  const traits = email === undefined ? values : { ...values, email };
  return { context: { ...context, traits }, leftOut: leftOut + Number(isNoEmail) };
}
