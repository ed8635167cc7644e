import { describe, expect, it } from "vitest";
import { choices } from "../../worker/consent/tables.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { choiceSums, consentRates } from "../../worker/reports/choices.ts";
import { askOne } from "../../worker/reports/query.ts";
import { freshDatabase } from "../support/database.ts";

const YES = { analytics: true, personalization: true, marketing: true };
const NO = { analytics: false, personalization: false, marketing: false };

describe("sums of choices", () => {
  it("tell how many chose what, within a period, over all countries", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const chosen = (day: string, country: string, how: string, consent: object, people: number) =>
      ({ day, country, how, version: "1", ...consent, people }) as typeof choices.$inferInsert;
    await db.write(
      insertRows(choices, [
        chosen("2026-11-20", "DK", "banner", YES, 100),
        chosen("2026-11-21", "DK", "banner", YES, 3),
        chosen("2026-11-21", "DE", "banner", YES, 2),
        chosen("2026-11-21", "DK", "banner", { ...NO, analytics: true }, 1),
        chosen("2026-11-22", "DK", "settings", NO, 4),
        chosen("2026-11-22", "US", "region", YES, 50),
      ]),
    );
    const sums = await askOne(db, choiceSums("2026-11-21", "2026-11-22"));
    expect(sums).toEqual([
      { how: "region", version: "1", ...YES, people: 50 },
      { how: "banner", version: "1", ...YES, people: 5 },
      { how: "settings", version: "1", ...NO, people: 4 },
      { how: "banner", version: "1", ...NO, analytics: true, people: 1 },
    ]);
    expect(consentRates(sums)).toEqual({ analytics: 0.6, personalization: 0.5, marketing: 0.5 });
    expect(consentRates([])).toEqual({ analytics: null, personalization: null, marketing: null });
  });
});
