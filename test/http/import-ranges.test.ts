import { describe, expect, it } from "vitest";
import { Browser, freshEmail, GRANTED } from "../support/client.ts";
import { csv, runImport, tempFolder } from "../support/import.ts";
import { profileOf } from "../support/person.ts";

const api = new Browser();

/** A network of addresses that no other test has. */
let networks = 0;
const network = (): string => `198.18.${networks++}`;

/** The network that a visit from an address is told to come from. */
async function networkOf(ip: string): Promise<{ organization?: string; kind?: string } | undefined> {
  const visitor = new Browser();
  visitor.headers = { "x-fodspor-ip": ip };
  const view = visitor.event("page_view", "/");
  await visitor.batch([view], { consent: GRANTED });
  const email = freshEmail();
  await visitor.submit({ email });
  const { id } = await profileOf(api, email, (one) => one.views === 1);
  const { events } = (await api.api(`/profiles/${id}/timeline`)).json;
  return events.find((event: { id: string }) => event.id === view.id).data.place?.network;
}

describe("ranges of addresses from a CSV file", () => {
  it("tell from which network a visit comes, once they are all in", async () => {
    const folder = await tempFolder();
    const net = network();
    const file = await folder.write(
      `${net}.csv`,
      csv(
        "start,end,asn,organization",
        `${net}.0,${net}.127,64500,"Acme Robots, A/S"`,
        `${net}.128,${net}.255,64501,Fast Broadband`,
      ),
    );
    expect((await runImport("ip-ranges", file)).out).toMatch(/2 new/);
    expect(await networkOf(`${net}.7`)).toMatchObject({ organization: "Acme Robots, A/S", kind: "company" });
    expect(await networkOf(`${net}.200`)).toMatchObject({ organization: "Fast Broadband", kind: "provider" });
  });

  it("hold until the new list of that name is finished, which then replaces them", async () => {
    const folder = await tempFolder();
    const net = network();
    const list = (name: string) => folder.write("list.csv", csv("cidr,name,kind", `${net}.0/24,${name},company`));
    await runImport("ip-ranges", await list("Old Owner"), "--name", net);
    const post = (path: string, body: unknown) =>
      new Browser().api(path, { method: "POST", body: JSON.stringify(body) });
    const { id } = (await post("/imports", { kind: "ip-ranges", name: net })).json;
    await post(`/imports/${id}/rows`, {
      from: 0,
      rows: [{ first: `${net}.0/24`, organization: "New Owner", kind: "company" }],
    });
    expect(await networkOf(`${net}.1`)).toMatchObject({ organization: "Old Owner" });
    await post(`/imports/${id}/finish`, {});
    expect(await networkOf(`${net}.1`)).toMatchObject({ organization: "New Owner" });
    await runImport("ip-ranges", await list("Third Owner"), "--name", net, "--dry-run");
    expect(await networkOf(`${net}.1`)).toMatchObject({ organization: "New Owner" });
  });

  it("are refused by line where they are none", async () => {
    const folder = await tempFolder();
    const net = network();
    const file = await folder.write(
      "list.csv",
      csv(
        "first,last,organization",
        `${net}.0,${net}.9,Good`,
        `${net}.9,${net}.0,Backwards`,
        `${net}.0,2001:db8::1,Two families`,
        `${net}.300,${net}.301,No address`,
        `${net}.20,${net}.29,`,
        "=1+1,,Formula",
      ),
    );
    const { code, out } = await runImport("ip-ranges", file, "--name", net, "--report", folder.path("r.csv"));
    expect([code, out]).toEqual([1, expect.stringContaining("1 new, 5 refused.")]);
    const lines = (await folder.read("r.csv")).trim().split("\r\n").slice(1);
    expect(lines.map((line) => line.split(",", 3).join())).toEqual(
      [3, 4, 5, 6, 7].map((line) => `${line},row,invalid_range`),
    );
  });

  it("of which none can be taken leave those before as they are", async () => {
    const folder = await tempFolder();
    const net = network();
    const list = (line: string) => folder.write("list.csv", csv("cidr,name,kind", line));
    await runImport("ip-ranges", await list(`${net}.0/24,Good Owner,company`), "--name", net);
    const args = ["ip-ranges", await list(`${net}.0/24,Bad Owner,nonsense`), "--name", net];
    for (const _ of ["once", "again"]) {
      const { code, out, err } = await runImport(...args, "--report", folder.path("r.csv"));
      expect([code, out, err]).toEqual([1, "", expect.stringContaining("the list before stays in force")]);
      expect(await folder.read("r.csv")).toMatch(/^2,row,invalid_range,/m);
    }
    expect(await networkOf(`${net}.1`)).toMatchObject({ organization: "Good Owner" });
  });

  it("may lie in each other", async () => {
    const folder = await tempFolder();
    const net = network();
    const lines = [`${net}.0/24,Wide,company`, `${net}.0/30,First,company`, `${net}.64/26,Narrow,company`];
    await runImport("ip-ranges", await folder.write("list.csv", csv("cidr,name,kind", ...lines)), "--name", net);
    const found = await Promise.all([1, 5, 70, 200].map((last) => networkOf(`${net}.${last}`)));
    expect(found.map((one) => one?.organization)).toEqual(["First", "Wide", "Narrow", "Wide"]);
  });

  it("that are neither a file nor a package are explained", async () => {
    const { code, err } = await runImport("ip-ranges", "nowhere.csv");
    expect([code, err]).toEqual([1, "There is no file nowhere.csv.\n"]);
  });
});
