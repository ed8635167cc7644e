import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { peopleOf } from "../../cli/import/people.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();

async function told(...lines: string[]): Promise<unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), "fodspor-people-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "people.csv");
  await writeFile(file, ["email;permission.news.status;permission.news.at", ...lines].join("\n"));
  const source = await peopleOf(file, new Map(), playbook);
  const rows = [];
  for await (const item of source.items()) rows.push(item);
  return rows;
}

describe("two lines about one person", () => {
  const yes = "ann@acme.example;confirmed;2025-01-01";
  const no = "ANN@acme.example;withdrawn;2025-06-01";

  it("keep the no, whichever comes first, unless the yes is of a later time", async () => {
    for (const lines of [
      [no, yes],
      [yes, no],
      ["ann@acme.example;withdrawn;", yes],
    ])
      expect(JSON.stringify(await told(...lines))).toMatch(/"status":"withdrawn"/);
    const later = await told(no, "ann@acme.example;confirmed;2025-12-01");
    expect(later).toHaveLength(1);
    expect(JSON.stringify(later)).toMatch(/"status":"confirmed"/);
  });
});
