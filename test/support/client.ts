import { randomUUID } from "node:crypto";
import { createClient } from "@libsql/client/http";
import { inject } from "vitest";
import type { StackAddress } from "./global-stack.ts";

export const GRANTED = { analytics: true, personalization: true, marketing: true };
export const DENIED = { analytics: false, personalization: false, marketing: false };

export type BrowserEvent = { id: string; type: string; at: string; url: string } & Record<string, unknown>;

/** What a test reads of an answer: its status, headers, and body as text or JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // Answers are looked into freely; the assertions say what is expected.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

/** A browser as the Worker sees one: an origin and a cookie jar, at a time of the test's choosing. */
export class Browser {
  cookie: string | null = null;
  readonly stack: StackAddress = inject("stack");
  now: Date;
  headers: Record<string, string> = {};

  constructor(now = new Date()) {
    this.now = now;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers({
      origin: this.stack.demoUrl,
      "x-fodspor-now": this.now.toISOString(),
      ...this.headers,
    });
    if (this.cookie) headers.set("cookie", this.cookie);
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    const url = path.startsWith("http") ? path : this.stack.base + path;
    const response = await fetch(url, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      if (!line.startsWith("fodspor=")) continue;
      this.cookie = /max-age=0/i.test(line) ? null : line.split(";")[0]!;
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return this.fetch(path, { method: "POST", body: text, headers: { "content-type": "text/plain", ...headers } });
  }

  event(type: string, path: string, more: Record<string, unknown> = {}): BrowserEvent {
    return { id: randomUUID(), type, at: this.now.toISOString(), url: this.stack.demoUrl + path, ...more };
  }

  batch(events: unknown[], more: Record<string, unknown> = {}): Promise<Answer> {
    return this.post("/e", { sentAt: this.now.toISOString(), events, ...more });
  }

  /** Reads pages, one request each; the first tells the consent. */
  async read(...paths: string[]): Promise<void> {
    for (const path of paths) {
      const answer = await this.batch([this.event("page_view", path)], this.cookie ? {} : { consent: GRANTED });
      if (answer.status !== 200) throw new Error(answer.text);
    }
  }

  /** Fills in the white paper form as the snippet does; `answers` by field name. */
  async submit(answers: Record<string, unknown>, form = "whitepaper"): Promise<Answer> {
    const shown = await this.fetch(`/form/${form}`);
    const submission = /name="submission" value="([^"]+)"/.exec(shown.text)![1];
    const url = `${this.stack.demoUrl}/white-paper/`;
    return this.post(`/form/${form}`, { submission, url, ...answers }, { accept: "application/json" });
  }

  api(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.stack.adminToken}`, "x-fodspor-now": this.now.toISOString() };
    return this.fetch(`/api${path}`, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } });
  }
}

/** Rows of the database behind the stack, for what no route tells. */
export async function rows(sql: string, ...args: (string | number)[]): Promise<Record<string, unknown>[]> {
  const { libsqlUrl, libsqlToken } = inject("stack");
  const client = createClient({ url: libsqlUrl, ...(libsqlToken ? { authToken: libsqlToken } : {}) });
  const result = await client.execute({ sql, args });
  return result.rows as unknown as Record<string, unknown>[];
}

/** Asks again until the answer will do, since events reach the database a moment after they were acknowledged. */
export async function until<T>(ask: () => Promise<T>, good: (value: T) => boolean, seconds = 15): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`still not so after ${seconds} s: ${JSON.stringify(value)?.slice(0, 800)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** An address that no other test has. */
export const freshEmail = (name = "anna"): string => `${name}.${randomUUID().slice(0, 8)}@acme.example`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
