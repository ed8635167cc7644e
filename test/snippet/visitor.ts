import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { WireEvent } from "../../snippet/core/wire.ts";
import { launchChromium } from "../browser/chromium.ts";
import { startWireServer, type WireServer } from "./wire-server.ts";

/** A visitor with a fresh browser profile, and what went wrong on their pages. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  errors: string[];
  open: (path?: string) => Promise<void>;
}

export const ALL = { analytics: true, personalization: true, marketing: true };
export const NONE = { analytics: false, personalization: false, marketing: false };

/**
 * A browser and a website for a test file. Each test starts with an empty record; at its end the
 * visitors leave, and none of their pages may have seen an error (unless the test empties the list).
 */
export function useBrowser() {
  vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });
  const here = {} as { browser: Browser; wire: WireServer };
  let visitors: Visitor[] = [];

  beforeAll(async () => {
    here.wire = await startWireServer();
    here.browser = await launchChromium();
  });
  afterAll(async () => {
    await here.browser?.close();
    await here.wire?.close();
  });
  beforeEach(() => here.wire.reset());
  afterEach(async () => {
    const errors = visitors.flatMap((visitor) => visitor.errors);
    await Promise.all(visitors.map(({ context }) => context.close()));
    visitors = [];
    expect(errors).toEqual([]);
  });

  const visit = async (options: BrowserContextOptions & { choice?: object } = {}) => {
    const { choice, ...rest } = options;
    const context = await here.browser.newContext({ baseURL: here.wire.url, ...rest });
    if (choice) await remember(context, choice);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    const open = async (path = "/") => void (await page.goto(path));
    const visitor: Visitor = { context, page, errors, open };
    visitors.push(visitor);
    return visitor;
  };

  /** Lets the browser hold a choice the server knows of, as after an earlier visit. */
  const remember = async (context: BrowserContext, choice: object) => {
    const stored = {
      id: crypto.randomUUID(),
      consent: choice,
      url: here.wire.url,
      version: "2026-11",
      locale: "en",
      how: "banner",
      at: new Date().toISOString(),
      checked: Date.now(),
      posted: 1,
    };
    await context.addInitScript((text) => {
      if (!localStorage.getItem("test")) localStorage.setItem("fodspor.consent", text);
      localStorage.setItem("test", "1");
    }, JSON.stringify(stored));
  };

  return { here, visit };
}

type Falsy = false | 0 | "" | null | undefined;

/** Waits until `look` gives something, and gives it. */
export function until<T>(look: () => T | Promise<T>, timeout = 8000): Promise<Exclude<T, Falsy>> {
  return vi.waitFor(
    async () => {
      const seen = await look();
      if (!seen) throw new Error(`still waiting for ${String(look)}`);
      return seen as Exclude<T, Falsy>;
    },
    { timeout, interval: 30 },
  );
}

/** Long enough for the snippet to have sent what it would send. */
export function quiet(ms = 700): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Calls `fodspor(…)` on the page. */
export async function call(page: Page, ...args: unknown[]): Promise<void> {
  await page.evaluate((a) => {
    (window as unknown as { fodspor(...args: unknown[]): void }).fodspor(...a);
  }, args);
}

/** The events in the places that the website's pages have in the browser's outbox. */
export async function outbox(visitor: Visitor): Promise<WireEvent[]> {
  const { local } = await kept(visitor);
  const places = Object.keys(local).filter((key) => key.startsWith("fodspor.outbox."));
  return places.flatMap((key) => (JSON.parse(local[key]!) as [number, WireEvent[]])[1]);
}

/** Lets a test say whether the visitor looks at its pages: `act(page, {visible, focused})`. */
export async function stage(visitor: Visitor, start: Looks = {}): Promise<void> {
  await visitor.context.addInitScript((looks) => {
    const now = { visible: true, focused: true, ...looks };
    Object.assign(window, { looks: now });
    Object.defineProperty(document, "hidden", { get: () => !now.visible });
    document.hasFocus = () => now.focused;
  }, start);
}

interface Looks {
  visible?: boolean;
  focused?: boolean;
}

/** What the browser does when the visitor turns to another tab or window, or comes back. */
export async function act(page: Page, looks: Looks): Promise<void> {
  await page.evaluate(({ visible, focused }) => {
    Object.assign((window as unknown as { looks: object }).looks, { visible, focused });
    window.dispatchEvent(new Event(focused ? "focus" : "blur"));
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, looks);
}

/** Everything the browser keeps for the website. */
export function kept(visitor: Visitor) {
  return visitor.page.evaluate(async () => ({
    cookie: document.cookie,
    local: Object.fromEntries(Object.entries(localStorage)) as Record<string, string>,
    session: Object.fromEntries(Object.entries(sessionStorage)) as Record<string, string>,
    databases: (await indexedDB.databases()).length,
  }));
}
