import { describe, expect, it } from "vitest";
import { allPrintable, printable } from "../../cli/playbook/printable.ts";

describe("what visitors and servers wrote", () => {
  it("cannot steer a terminal or turn its text around, and keeps its lines", () => {
    const hostile = "a\u001B[2Jb\u009B31mc\u0007\rd\u202Ee\u2066f\u2028g\nÆrø – 日本 👋";
    expect(printable(hostile)).toBe("a\uFFFD[2Jb\uFFFD31mc\uFFFD\uFFFDd\uFFFDe\uFFFDf\uFFFDg\nÆrø – 日本 👋");
  });

  it("is so deep inside a report, too", () => {
    expect(allPrintable({ a: [{ b: "\u001Bx", n: 1, z: null }], ok: true })).toEqual({
      a: [{ b: "\uFFFDx", n: 1, z: null }],
      ok: true,
    });
  });
});
