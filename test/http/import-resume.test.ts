import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { Browser, freshEmail, until } from "../support/client.ts";
import { csv, runImport, startImport, tempFolder } from "../support/import.ts";
import { deedsOf } from "../support/person.ts";

const browser = new Browser();
const stack = inject("stack");

/** A way to the stack that tells of each request for rows, and answers it only if `onRows` allows. */
async function relay(onRows: (count: number) => boolean): Promise<string> {
  let count = 0;
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await request.toArray()) as Buffer[];
    const answer = await fetch(new URL(request.url!, stack.base), {
      method: request.method!,
      headers: { authorization: request.headers.authorization ?? "" },
      ...(request.method === "GET" ? {} : { body: Buffer.concat(body) }),
    });
    const text = await answer.text();
    if (request.url!.endsWith("/rows") && !onRows(++count)) response.destroy();
    else response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  };
  const server = createServer((request, response) => void pass(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(stack.base).pathname}`;
}

const MANY = 3_500;

/** A file of many people, one line in a hundred of them wrong. */
async function manyPeople() {
  const folder = await tempFolder();
  const tag = freshEmail("many").split("@")[0]!;
  const email = (n: number): string => `${tag}.${n}@acme.example`;
  const lines = Array.from({ length: MANY }, (_, n) => (n % 100 === 50 ? `wrong,${n}` : `${email(n)},${n}`));
  return { folder, email, file: await folder.write("people.csv", csv("email,firstName", ...lines)) };
}

describe("an import that is broken off", () => {
  it("killed in the middle goes on where it stopped, takes nothing twice and tells all that was refused", async () => {
    const { folder, email, file } = await manyPeople();
    const args = ["people", file, "--report", folder.path("refused.csv")];
    let kill = (): void => undefined;
    // The second part is taken in, and the command dies before it hears of that.
    const url = await relay((count) => {
      if (count === 2) kill();
      return count < 2;
    });
    const first = startImport(args, url);
    kill = () => first.child.kill("SIGKILL");
    expect(await first.ended).toMatchObject({ code: null, out: "" });

    const second = await runImport(...args);
    expect(second.err).toContain("Going on after 2,000 people that are in already.");
    expect(second.out).toMatch(/^people\.csv: 3,465 new, 35 refused\./);
    expect(second.code).toBe(1);
    const report = (await folder.read("refused.csv")).trim().split("\r\n").slice(1);
    expect(report.map((line) => Number(line.split(",")[0]))).toEqual(
      Array.from({ length: 35 }, (_, n) => n * 100 + 52),
    );
    for (const n of [0, 999, 1_000, 1_999, 2_000, MANY - 1]) {
      const { profiles } = (await browser.api(`/profiles?email=${email(n)}`)).json;
      expect(profiles).toMatchObject([{ traits: { firstName: String(n) } }]);
      expect(await deedsOf(browser, profiles[0].id)).toHaveLength(1);
    }
    expect((await runImport("people", file)).out).toContain("0 new, 3,465 unchanged, 35 refused.");
  });

  it("sends again what was lost on the way", async () => {
    const { folder, file } = await manyPeople();
    const url = await relay((count) => count !== 2 && count !== 3);
    const { code, out, err } = await startImport(["people", file, "--report", folder.path("r.csv")], url).ended;
    expect(code).toBe(1);
    expect(err).toContain("Trying again");
    expect(out).toMatch(/3,465 new, 35 refused\./);
    expect((await folder.read("r.csv")).trim().split("\r\n")).toHaveLength(36);
  });

  it("says that nothing answers, where nothing does", async () => {
    const { file } = await manyPeople();
    const { code, err } = await startImport(["people", file], "http://127.0.0.1:9/_f").ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^Nothing answers at http:\/\/127\.0\.0\.1:9\/_f .*npm start/);
    expect(
      await until(
        async () => err.split("\n").length,
        (lines) => lines === 2,
      ),
    ).toBe(2);
  });
});
