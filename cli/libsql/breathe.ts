import { setImmediate } from "node:timers/promises";

const sliceMs = 20;

/**
 * Makes long pipelines leave the event loop to others now and then. Call the function it returns
 * between statements; it gives a promise to await when it is time.
 */
export function startBreathing(): () => Promise<void> | null {
  let sliceStart = performance.now();
  return () => {
    if (performance.now() - sliceStart < sliceMs) return null;
    return setImmediate().then(() => {
      sliceStart = performance.now();
    });
  };
}
