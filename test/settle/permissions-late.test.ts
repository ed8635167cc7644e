import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Event, Submission } from "../../worker/events/event.ts";
import { mayContact } from "../../worker/permissions/gate.ts";
import { ledgerAround, ledgerOf, suppress } from "../../worker/permissions/store.ts";
import type { Db } from "../../worker/platform/db.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { profileOfUser } from "../../worker/profiles/person.ts";
import { readPerson } from "../../worker/profiles/store.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { blank, event, NOON, PROFILE } from "../support/events.ts";
import { permission } from "../support/permission.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const EMAIL = "ann@acme.example";
const OTHER = "44444444-4444-4444-8444-444444444444";
const evidence = { ...permission("pending", NOON).evidence, form: "paper" };

function asks(at: number, more: Partial<Event> = {}, how: Partial<Submission> = {}): Event {
  const submission: Submission = {
    ...blank,
    id: randomUUID(),
    form: "paper",
    locale: "en",
    url: "https://www.testby.example/",
    email: EMAIL,
    permissions: ["paper", "news"].map((topic) => ({ topic, evidence })),
    ...how,
  };
  return event("form_submit", at, { who: "print", submission, ...more });
}

const says = (asked: Event, at: number, topics = ["paper", "news"]): Event =>
  event("permission_confirmed", at, {
    name: "paper",
    language: "en",
    visitor: null,
    profile: asked.profile,
    permission: { submission: asked.id, topics },
  });

const takesBack = (topics: string[], at: number, profile = PROFILE): Event =>
  event("permission_withdrawn", at, {
    visitor: null,
    profile,
    carried: topics.map((topic) => ({ ...permission("withdrawn", at), topic, email: EMAIL })),
  });

const store = (db: Db, at: number, ...events: Event[]) =>
  settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, at);

const state = async (db: Db, id = PROFILE) => (await readPerson(db, id))!.state.permissions;
const said = async (db: Db) => (await ledgerOf(db, EMAIL, [])).ledger.map(({ topic, status }) => `${topic} ${status}`);
const column = async (db: Db, sql: string): Promise<unknown[]> => (await db.read([sql]))[0]!.rows.map((row) => row[0]);

describe("a link from before a no", () => {
  it("reopens nothing, though nobody has pressed it yet and its time is not over", async () => {
    const { open } = await freshDatabase();
    const [first, second] = [asks(NOON), asks(NOON + 1)];
    await store(open(), NOON, first);
    await store(open(), NOON + 1, second);
    await store(open(), NOON + 2, says(second, NOON + 2));
    await store(open(), NOON + 3, takesBack(["paper", "news"], NOON + 3));
    const work = await store(open(), NOON + 4, says(first, NOON + 4));
    expect(work.counts).toMatchObject({ "refused.conflict": 1 });
    expect(work.messages).toEqual([]);
    expect(await state(open())).toEqual({ paper: "withdrawn", news: "withdrawn" });
    expect((await said(open())).slice(-2)).toEqual(["paper withdrawn", "news withdrawn"]);
  });

  it("still answers what was not taken back, and a request of after the no is answered", async () => {
    const { open } = await freshDatabase();
    const first = asks(NOON);
    await store(open(), NOON, first);
    await store(open(), NOON + 1, takesBack(["news"], NOON + 1));
    await store(open(), NOON + 2, says(first, NOON + 2));
    expect(await state(open())).toEqual({ paper: "confirmed", news: "withdrawn" });
    const anew = asks(NOON + 3);
    await store(open(), NOON + 3, anew);
    await store(open(), NOON + 4, says(anew, NOON + 4, ["news"]));
    expect(await state(open())).toEqual({ paper: "confirmed", news: "confirmed" });
  });

  it("is not sent any more, were its mail still waiting", async () => {
    const { open } = await freshDatabase();
    const first = asks(NOON);
    await store(open(), NOON, first);
    const message = { kind: "confirmation" as const, topic: "paper", data: { submission: first.id } };
    const verdict = async () =>
      mayContact(
        message,
        {
          ledger: await ledgerAround(open(), first.id),
          suppressions: [],
          preferences: null,
          lastMarketing: null,
          confirmations: { address: 0, network: 0, networkFreeAt: 0 },
          isProved: false,
          deliveries: 0,
        },
        playbook.site.permission,
        NOON + 5,
      );
    expect((await verdict()).allowed).toBe(true);
    await store(open(), NOON + 1, takesBack(["paper", "news"], NOON + 1));
    expect(await verdict()).toEqual({ allowed: false, reason: "nothing is left to confirm" });
  });

  it("loses to a no of the same batch", async () => {
    const { open } = await freshDatabase();
    const first = asks(NOON);
    await store(open(), NOON, first);
    await store(open(), NOON + 2, takesBack(["paper", "news"], NOON + 1), says(first, NOON + 2));
    expect(await state(open())).toEqual({ paper: "withdrawn", news: "withdrawn" });
  });
});

describe("a yes for an address that its sender has given up since", () => {
  const named = (at: number, email: string): Event =>
    event("identify", at, { visitor: null, profile: profileOfUser("u1"), identity: { userId: "u1", email } });
  const asked = asks(NOON, { profile: profileOfUser("u1") });

  it("makes a person of its own, and leaves them the address that their server names", async () => {
    const { open } = await freshDatabase();
    await store(open(), NOON, asked);
    await store(open(), NOON + 1, named(NOON + 1, "own@acme.example"));
    await store(open(), NOON + 2, says(asked, NOON + 2));
    expect(
      await column(open(), "SELECT email FROM profiles WHERE email_confirmed_at IS NOT NULL ORDER BY email"),
    ).toEqual([EMAIL, "own@acme.example"]);
    expect((await readPerson(open(), profileOfUser("u1")))!.email).toBe("own@acme.example");
    expect(await column(open(), "SELECT count(*) FROM merges")).toEqual([0]);
  });

  it("does not make them part of whoever has that address", async () => {
    const { open } = await freshDatabase();
    const colleague = asks(NOON, { profile: OTHER });
    await store(open(), NOON, asked, colleague);
    await store(open(), NOON + 1, says(colleague, NOON + 1));
    await store(open(), NOON + 2, named(NOON + 2, "own@acme.example"));
    await store(open(), NOON + 3, says(asked, NOON + 3));
    expect(await column(open(), "SELECT count(*) FROM merges")).toEqual([0]);
    expect((await readPerson(open(), OTHER))!.externalId).toBeNull();
    expect(await state(open(), OTHER)).toEqual({ paper: "confirmed", news: "confirmed" });
  });
});

describe("a form in a browser that does not know of a no", () => {
  const all = ["paper", "news"];

  it("asks anew what the address has taken back elsewhere", async () => {
    const { open } = await freshDatabase();
    await store(open(), NOON, asks(NOON, {}, { single: all }));
    await store(open(), NOON, asks(NOON, { profile: OTHER }, { single: all }));
    await store(open(), NOON + 1, takesBack(all, NOON + 1));
    expect(await state(open(), OTHER)).toEqual({ paper: "confirmed", news: "confirmed" });
    const again = asks(NOON + 2, { profile: OTHER, who: undefined }, { email: undefined, single: all });
    const { messages } = await store(open(), NOON + 2, again);
    expect(messages.map(({ kind }) => kind)).toEqual(["confirmation"]);
    expect((await said(open())).slice(-2)).toEqual(["paper pending", "news pending"]);
  });

  it("asks anew what is suppressed, by whichever key that was written down", async () => {
    const { open } = await freshDatabase();
    const [old, current] = [new Sealer(["the older key, which is long enough"]), new Sealer(["new key, long enough"])];
    const both = new Sealer(["new key, long enough", "the older key, which is long enough"]);
    expect(both.whose(EMAIL)).toEqual({ who: current.fingerprint(EMAIL), whoBefore: [old.fingerprint(EMAIL)] });
    await open().write([suppress(old.fingerprint(EMAIL), "*", "erased", NOON - 1)]);
    await store(open(), NOON, asks(NOON, both.whose(EMAIL), { single: all }));
    expect(await said(open())).toEqual(["paper pending", "news pending"]);
  });
});

it("what was under way while its address was erased brings nobody back", async () => {
  const { open } = await freshDatabase();
  await open().write([suppress("print", "*", "erased", NOON + 1)]);
  const work = await store(open(), NOON + 2, asks(NOON));
  expect(work.counts).toMatchObject({ "refused.erased": 1 });
  expect(work.messages).toEqual([]);
  expect(await column(open(), "SELECT id FROM profiles")).toEqual([]);
  await store(open(), NOON + 3, asks(NOON + 3));
  expect(await said(open())).toEqual(["paper pending", "news pending"]);
});
