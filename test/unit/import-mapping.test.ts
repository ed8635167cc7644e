import { describe, expect, it } from "vitest";
import { type Destination, destinationsOf, readMapping } from "../../cli/import/mapping.ts";
import { tempFolder } from "../support/import.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const header = (...cells: string[]) => ({ line: 1, cells });
const none = new Map<string, Destination>();
const mapped = async (text: string): Promise<Map<string, Destination>> =>
  readMapping(await (await tempFolder()).write("map.yaml", text), playbook);

describe("columns", () => {
  it("are known by their own names, however these are written", () => {
    const names = header("E-mail", "First name", "INDUSTRY", "user_id", "company.name", "permission.news.at");
    expect(destinationsOf("x.csv", names, none, playbook)).toEqual([
      { to: "email" },
      { to: "trait", name: "firstName" },
      { to: "trait", name: "industry" },
      { to: "userId" },
      { to: "company", part: "name" },
      { to: "permission", topic: "news", part: "at" },
    ]);
  });

  it("without a name are left out", () => {
    expect(destinationsOf("x.csv", header("email", "", ""), none, playbook).map(({ to }) => to)).toEqual([
      "email",
      "ignore",
      "ignore",
    ]);
  });

  it("that nobody knows are told together, with what to write", () => {
    const read = () => destinationsOf("x.csv", header("email", "Shoe size", "constructor"), none, playbook);
    expect(read).toThrow(/x\.csv:1 {2}no place is known for the columns "Shoe size", "constructor"/);
    expect(read).toThrow(/"Shoe size": ignore/);
    expect(read).toThrow(/permission\.paper\.status/);
  });

  it("cannot tell a terminal anything", async () => {
    const evil = "\u001b]0;x\u0007\u009b2J\u202e";
    for (const names of [header("email", evil), header("email", evil, evil)]) {
      const read = () => destinationsOf("x.csv", names, none, playbook);
      expect(read).toThrow('"\\u001b]0;x\\u0007\\u009b2J\\u202e": ignore');
      expect(read).not.toThrow(evil);
    }
    const mapping = await mapped(`${JSON.stringify(evil)}: email`);
    expect(() => destinationsOf("x.csv", header("email"), mapping, playbook)).not.toThrow(evil);
  });

  it("go where the mapping says", async () => {
    const mapping = await mapped('Mail: email\n"Shoe size": shoeSize\nNote: ignore\nOK: permission.news.status\n');
    const names = header("mail", "Shoe size", "Note", "OK", "industry");
    expect(destinationsOf("x.csv", names, mapping, playbook)).toEqual([
      { to: "email" },
      { to: "trait", name: "shoeSize" },
      { to: "ignore" },
      { to: "permission", topic: "news", part: "status" },
      { to: "trait", name: "industry" },
    ]);
  });

  it("must name somebody, each something else, and be there", async () => {
    const read =
      (mapping: Map<string, Destination>, ...names: string[]) =>
      () =>
        destinationsOf("x.csv", header(...names), mapping, playbook);
    expect(read(none, "industry")).toThrow(/no column is an e-mail address/);
    expect(read(none, "email", "E-Mail")).toThrow(/go to the same place: "email", "E-Mail"/);
    expect(read(await mapped("Mail: email"), "email")).toThrow(/a column "Mail" that the file does not have/);
  });
});

/** A few lines that say a billion things. */
const BOMB = "abcdefghi"
  .split("")
  .map(
    (name, i, names) =>
      `${name}: &${name} [${Array(9)
        .fill(i === 0 ? "x" : `*${names[i - 1]}`)
        .join(", ")}]\n`,
  )
  .join("");

describe("a mapping file", () => {
  it.each([
    ["Mail: email\nOK: permission.other.status\n", /map\.yaml:2:1 {2}"OK": write email, userId/],
    ["Mail: email\nX: Shoe size\n", /map\.yaml:2:1 {2}"X": write/],
    ["X: constructor\n", /map\.yaml:1:1 {2}"X": write/],
    ["X: [email]\n", /map\.yaml:1:1 {2}"X": write/],
    ["- email\n", /write a line for each column/],
    ["X: [email\n", /map\.yaml:\d+:\d+ {2}/],
    [BOMB, /map\.yaml:7:28 {2}there are more than 50 aliases/],
    ['"X\\e[2J": constructor\n', /map\.yaml:1:1 {2}"X\\u001b\[2J": write/],
  ])("is refused by its line: %j", async (text, message) => {
    await expect(mapped(text)).rejects.toThrow(message);
  });

  it("that is not there is said so", async () => {
    await expect(readMapping("nowhere.yaml", playbook)).rejects.toThrow("There is no mapping file nowhere.yaml.");
  });
});
