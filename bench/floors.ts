interface Env {
  EVENTS: { send(body: unknown): Promise<void> };
}

/** The handlers of a Worker, as far as they are wrapped here. */
interface Handlers {
  fetch(request: Request, env: Env, context: unknown): Response | Promise<Response>;
  queue?(batch: unknown, env: unknown, context: unknown): Promise<void>;
  [name: string]: unknown;
}

/** What the static floor answers with, in turn. */
interface Answers {
  headers: Record<string, string>;
  bodies: string[];
}

/**
 * The bare counterparts of what is measured, put before the Worker in the same isolate, so that both sides share
 * everything else. Runs in workerd; imports nothing.
 *
 * - `GET /bench/static` answers with the texts that `PUT /bench/static` gave it, and does nothing else.
 * - `POST /bench/queue` sends the body to the same queue that the Worker uses, and does nothing else.
 * - `PUT /bench/discard`: from now on what the queues deliver is dropped, on both sides alike.
 */
export function floors(worker: Handlers): Handlers {
  let answers: Answers = { headers: {}, bodies: [] };
  let discard = false;
  let turn = 0;

  async function queue(request: Request, env: Env): Promise<Response> {
    await env.EVENTS.send(await request.text());
    return Response.json({ ok: true });
  }

  async function set(request: Request): Promise<Response> {
    if (request.url.endsWith("/bench/static")) answers = (await request.json()) as Answers;
    else discard = true;
    return new Response(null, { status: 204 });
  }

  return {
    ...worker,
    fetch(request, env, context) {
      if (!request.url.includes("/bench/")) return worker.fetch(request, env, context);
      if (request.method === "GET") return new Response(answers.bodies[turn++ % answers.bodies.length], answers);
      return request.method === "POST" ? queue(request, env) : set(request);
    },
    async queue(batch, env, context) {
      if (!discard) await worker.queue?.(batch, env, context);
    },
  };
}
