import { record } from "./recorder.ts";
import { parse } from "./store.ts";

const PREFIX = "data-fodspor-";

/** The event that an element declares, its other attributes of ours as properties: JSON (as numbers are) or text. */
export function declared(element?: Element): void {
  const properties: Record<string, unknown> = {};
  for (const { name, value } of element?.attributes || []) {
    const [, key] = name.split(PREFIX);
    if (key) properties[key.replace(/-/g, "_")] = parse(value) ?? value;
  }
  const { event: name, ...others } = properties;
  if (name) record("track", { name: `${name as string}`, properties: others });
}
