import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Sealer } from "../../worker/platform/seal.ts";
import { emptyState } from "../../worker/state/state.ts";
import { MOST_SEALED, openVisitor, sealVisitor, type Visitor } from "../../worker/state/visitor.ts";
import { NOON, PROFILE, VISITOR } from "../support/events.ts";

const [old, fresh] = ["an old key, long enough to be taken", "a fresh key, long enough to be taken"];
const sealer = new Sealer([fresh, old]);

describe("a seal", () => {
  it("opens to what was sealed, for that purpose only", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 3_000, unit: "grapheme" }), async (text) => {
        const sealed = await sealer.seal("visitor", text);
        expect(sealed).toMatch(/^[\w-]+$/);
        expect(await sealer.open("visitor", sealed)).toBe(text);
        expect(await sealer.open("confirm", sealed)).toBeNull();
      }),
    );
  });

  it("breaks with any change", async () => {
    const sealed = await sealer.seal("visitor", "hello, hello");
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 2), fc.constantFrom("A", "z", "_"), async (at, char) => {
        if (sealed[at] === char) return;
        expect(await sealer.open("visitor", sealed.slice(0, at) + char + sealed.slice(at + 1))).toBeNull();
      }),
    );
  });

  it("is null for whatever else is offered", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => {
        expect(await sealer.open("visitor", text)).toBeNull();
      }),
    );
  });

  it("of an older key opens while that key is held", async () => {
    const sealed = await new Sealer([old]).seal("visitor", "hello");
    expect(await sealer.open("visitor", sealed)).toBe("hello");
    expect(await new Sealer([fresh]).open("visitor", sealed)).toBeNull();
  });

  it("fingerprints are recognized by every key still held, and differ between addresses", () => {
    const print = new Sealer([old]).fingerprint("anna@acme.example");
    expect(sealer.isFingerprintOf(print, "anna@acme.example")).toBe(true);
    expect(sealer.isFingerprintOf(print, "anne@acme.example")).toBe(false);
    expect(new Sealer([fresh]).isFingerprintOf(print, "anna@acme.example")).toBe(false);
  });
});

describe("a visitor of whom very much is known", () => {
  const random = (length: number): string => Array.from({ length }, (_, i) => ((i * 7919) % 36).toString(36)).join("");
  const visitor: Visitor = {
    id: VISITOR,
    profile: PROFILE,
    syncedAt: NOON,
    state: {
      ...emptyState("evaluate", NOON),
      rules: Object.fromEntries(
        Array.from({ length: 60 }, (_, i) => [
          `rule-number-${i}`,
          { points: i * 3.1417, at: NOON + i * 86_400_123, pages: random(25) },
        ]),
      ),
      segments: Array.from({ length: 40 }, (_, i) => `segment-number-${i}`),
      topics: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`topic-${i}`, i])),
      traits: { title: "T".repeat(200) },
      recent: random(200),
    },
  };

  it("still fits the cookie, and stays who they are", async () => {
    const sealed = await sealVisitor(visitor, sealer);
    expect(sealed.length).toBeLessThanOrEqual(MOST_SEALED);
    expect(await openVisitor(sealed, sealer)).toMatchObject({
      id: VISITOR,
      profile: PROFILE,
      state: { stage: "evaluate" },
    });
  });
});
