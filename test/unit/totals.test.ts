import { describe, expect, it } from "vitest";
import { anonymousPath } from "../../worker/events/anonymous.ts";

describe("the path of a page view without consent", () => {
  it.each([
    ["/", "/"],
    ["/pricing/", "/pricing/"],
    ["/blog/2026/11/22/how-to-pick-a-warehouse-system", "/blog/2026/11/22/how-to-pick-a-warehouse-system"],
    ["/Nordic-Warehouse-2026-Guide", "/Nordic-Warehouse-2026-Guide"],
    ["/products/iphone-17-pro-max-256gb/", "/products/iphone-17-pro-max-256gb/"],
    ["/TermsAndConditionsPage.html", "/TermsAndConditionsPage.html"],
    ["/s%C3%B8gning/r%C3%A5d-og-vejledning/", "/s%C3%B8gning/r%C3%A5d-og-vejledning/"],
    ["/antidisestablishmentarianism", "/antidisestablishmentarianism"],
    ["/p/12345", "/p/12345"],
    ["/news/2026-11-22-autumn-fair/", "/news/2026-11-22-autumn-fair/"],
    ["/broken/%E0%A4%A", "/broken/%E0%A4%A"],
  ])("%s stays", (path, expected) => {
    expect(anonymousPath(path)).toBe(expected);
  });

  it.each([
    ["/u/anna@acme.example/edit", "/u/*/edit"],
    ["/u/anna%40acme.example/edit", "/u/*/edit"],
    ["/u/%ff%40acme/", "/u/*/"],
    ["/orders/123456", "/orders/*"],
    ["/cpr/010190-1234", "/cpr/*"],
    ["/tel/+45%2012%2034%2056%2078", "/tel/*"],
    ["/s/6f1f9d3a-8a52-4c1e-9f0b-0d8a5f3f9c11/", "/s/*/"],
    ["/c/9f86d081884c7d65", "/c/*"],
    ["/t/eyJhbGciOiJIUzI1NiJ9.e30.ab", "/t/*"],
    ["/t/dGhpc2-lz_YX9va2Vu", "/t/*"],
    ["/t/QwErTyUiOpAsDfGhJk", "/t/*"],
  ])("%s becomes %s", (path, expected) => {
    expect(anonymousPath(path)).toBe(expected);
  });

  it("has 300 characters at most", () => {
    expect(anonymousPath(`/${"long-word/".repeat(100)}`)).toHaveLength(300);
  });
});
