import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Browser, GRANTED, until } from "../support/client.ts";
import { confirmLink, somebody } from "../support/person.ts";

const stack = inject("stack");
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${stack.base}/api${path}`, { headers });

describe("the management API", () => {
  it("lets only the bearer of the admin token in", async () => {
    for (const headers of [{}, { authorization: "Bearer wrong" }, { authorization: `Basic ${stack.adminToken}` }]) {
      const response = await get("/profiles", headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect(await response.json()).toMatchObject({ error: { code: "unauthorized", message: expect.any(String) } });
    }
    expect((await get("/stats", { authorization: `Bearer ${stack.adminToken}` })).status).toBe(200);
  });

  it("refuses what it cannot read, naming the parameter", async () => {
    const browser = new Browser();
    const wrong = [
      "/profiles?limit=0",
      "/profiles?limit=201",
      "/profiles?visitor=x",
      "/profiles?cursor=%7B",
      "/profiles/7",
      "/messages?cursor=WzEsMl0",
    ];
    for (const path of wrong) {
      const { status, json } = await browser.api(path);
      expect([path, status, json.error.code]).toEqual([path, 400, "invalid_request"]);
      expect(json.error.details[0]).toMatchObject({ path: expect.any(Array), message: expect.any(String) });
    }
    for (const path of [`/profiles/${randomUUID()}`, `/profiles/${randomUUID()}/timeline`, "/nothing"]) {
      const { status, json } = await browser.api(path);
      expect([path, status, json.error.code]).toEqual([path, 404, "not_found"]);
    }
  });

  it("describes itself in OpenAPI 3.1, with security, examples and refusals", async () => {
    const document = (await (await get("/openapi.json")).json()) as {
      openapi: string;
      servers: { url: string }[];
      components: { securitySchemes: object; schemas: Record<string, object> };
      paths: Record<string, Record<string, { security: object[]; responses: Record<string, object> }>>;
    };
    expect(document.openapi).toBe("3.1.0");
    expect(document.servers[0]!.url).toBe(`${stack.base}/api`);
    expect(document.components.securitySchemes).toMatchObject({ bearer: { type: "http", scheme: "bearer" } });
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.toSorted()).toEqual([
      "delete /profiles",
      "delete /profiles/{id}",
      "delete /suppressions",
      "get /choices",
      "get /clusters",
      "get /companies",
      "get /companies/segments",
      "get /companies/{id}",
      "get /dead-letters",
      "get /imports",
      "get /imports/{id}",
      "get /imports/{id}/refused",
      "get /leads",
      "get /leads/stats",
      "get /leads/{id}",
      "get /matrix",
      "get /messages",
      "get /permissions",
      "get /playbook",
      "get /playbook/revisions",
      "get /playbook/revisions/{revision}",
      "get /profiles",
      "get /profiles/{id}",
      "get /profiles/{id}/export",
      "get /profiles/{id}/history",
      "get /profiles/{id}/permissions/evidence",
      "get /profiles/{id}/score",
      "get /profiles/{id}/stages",
      "get /profiles/{id}/timeline",
      "get /rights",
      "get /segments",
      "get /segments/{name}",
      "get /segments/{name}/export",
      "get /segments/{name}/members",
      "get /stages",
      "get /stats",
      "get /submissions",
      "get /submissions.csv",
      "get /suppressions",
      "get /totals",
      "get /unfinished",
      "post /conditions/count",
      "post /dead-letters/{id}/replay",
      "post /imports",
      "post /imports/{id}/finish",
      "post /imports/{id}/rows",
      "post /leads/{id}/accept",
      "post /leads/{id}/assign",
      "post /leads/{id}/lost",
      "post /leads/{id}/reject",
      "post /leads/{id}/won",
      "post /messages",
      "post /playbook/preview",
      "post /playbook/rollback",
      "post /suppressions",
      "put /playbook",
    ]);
    for (const route of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
      expect(route.security).toEqual([{ bearer: [] }]);
      expect(Object.keys(route.responses)).toEqual(expect.arrayContaining(["200", "400", "401"]));
    }
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(["Profile", "Event", "Message", "Error"]),
    );
  });
});

describe("the other lists", () => {
  it("tell an address's permissions with evidence, and its messages", async () => {
    const { browser, email, id } = await somebody(["/"], { "permission.newsletter": "yes" });
    await confirmLink(browser, email);
    const { json: ledger } = await browser.api(`/permissions?email=${email.toUpperCase()}`);
    expect(ledger.current).toEqual({ "white-paper": "pending", newsletter: "pending" });
    expect(ledger.permissions).toHaveLength(2);
    expect(ledger.permissions[0]).toMatchObject({ profile: id, email, channel: "email", status: "pending" });
    expect(ledger.permissions[0].evidence).toMatchObject({ version: "2026-11-01", form: "whitepaper" });
    const { json: sent } = await browser.api(`/messages?email=${email}&limit=1`);
    expect(sent.messages[0]).toMatchObject({
      profile: id,
      email,
      kind: "confirmation",
      status: "sent",
      attempts: 1,
      reason: null,
    });
    expect(sent.messages[0].subject).toContain("white paper");
  });

  it("count the people of each of the playbook's segments, in its order and the reader's language", async () => {
    const { browser } = await somebody(["/pricing", "/pricing"]);
    const { json } = await browser.api("/segments", { headers: { "accept-language": "da" } });
    expect(json.next).toBeNull();
    expect(json.segments[0]).toEqual({
      name: "returning",
      title: "Besøgende der vender tilbage",
      kind: "behaviour",
      count: expect.any(Number),
    });
    expect(json.segments.find((one: { name: string }) => one.name === "evaluating").count).toBeGreaterThan(0);
  });

  it("count what came, what was stored, and what was refused and why", async () => {
    const browser = new Browser();
    const before = (await browser.api("/stats")).json;
    const event = browser.event("page_view", "/");
    await browser.batch([event], { consent: GRANTED });
    await browser.batch([event]);
    await browser.batch([browser.event("page_view", "/", { at: "2020-01-01T00:00:00Z" })]);
    const { json } = await until(
      () => browser.api("/stats"),
      ({ json: now }) =>
        now.events.duplicate > before.events.duplicate &&
        (now.events.refused.event_too_old ?? 0) > (before.events.refused.event_too_old ?? 0),
    );
    expect(json.events.received).toBeGreaterThanOrEqual(before.events.received + 3);
    expect(json.events.stored).toBeGreaterThanOrEqual(before.events.stored + 1);
    expect(json.consumer.roundTrips).toBeGreaterThanOrEqual(2 * json.consumer.batches);
    expect(json.profiles).toBeGreaterThan(0);
  });
});

describe("DELETE /profiles/:id", () => {
  it("erases a person everywhere, at once", async () => {
    const { browser, email, id, profile } = await somebody(["/pricing"], { firstName: "Erasmus" });
    await confirmLink(browser, email);
    const erased = await browser.api(`/profiles/${id}`, { method: "DELETE" });
    expect([erased.status, erased.json.id]).toEqual([200, id]);
    expect((await browser.api(`/profiles/${id}`)).status).toBe(404);
    expect((await browser.api(`/profiles/${id}/timeline`)).status).toBe(404);
    const left = [
      `/profiles?email=${email}`,
      `/profiles?visitor=${profile.visitors[0]}`,
      `/messages?email=${email}`,
      `/messages?profile=${id}`,
      `/permissions?email=${email}`,
      `/permissions?profile=${id}`,
    ];
    for (const path of left) expect(Object.values((await browser.api(path)).json)[0]).toEqual([]);
    expect((await browser.api(`/profiles/${id}`, { method: "DELETE" })).status).toBe(404);
  });
});

describe("the playbook", () => {
  it("is told as it was published, and refused with its mistakes", async () => {
    const browser = new Browser();
    const { json } = await browser.api("/playbook");
    expect(json).toMatchObject({ revision: expect.any(Number), document: { site: { name: "Nordlys" } } });
    const put = (body: string) => browser.api("/playbook", { method: "PUT", body });
    const same = await put(JSON.stringify({ document: json.document }));
    expect([same.status, same.json]).toEqual([200, { revision: json.revision, created: false }]);
    const broken = await put(JSON.stringify({ document: { ...json.document, stages: [] } }));
    expect([broken.status, broken.json.error.code]).toEqual([422, "playbook_invalid"]);
    expect(broken.json.error.details[0].path).toEqual(["stages"]);
    expect((await put("{")).json.error.code).toBe("invalid_json");
    expect((await put("{}")).json.error.code).toBe("invalid_request");
    const large = await put(JSON.stringify({ document: { filler: "x".repeat(5.1 * 1024 * 1024) } }));
    expect([large.status, large.json.error.code]).toEqual([413, "body_too_large"]);
    expect((await browser.api("/playbook")).json.revision).toBe(json.revision);
  });
});
