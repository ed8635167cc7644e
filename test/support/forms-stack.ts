import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client/http";
import type { Stack } from "../../cli/stack.ts";
import { type Answer, Browser, until } from "./client.ts";
import { document } from "./playbook.ts";
import { testStack } from "./stack.ts";

type Document = Record<string, unknown> & { site: Record<string, unknown>; forms: Record<string, unknown> };

/** A stack of a test file's own, with forms of its own: what is published there would be in others' way. */
export interface FormsStack {
  stack: Stack;
  browser(): Browser;
  /** Publishes the test playbook, changed, and waits until it is in force. */
  publish(change: (copy: Document) => void): Promise<void>;
  rows(sql: string, ...args: (string | number)[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function formsStack(options: Parameters<typeof testStack>[0] = {}): Promise<FormsStack> {
  const dataDir = await mkdtemp(join(tmpdir(), "fodspor-forms-"));
  const stack = await testStack({ dataDir, ...options });
  const { url, demoUrl, basePath, adminToken, libsqlUrl, libsqlToken } = stack;
  const client = createClient({ url: libsqlUrl, ...(libsqlToken ? { authToken: libsqlToken } : {}) });
  let published = 0;
  const browser = (): Browser => {
    const one = new Browser();
    Object.assign(one, { stack: { url, demoUrl, base: url + basePath, adminToken } });
    return one;
  };
  return {
    stack,
    browser,
    async publish(change) {
      const copy = structuredClone(document) as unknown as Document;
      Object.assign(copy.site, { url: demoUrl, origins: [demoUrl] });
      const probe = `probe-${++published}`;
      copy.forms[probe] = survey();
      change(copy);
      const answer = await browser().api("/playbook", { method: "PUT", body: JSON.stringify({ document: copy }) });
      if (answer.status !== 200) throw new Error(answer.text);
      await until(
        () => browser().fetch(`/form/${probe}`),
        ({ status }) => status === 200,
      );
    },
    async rows(sql, ...args) {
      return (await client.execute({ sql, args })).rows as unknown as Record<string, unknown>[];
    },
    async close() {
      await stack.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A form that asks for no address and no permission. */
export const survey = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  title: "How was it?",
  ask: 10,
  fields: [
    { name: "mood", type: "text", label: "Your mood", trait: false },
    { name: "color", type: "text", label: "Your colour" },
  ],
  submit: "Send",
  confirmed: { title: "Thank you", text: "We have read it." },
  ...more,
});

/** The hidden fields of a form as it was shown. */
export function hiddenOf(html: string): { submission: string; ticket: string } {
  const value = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
  return { submission: value("submission"), ticket: value("ticket") };
}

/** Posts as a browser without JavaScript does. */
export const postPlain = (
  browser: Browser,
  path: string,
  values: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> => browser.fetch(path, { method: "POST", body: new URLSearchParams(values), headers });
