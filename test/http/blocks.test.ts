import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { Browser, GRANTED, until } from "../support/client.ts";

const stack = inject("stack");
const PICK = ["overview", "voice-picking", "wave-planning"].map((page) => `/products/pick/${page}/`);

const variant = async (browser: Browser): Promise<string> => (await browser.fetch("/b?names=hero")).json.hero.variant;

/** Each way of embedding asked at once: they have to agree. */
async function everywhere(browser: Browser) {
  const script = (await browser.fetch(`/b?names=hero&url=${encodeURIComponent(`${stack.demoUrl}/`)}`)).json.hero;
  const fragment = await browser.fetch("/b/hero");
  const page = (await browser.fetch(`${stack.url}/`)).text;
  const inPage = /<fodspor-block name="hero" data-variant="([^"]+)"[^>]*>([\s\S]*?)<\/fodspor-block>/.exec(page)!;
  expect(fragment.headers.get("content-type")).toMatch(/^text\/html/);
  expect(fragment.text).toBe(script.html);
  expect(inPage[2]).toBe(script.html);
  expect([fragment.headers.get("x-fodspor-variant"), inPage[1]]).toEqual([script.variant, script.variant]);
  return script.variant;
}

describe("the hero", () => {
  it("is the default for whoever has not consented, however often they come", async () => {
    const browser = new Browser();
    await browser.batch(PICK.map((path) => browser.event("page_view", path)));
    expect(await everywhere(browser)).toBe("default");
  });

  it("greets a new visitor", async () => {
    const browser = new Browser();
    await browser.read("/");
    expect(await everywhere(browser)).toBe("new");
  });

  it("talks of picking to somebody who comes back and has read about it", async () => {
    const browser = new Browser();
    await browser.read(...PICK);
    browser.now = new Date(browser.now.getTime() + 3_600_000);
    await browser.read("/blog/");
    expect(await everywhere(browser)).toBe("product-a");
  });

  it("removes the last doubts of somebody who evaluates, in the very request after", async () => {
    const browser = new Browser();
    await browser.read("/pricing/");
    expect(await variant(browser)).toBe("new");
    await browser.read("/terms/");
    expect(await everywhere(browser)).toBe("evaluating");
  });

  it("is the default for a returning visitor of whom no interest is known", async () => {
    const browser = new Browser();
    await browser.read("/");
    browser.now = new Date(browser.now.getTime() + 3_600_000);
    await browser.read("/");
    expect(await everywhere(browser)).toBe("default");
  });

  it("needs consent to personalization, not only to analytics", async () => {
    const browser = new Browser();
    const consent = { ...GRANTED, personalization: false };
    await browser.batch([browser.event("page_view", "/pricing/"), browser.event("page_view", "/terms/")], { consent });
    expect(await variant(browser)).toBe("default");
  });
});

describe("blocks", () => {
  it("the playbook does not have are left to the page", async () => {
    const browser = new Browser();
    expect((await browser.fetch("/b?names=nothing,constructor,__proto__")).json).toEqual({});
    for (const name of ["nothing", "constructor", "__proto__", "toString"]) {
      expect((await browser.fetch(`/b/${name}`)).json.error.code).toBe("not_found");
    }
    expect((await browser.fetch("/b?names=")).json.error.code).toBe("invalid_request");
  });

  it("may be read by the playbook's websites only, and are kept by no cache", async () => {
    const browser = new Browser();
    const own = await browser.fetch("/b?names=hero");
    expect(own.headers.get("access-control-allow-origin")).toBe(stack.demoUrl);
    expect(own.headers.get("access-control-allow-credentials")).toBe("true");
    expect(own.headers.get("cache-control")).toContain("no-store");
    const other = await browser.fetch("/b?names=hero", { headers: { origin: "https://evil.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("edge mode", () => {
  it("passes everything else through as the website has it", async () => {
    const paths = ["/pricing/", "/robots.txt", "/static/css/site.css", "/nothing-here/"];
    for (const path of paths) {
      const [behind, through] = await Promise.all([fetch(stack.demoUrl + path), fetch(stack.url + path)]);
      expect([path, through.status]).toEqual([path, behind.status]);
      expect(through.headers.get("content-type")).toBe(behind.headers.get("content-type"));
    }
  });

  it("asks the website behind and no other host, whatever the path says", async () => {
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(request.url!);
      response.end("<h1>evil</h1>");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const host = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    for (const path of [`//${host}/x`, `/\\${host}/x`, `///${host}/x`, `//user@${host}/x`, `/x/..//${host}/x`]) {
      expect([path, await rawStatus(path)]).toEqual([path, 404]);
    }
    expect(asked).toEqual([]);
  });

  it("has the form in the page already, so it needs no script", async () => {
    const page = await new Browser().fetch(`${stack.url}/white-paper/`);
    expect(page.text).toMatch(/<fodspor-form name="whitepaper">\s*<form class="fodspor-form" method="post"/);
    expect(page.headers.get("cache-control")).toContain("private");
  });
});

describe("the sealed state", () => {
  it("is refreshed from the database when the copy has gone stale", async () => {
    const laptop = new Browser();
    await laptop.read("/pricing/");
    const copy = new Browser();
    copy.cookie = laptop.cookie;
    await laptop.read("/terms/");
    expect(await variant(copy)).toBe("new");
    await until(
      async () => {
        copy.now = new Date(laptop.now.getTime() + 16 * 60_000);
        await copy.read("/");
        return variant(copy);
      },
      (seen) => seen === "evaluating",
    );
  });
});

/** The status of a path sent as it is; fetch would mend it first. */
function rawStatus(path: string): Promise<number> {
  const { hostname, port } = new URL(stack.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end();
  });
}
