import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { startLibsqlServer } from "../../cli/libsql/server.ts";
import { freshEmail, until } from "../support/client.ts";
import { formsStack, survey } from "../support/forms-stack.ts";

/** A database behind something that notes what it is asked. */
async function notingDatabase(): Promise<{ url: string; asked: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "fodspor-asked-"));
  const database = await startLibsqlServer({ file: join(folder, "db") });
  const asked: string[] = [];
  const between = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const body = await text(request);
      asked.push(body);
      const { method = "GET", url = "/" } = request;
      const answer = await fetch(database.url + url, { method, ...(method === "POST" ? { body } : {}) });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    };
    pass().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    between.close();
    between.closeAllConnections();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { url: `http://127.0.0.1:${(between.address() as AddressInfo).port}`, asked };
}

it("showing a form asks the database nothing, of whomever and by whichever way", async () => {
  const { url, asked } = await notingDatabase();
  const own = await formsStack({ libsqlUrl: url });
  onTestFinished(() => own.close());
  await own.publish(({ forms }) => {
    forms["shy"] = survey({ placement: { as: "inline", when: { company: { name: "Acme" } } } });
    forms["open"] = survey({ placement: { as: "inline" } });
  });
  const browser = own.browser();
  await browser.read("/", "/pricing/");
  await browser.submit({ email: freshEmail(), firstName: "Anna" }, "paper");
  const body = { url: `${browser.stack.demoUrl}/`, token: browser.cookie!.slice("fodspor=".length) };
  const showAll = async (): Promise<number> => {
    const before = asked.length;
    const shown = [
      await browser.fetch("/form/paper"),
      await own.browser().fetch("/form/paper"),
      await browser.fetch("/form/auto"),
      await own.browser().post("/form/paper/show", body),
      await own.browser().post("/form/auto/show", body),
    ];
    expect(shown.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(shown[0]!.text).toContain("•");
    expect(shown[3]!.text).toContain("•");
    return asked.length - before;
  };
  expect(asked.length).toBeGreaterThan(0);
  // The queue and the clock ask, too, now and then.
  expect(await until(showAll, (count) => count === 0), "requests to the database").toBe(0);
}, 90_000);
