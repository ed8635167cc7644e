import type { Hono } from "hono";
import type { Message } from "./events/message.ts";
import { createApp } from "./http/app.ts";
import type { HttpEnv } from "./http/env.ts";
import { consumeDead, consumeEvents, consumeMail, type MailMessage, retryDelay } from "./jobs/queue.ts";
import { tick } from "./jobs/tick.ts";
import { createContext } from "./platform/context.ts";
import { type Bindings, settings } from "./platform/env.ts";
import { newestInForce, playbook } from "./playbook/store.ts";

let app: Hono<HttpEnv> | undefined;

export default {
  fetch(request, env, execution) {
    app ??= createApp(settings(env).BASE_PATH);
    return app.fetch(request, env, execution);
  },

  async queue(batch, env, execution) {
    const context = createContext(env, execution, Date.now());
    try {
      if (batch.queue.startsWith("fodspor-dead")) return await consumeDead(context, batch);
      const current = await playbook(context.db, context.waitUntil);
      if (batch.queue.startsWith("fodspor-mail"))
        return await consumeMail(context, current, batch as MessageBatch<MailMessage>);
      return await consumeEvents(context, current, batch as MessageBatch<Message>);
    } catch (error) {
      console.warn(`a batch of ${batch.queue} comes again: ${error instanceof Error ? error.message : "?"}`);
      batch.retryAll({ delaySeconds: retryDelay(Math.max(...batch.messages.map(({ attempts }) => attempts))) });
    }
  },

  async scheduled(controller, env, execution) {
    const context = createContext(env, execution, controller.scheduledTime);
    await tick(context, await newestInForce(context.db));
  },
} satisfies ExportedHandler<Bindings>;
