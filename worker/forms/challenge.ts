import { createChallenge, extractParams, verifySolution } from "altcha-lib/v1";
import { z } from "zod";
import { DAY } from "../lib/duration.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Challenge } from "./view.ts";

/** The fields in which the two tell their result, as their makers name them. */
export const SOLUTION = { "proof-of-work": "altcha", turnstile: "cf-turnstile-response" } as const;

/** Half of it is tried on average: a moment for one person, a bill for who sends a million. */
const MOST_TRIES = 50_000;
/** Less than receipts are kept, so that a solution is never forgotten while it is good. */
const VALID = DAY;

const Solution = z.object({
  algorithm: z.literal("SHA-256"),
  challenge: z.string().max(128),
  number: z.number().int().min(0).max(MOST_TRIES),
  salt: z.string().max(400),
  signature: z.string().max(128),
});

/** The challenge of a form that is shown, for this submission alone; null where the playbook asks for none. */
export async function challengeFor(
  { sealer, now }: Context,
  { site }: Compiled,
  form: string,
  submission: string,
): Promise<Challenge | null> {
  const { challenge, turnstileKey } = site.forms;
  if (challenge === "none") return null;
  if (challenge === "turnstile") return { kind: challenge, key: turnstileKey ?? "" };
  const made = await createChallenge({
    algorithm: "SHA-256",
    hmacKey: sealer.keysFor("challenge")[0]!,
    maxNumber: MOST_TRIES,
    expires: new Date(now + VALID),
    params: { form, submission },
  });
  return { kind: challenge, json: JSON.stringify(made) };
}

/** Who answers a challenge: with what, for which form and submission, and as which event it will be stored. */
export interface Answering {
  solution: unknown;
  form: string;
  submission: string;
  event: string;
  /** The sender's whole address; Turnstile compares it, and it is not kept. */
  address: string | null;
}

/**
 * Whether a challenge was met. A solution is worth one submission, which whoever calls has to see to
 * (`claimOnce`); Turnstile sees to that itself.
 * @throws Refusal `unavailable` if that cannot be found out: then nothing is taken
 */
export async function isSolved(context: Context, { site }: Compiled, answering: Answering): Promise<boolean> {
  const { solution } = answering;
  if (site.forms.challenge === "none") return true;
  if (typeof solution !== "string" || solution === "" || solution.length > 4_000) return false;
  return site.forms.challenge === "turnstile"
    ? askTurnstile(context, solution, answering)
    : isWorkDone(context, solution, answering);
}

async function isWorkDone({ sealer, now }: Context, text: string, answering: Answering): Promise<boolean> {
  const solution = Solution.safeParse(parsed(text));
  if (!solution.success) return false;
  const { form, submission, expires } = extractParams(solution.data);
  const isOurs = form === answering.form && submission === answering.submission;
  if (!isOurs || !(Number(expires) * 1_000 >= now)) return false;
  for (const key of sealer.keysFor("challenge")) {
    // Its own check of the time has another clock than we.
    if (await verifySolution(solution.data, key, false)) return true;
  }
  return false;
}

/** Altcha sends its solution as base64 of JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(atob(text));
  } catch {
    return null;
  }
}

const SITEVERIFY = "https://challenges.cloudflare.com/turnstile/v0/siteverify";
const TIMEOUT = 5_000;
const Verdict = z.object({ success: z.boolean() });

/** What Turnstile says of a token. A double click is the same question, and gets the same answer. */
async function askTurnstile({ settings }: Context, response: string, answering: Answering): Promise<boolean> {
  const { TURNSTILE_SECRET: secret, TURNSTILE_URL: url = SITEVERIFY } = settings;
  const unavailable = new Refusal(
    "unavailable",
    "The check against robots does not work now. Send it again in a minute.",
  );
  if (secret === undefined) {
    console.error("site.yaml wants Turnstile, and TURNSTILE_SECRET is not set (docs/deploy.md): no form is taken");
    throw unavailable;
  }
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        secret,
        response,
        idempotency_key: answering.event,
        ...(answering.address === null ? {} : { remoteip: answering.address }),
      }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return Verdict.parse(await answer.json()).success;
  } catch (error) {
    console.error(`Turnstile does not answer: ${error instanceof Error ? error.message : "?"}`);
    throw unavailable;
  }
}
