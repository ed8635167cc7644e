import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, freshEmail, until } from "../support/client.ts";
import { type FormsStack, formsStack } from "../support/forms-stack.ts";

const PEOPLE = 1_000;
/** More of them at once only wait for each other. */
const AT_ONCE = 100;

let own: FormsStack;

beforeAll(async () => {
  own = await formsStack();
  await own.publish(() => undefined);
}, 90_000);

afterAll(() => own?.close());

it("1,000 concurrent double submits make 1,000 submissions, requests and mails", async () => {
  const browser = own.browser();
  const left = [...Array(PEOPLE)].map(() => ({ submission: randomUUID(), email: freshEmail("twice") }));
  const sent: Answer[] = [];
  const person = async (): Promise<void> => {
    for (let values = left.pop(); values; values = left.pop()) {
      const send = () => browser.post("/form/paper", values);
      sent.push(...(await Promise.all([send(), send()])));
    }
  };
  await Promise.all([...Array(AT_ONCE)].map(person));
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
  const count = async (from: string) => Number((await own.rows(`SELECT count(*) AS n FROM ${from}`))[0]!["n"]);
  // What the database was too busy for has waited in the queue.
  await until(
    () => count("submissions WHERE email LIKE 'twice.%'"),
    (stored) => stored >= PEOPLE,
    60,
  );
  expect({
    submissions: await count("submissions WHERE email LIKE 'twice.%'"),
    events: await count("events WHERE type = 'form_submit'"),
    people: await count("profiles WHERE email LIKE 'twice.%'"),
    asked: await count("permissions WHERE email LIKE 'twice.%'"),
    mails: await count("messages WHERE email LIKE 'twice.%'"),
    dead: await count("dead_letters"),
  }).toEqual({ submissions: PEOPLE, events: PEOPLE, people: PEOPLE, asked: PEOPLE, mails: PEOPLE, dead: 0 });
}, 120_000);
