import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { Analytics } from "@segment/analytics-node";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { profileOfAnonymous, profileOfUser } from "../../worker/profiles/person.ts";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { deedsOf } from "../support/person.ts";

const stack = inject("stack");
const path = `${new URL(stack.base).pathname}/v1/batch`;

type Fields = Record<string, unknown>;
type Verb = "track" | "identify" | "page" | "screen" | "group" | "alias";

/** A published SDK, as a site would set it up: only key, host and path. */
interface Sdk {
  send(verb: Verb, call: Fields): void;
  /** Resolves when all is delivered, with what went wrong. */
  flush(): Promise<unknown[]>;
}

function segment(host = stack.url, writeKey = stack.writeKey): Sdk {
  const analytics = new Analytics({ writeKey, host, path });
  const errors: unknown[] = [];
  analytics.on("error", (error) => errors.push(error));
  return {
    send: (verb, call) => analytics[verb](call as never),
    flush: async () => {
      await analytics.closeAndFlush();
      return errors;
    },
  };
}

function rudder(host = stack.url, writeKey = stack.writeKey): Sdk {
  const errors: unknown[] = [];
  const errorHandler = (error: unknown): void => void errors.push(error);
  const analytics = new RudderAnalytics(writeKey, { dataPlaneUrl: host, path, logLevel: "none", errorHandler });
  let pending = 0;
  return {
    send: (verb, call) => {
      pending++;
      analytics[verb](call as never, () => void pending--);
    },
    flush: async () => {
      // Each flush takes 20 calls at most.
      while (pending > 0) {
        await analytics.flush();
        await new Promise((resolve) => setImmediate(resolve));
      }
      return errors;
    },
  };
}

const sdks: [string, (host?: string, writeKey?: string) => Sdk][] = [
  ["@segment/analytics-node", segment],
  ["@rudderstack/rudder-sdk-node", rudder],
];

describe.each(sdks)("%s", (_, sdk) => {
  it("tells all there is to tell, and it is one person's", async () => {
    const [userId, anonymousId, former, email] = [randomUUID(), randomUUID(), randomUUID(), freshEmail("sdk")];
    const { send, flush } = sdk();
    send("page", { anonymousId, name: "Prices", properties: { url: `${stack.demoUrl}/pricing/?utm_source=ads` } });
    send("track", { userId: former, event: "Trial Started", properties: { plan: "team" } });
    const messageId = `message-${randomUUID()}`;
    send("track", { anonymousId, messageId, event: "Product Viewed", properties: { sku: "A-1", price: 12.5 } });
    send("track", { anonymousId, messageId, event: "Product Viewed again" });
    send("identify", {
      userId,
      anonymousId,
      traits: {
        email: email.toUpperCase(),
        firstName: "Åse",
        seats: 12,
        address: { city: "Aarhus" },
        constructor: "x",
      },
    });
    send("screen", { userId, name: "Settings" });
    send("group", { userId, groupId: "acme-42", traits: { name: "Acme A/S", website: "https://www.acme.example" } });
    send("alias", { userId, previousId: former });
    expect(await flush()).toEqual([]);

    const browser = new Browser();
    const { json: person } = await until(
      () => browser.api(`/profiles/${profileOfUser(userId)}`),
      ({ json }) => json?.email === email && json.views === 1,
    );
    expect(person.emailConfirmed).toBe(true);
    expect(person.traits).toMatchObject({ firstName: "Åse", seats: 12, "address.city": "Aarhus" });
    expect(Object.hasOwn(person.traits, "email") || Object.hasOwn(person.traits, "constructor")).toBe(false);
    for (const id of [profileOfAnonymous(anonymousId), profileOfUser(former)])
      await until(
        () => browser.api(`/profiles/${id}`),
        ({ json }) => json?.id === person.id,
      );

    const deeds = await deedsOf(browser, person.id);
    const happened = deeds.map(({ type, name }: { type: string; name: string | null }) =>
      name === null ? type : `${type} ${name}`,
    );
    expect(happened.toSorted()).toEqual(
      [
        "alias",
        "group Acme A/S",
        "identify",
        "page_view Prices",
        "screen_view Settings",
        "track Product Viewed",
        "track Trial Started",
      ].toSorted(),
    );
    const view = deeds.find(({ type }: Fields) => type === "page_view");
    expect(view).toMatchObject({
      path: "/pricing/",
      data: { page: { class: "pricing" }, campaign: { source: "ads" } },
    });
    expect(JSON.stringify(view)).not.toContain("utm_source");
    const viewed = deeds.find(({ name }: Fields) => name === "Product Viewed");
    expect(viewed.data.properties).toEqual({ sku: "A-1", price: 12.5 });
  });

  it("delivers hundreds of events, each once, gathered as it likes", async () => {
    const userId = randomUUID();
    const { send, flush } = sdk();
    for (let n = 0; n < 300; n++) send("track", { userId, event: "Counted", properties: { n } });
    expect(await flush()).toEqual([]);
    const [stored] = await until(
      () => rows("SELECT count(*) AS n FROM events WHERE profile_id = ?", profileOfUser(userId)),
      ([row]) => Number(row?.["n"]) === 300,
    );
    expect(Number(stored!["n"])).toBe(300);
  });

  it("keeps what is refused for the moment and sends it again", async () => {
    let asked = 0;
    const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = await buffer(request);
      if (++asked === 1) return void response.writeHead(503, { "retry-after": "1" }).end();
      const { authorization = "", "content-encoding": encoding } = request.headers;
      const headers = { authorization, ...(encoding ? { "content-encoding": encoding } : {}) };
      const answer = await fetch(stack.url + request.url, { method: "POST", headers, body });
      response.writeHead(answer.status).end(await answer.text());
    };
    const server = createServer((request, response) => void relay(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const address = server.address();
    const { send, flush } = sdk(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
    const userId = randomUUID();
    send("track", { userId, event: "Kept" });
    expect(await flush()).toEqual([]);
    expect(asked).toBe(2);
    await until(
      () => rows("SELECT name FROM events WHERE profile_id = ?", profileOfUser(userId)),
      (found) => found.length === 1 && found[0]!["name"] === "Kept",
    );
  });

  it("is told when its key is wrong", async () => {
    const { send, flush } = sdk(stack.url, "not the write key at all");
    send("track", { userId: "nobody", event: "Unheard" });
    expect(await flush()).toHaveLength(1);
  });
});
