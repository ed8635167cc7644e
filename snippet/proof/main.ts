import { solveChallenge } from "altcha-lib/v1";

interface Challenge {
  algorithm: string;
  challenge: string;
  salt: string;
  maxnumber: number;
  signature: string;
}

interface Turnstile {
  render(place: Element, options: { sitekey: string; callback(): void; "error-callback"(): void }): string;
}

const TURNSTILE = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";

/** Does what a form asks of a browser, and leaves the result in it as a hidden field. Rejects if that cannot be done. */
export default function prove(place: HTMLElement): Promise<void> {
  const { challenge, turnstile } = place.dataset;
  return challenge ? work(place, JSON.parse(challenge) as Challenge) : ask(place, turnstile!);
}

/** Altcha's proof of work: the number with which the salt has the hash that was given. */
async function work(place: HTMLElement, { maxnumber, ...given }: Challenge): Promise<void> {
  const { algorithm, challenge, salt } = given;
  const solution = await solveChallenge(challenge, salt, algorithm, maxnumber).promise;
  if (!solution) throw new Error("unsolved");
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "altcha";
  field.value = btoa(JSON.stringify({ ...given, ...solution }));
  place.append(field);
}

async function ask(place: HTMLElement, sitekey: string): Promise<void> {
  const page = window as { turnstile?: Turnstile };
  if (!page.turnstile) await loadScript(TURNSTILE);
  // The widget keeps its answer in a hidden field of its own, and renews it.
  await new Promise<void>((callback, fail) => {
    page.turnstile!.render(place, { sitekey, callback, "error-callback": () => fail(new Error("unsolved")) });
  });
}

function loadScript(src: string): Promise<unknown> {
  const script = document.createElement("script");
  script.src = src;
  return new Promise((done, fail) => {
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  });
}
