/** The handlers of a Worker, as far as this front passes them on. */
interface Handlers {
  fetch(request: Request, env: unknown, context: Execution): Promise<Response>;
  queue?(batch: unknown, env: unknown, context: Execution): Promise<void>;
  scheduled?(controller: unknown, env: unknown, context: Execution): Promise<void>;
}

interface Execution {
  waitUntil(work: Promise<unknown>): void;
  passThroughOnException(): void;
  props: unknown;
}

/** A batch that failed comes again after wrangler.toml's retry_delay; until then there is something to wait for. */
const RETRY = 6_000;

/**
 * What the local run puts before the Worker, in the same isolate: the address that ticks its cron, and a way to stop
 * without losing what the in-memory queues hold. Runs in workerd; imports nothing.
 *
 * - `GET /cdn-cgi/handler/scheduled?cron=…&time=<ms>` runs the cron handler.
 * - `POST /cdn-cgi/handler/drain`: from now on requests get 503, so that senders keep what they have.
 * - `GET /cdn-cgi/handler/drain` tells `{idle}`: milliseconds since anything was at work, 0 while something is.
 */
export function front(worker: Handlers): Handlers {
  let running = 0;
  let lastBusy = Date.now();
  let draining = false;

  async function work<T>(context: Execution, run: (watched: Execution) => Promise<T>): Promise<T> {
    running++;
    try {
      return await run(watch(context));
    } finally {
      running--;
      lastBusy = Math.max(lastBusy, Date.now());
    }
  }

  /** What goes on behind an answer is work too. */
  function watch(context: Execution): Execution {
    return {
      waitUntil: (promise) => context.waitUntil(work(context, () => promise)),
      passThroughOnException: () => context.passThroughOnException(),
      props: context.props,
    };
  }

  async function tick(url: URL, env: unknown, context: Execution): Promise<Response> {
    const scheduledTime = Number(url.searchParams.get("time") ?? Date.now());
    const controller = { cron: url.searchParams.get("cron") ?? "* * * * *", scheduledTime, noRetry: () => undefined };
    try {
      await work(context, async (watched) => worker.scheduled?.(controller, env, watched));
      return new Response("ok");
    } catch (error) {
      console.error("cron", error);
      return new Response("exception", { status: 500 });
    }
  }

  return {
    async fetch(request, env, context) {
      if (request.url.includes("/cdn-cgi/handler/")) {
        const url = new URL(request.url);
        if (url.pathname === "/cdn-cgi/handler/scheduled") return tick(url, env, context);
        if (url.pathname === "/cdn-cgi/handler/drain") {
          draining ||= request.method === "POST";
          return Response.json({ idle: running > 0 ? 0 : Math.max(0, Date.now() - lastBusy) });
        }
      }
      if (draining) return new Response("Stopping", { status: 503, headers: { "retry-after": "5" } });
      return work(context, (watched) => worker.fetch(request, env, watched));
    },
    async queue(batch, env, context) {
      try {
        await work(context, async (watched) => worker.queue?.(batch, env, watched));
      } catch (error) {
        lastBusy = Date.now() + RETRY;
        throw error;
      }
    },
  };
}
