import { z } from "zod";
import type { Compiled } from "../../playbook/index.ts";
import { Common, MaybeName, PageParts, Properties } from "./common.ts";
import type { Facts } from "./facts.ts";
import { defined, pageOf } from "./surroundings.ts";

/** A page was seen. */
export const Page = Common.extend({
  type: z.literal("page"),
  name: MaybeName,
  category: MaybeName,
  properties: Properties,
});

/** `visitor` is whoever's browser it was: its pages make sessions. What the properties say of the page is kept with it alone. */
export function pageFacts(
  { name, category, properties, context }: z.infer<typeof Page>,
  visitor: string,
  playbook: Compiled,
): Facts {
  const own = Object.fromEntries(Object.entries(properties).filter(([key]) => !Object.hasOwn(PageParts.shape, key)));
  return {
    type: "page_view",
    visitor,
    ...(name === undefined ? {} : { name }),
    properties: category === undefined ? own : { category, ...own },
    ...pageOf({ ...context.page, ...defined(PageParts.parse(properties)) }, playbook),
  };
}
