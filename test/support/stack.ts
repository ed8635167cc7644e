import { type Stack, startStack } from "../../cli/stack.ts";

/** What `npm start` runs, on free ports. Its queues deliver in batches as they do there, only sooner. */
export const testStack = (options: Partial<Parameters<typeof startStack>[0]>): Promise<Stack> =>
  startStack({ port: 0, demoPort: 0, queueWait: 0.1, ...options });
