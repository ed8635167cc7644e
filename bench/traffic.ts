/** Chance that comes out the same each time: two runs of the bench measure the same traffic (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number from 0 up to, but not, 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, but not, `end`. */
  below(end: number): number {
    return Math.floor(this.roll() * end);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  uuid(): string {
    const hex = Array.from({ length: 4 }, () =>
      this.below(2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/** Pages of the demo website. */
export const PAGES = [
  { path: "/", title: "Nordlys – software for warehouses" },
  { path: "/pricing/", title: "Pricing" },
  { path: "/products/", title: "Products" },
  { path: "/products/pick/overview/", title: "Nordlys Pick" },
  { path: "/products/pick/wave-planning/", title: "Wave planning" },
  { path: "/products/pick/voice-picking/", title: "Voice picking" },
  { path: "/products/stock/overview/", title: "Nordlys Stock" },
  { path: "/products/stock/cycle-counting/", title: "Cycle counting" },
  { path: "/blog/walking-is-the-work/", title: "Walking is the work" },
  { path: "/blog/voice-or-scanner/", title: "Voice or scanner?" },
  { path: "/customers/havbo-sport/", title: "Havbo Sport" },
  { path: "/white-paper/", title: "The white paper" },
] as const;

export const USER_AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
] as const;
