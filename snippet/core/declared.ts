import { record } from "./recorder.ts";
import { parse } from "./store.ts";

/** The event that an element declares, its other attributes of ours as properties: JSON (as numbers are) or text. */
export function declared(element?: Element): void {
  const properties: Record<string, unknown> = {};
  // A form's field may be named "attributes".
  for (const name of element?.getAttributeNames() || []) {
    const [, key] = name.split("data-fodspor-");
    const value = element!.getAttribute(name);
    if (key) properties[key.replace(/-/g, "_")] = parse(value) ?? value;
  }
  const { event: name, ...others } = properties;
  if (name) record("track", { name: `${name as string}`, properties: others });
}
