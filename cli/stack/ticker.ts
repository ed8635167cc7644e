const MINUTE = 60_000;

/** Ticks at :00 of every minute, as cron triggers do. Call the result to end it; it waits for a running tick. */
export function startTicker(tick: (time: number) => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let timer = next();

  function next(): NodeJS.Timeout {
    const at = (Math.floor(Date.now() / MINUTE) + 1) * MINUTE;
    return setTimeout(() => {
      timer = next();
      running = running
        .then(() => tick(at))
        .catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
    }, at - Date.now());
  }

  return () => {
    clearTimeout(timer);
    return running;
  };
}
