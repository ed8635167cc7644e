import { describe, expect, it } from "vitest";
import { formCss } from "../../worker/forms/css.ts";
import { Browser } from "../support/client.ts";

describe("form.css", () => {
  it("is for any website to link to, and for a while", async () => {
    const { status, headers, text } = await new Browser().fetch("/form.css");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("cache-control")).toBe("public, max-age=300");
    expect(text).toContain(".fodspor-step");
    const frame = (await new Browser().fetch("/form.css?part=frame")).text;
    expect(frame).toContain(".fodspor-popup");
    expect(frame).not.toContain(".fodspor-step");
  });

  it("has the theme's values, and for the rest one by day and one by night", () => {
    const css = formCss({ accent: "#123456", radius: "3px" });
    expect(css).toMatch(/:where\(:root\)\{--fodspor-accent:#123456;--fodspor-on-accent:light-dark\(#\w{6},#\w{6}\);/);
    expect(css).toContain("--fodspor-radius:3px;--fodspor-gap:1.1rem");
  });

  it("gives way to any rule of the website", () => {
    const look = formCss({}).split(/\.fodspor-popup,[^{]+\{border-color:CanvasText\}\}\n/)[1]!;
    const rules = look.split("\n").filter((line) => line && !line.startsWith("@media"));
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter((rule) => !rule.startsWith(":where("))).toEqual([
      ".fodspor-form [hidden]{display:none!important}",
    ]);
  });
});
