import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { testStack } from "./stack.ts";

/** What tests need to reach the stack: the very one that `npm start` runs, on free ports, with a database of its own. */
export interface StackAddress {
  url: string;
  demoUrl: string;
  base: string;
  adminToken: string;
  writeKey: string;
  libsqlUrl: string;
  libsqlToken: string | undefined;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: StackAddress;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "fodspor-test-"));
  const stack = await testStack({ dataDir });
  project.provide("stack", {
    url: stack.url,
    demoUrl: stack.demoUrl,
    base: stack.url + stack.basePath,
    adminToken: stack.adminToken,
    writeKey: stack.writeKey,
    libsqlUrl: stack.libsqlUrl,
    libsqlToken: stack.libsqlToken,
  });
  return async () => {
    await stack.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}
