interface Waiter {
  grant: () => void;
  refuse: (reason: Error) => void;
}

/**
 * The one permission to write, handed from owner to owner in the order they asked. It stands in
 * for SQLite's own busy handler, which would block the event loop and is not fair.
 */
export class WriteLock {
  #owner: object | null = null;
  readonly #waiting = new Map<object, Waiter>();

  isHeldBy(owner: object): boolean {
    return this.#owner === owner;
  }

  /** Takes the lock if it is free, without waiting; true if `owner` now has it. */
  tryAcquire(owner: object): boolean {
    this.#owner ??= owner;
    return this.#owner === owner;
  }

  /** Resolves when the lock is `owner`'s; rejects with the reason given to `cancel`. */
  acquire(owner: object): Promise<void> {
    if (this.tryAcquire(owner)) return Promise.resolve();
    return new Promise((grant, refuse) => this.#waiting.set(owner, { grant, refuse }));
  }

  cancel(owner: object, reason: Error): void {
    const waiter = this.#waiting.get(owner);
    this.#waiting.delete(owner);
    waiter?.refuse(reason);
  }

  /** Passes the lock straight on to whoever waits longest, so that no newcomer slips in between. */
  release(owner: object): void {
    if (this.#owner !== owner) return;
    this.#owner = null;
    for (const [next, waiter] of this.#waiting) {
      this.#waiting.delete(next);
      this.#owner = next;
      waiter.grant();
      break;
    }
  }
}
