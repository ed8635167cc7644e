import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type Schema, schemas, writeSchemas } from "../../cli/playbook/schemas.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDERS = ["example/playbook", "cli/playbook/template"];

/** zod reads JSON Schemas back, and then checks with nothing but what stands in them. */
const validators = new Map(
  Object.entries(schemas()).map(([name, schema]) => [name, z.fromJSONSchema(schema as never)]),
);

function validatorOf(file: string): z.ZodType {
  const [folder, name] = file.includes("/") ? file.split("/") : ["", file];
  return validators.get(folder ? folder.replace(/s$/, "") : name!.replace(/\.yaml$/, ""))!;
}

async function yamlFiles(folder: string): Promise<string[]> {
  const all = await readdir(join(ROOT, folder), { recursive: true });
  return all.filter((file) => file.endsWith(".yaml")).toSorted();
}

const files = (
  await Promise.all(FOLDERS.map(async (folder) => (await yamlFiles(folder)).map((file) => [folder, file])))
).flat();

describe("the JSON Schemas", () => {
  it.each(files)("hold for %s/%s, and a wrong key in it does not", async (folder, file) => {
    const content = parse(await readFile(join(ROOT, folder!, file!), "utf8")) as Schema | Schema[];
    const validator = validatorOf(file!);
    const result = validator.safeParse(content);
    expect(result.success ? [] : result.error.issues.slice(0, 3)).toEqual([]);
    const first = Array.isArray(content) ? content[0]! : content;
    const named = ["segments.yaml", "personas.yaml", "experiments.yaml"].includes(file!);
    const spoiled = named ? (Object.values(first)[0] as Schema) : first;
    spoiled["tilte"] = "x";
    expect(validator.safeParse(content).success).toBe(false);
  });

  it.each<[string, unknown, boolean]>([
    ["a known subject", { all: [{ not: { did: "page_view", never: true } }, { visits: { gte: 2 } }] }, true],
    ["an unknown subject, deep inside", { all: [{ not: { dod: "page_view" } }] }, false],
    ["a wrong unit", { did: "page_view", within: "7 days" }, false],
    ["two subjects", { segment: "a", visits: { gte: 2 } }, false],
  ])("look into conditions: %s", (_, when, isRight) => {
    expect(validators.get("segments")!.safeParse({ a: { title: "A", when } }).success).toBe(isRight);
  });

  it.each<[string, unknown, boolean]>([
    // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
    ["a branch", { if: { visits: { gte: 2 } }, then: [{ wait: "1d" }], else: [{ end: true }] }, true],
    // oxlint-disable-next-line unicorn/no-thenable -- the same
    ["an unknown step in a branch", { if: { visits: { gte: 2 } }, then: [{ wiat: "1d" }] }, false],
  ])("look into steps: %s", (_, step, isRight) => {
    const flow = { title: "F", kind: "holding", start: [{ byHand: true }], steps: [step] };
    expect(validators.get("flow")!.safeParse(flow).success).toBe(isRight);
  });

  it("refer only to what stands in them", () => {
    for (const [name, schema] of Object.entries(schemas())) {
      const text = JSON.stringify(schema);
      const definitions = Object.keys(schema["definitions"] as object);
      for (const [, to] of text.matchAll(/"\$ref":"#\/definitions\/(\w+)"/g))
        expect([name, definitions]).toEqual([name, expect.arrayContaining([to])]);
      expect(text.match(/"\$ref":"(?!#\/definitions\/)/)).toBeNull();
    }
  });
});

describe("an editor", () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "fodspor-schemas-"))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("finds the schema that each file of the template names", async () => {
    await cp(join(ROOT, "cli/playbook/template"), folder, { recursive: true });
    await writeSchemas(folder);
    for (const file of await yamlFiles("cli/playbook/template")) {
      const [first = ""] = (await readFile(join(folder, file), "utf8")).split("\n");
      const [, path] = /^# yaml-language-server: \$schema=(.+)$/.exec(first) ?? [];
      const schema = JSON.parse(await readFile(join(folder, file, "..", path!), "utf8"));
      expect(schema).toEqual(schemas()[path!.replace(/^.*\/(.+)\.json$/, "$1")]);
    }
  });
});
