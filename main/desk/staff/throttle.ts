import type { Clock } from '../clock.ts';

const longestDelayMs = 15 * 60 * 1000;
const firstDelayMs = 30 * 1000;
const forgottenAfterMs = 60 * 60 * 1000;

interface Tries {
  count: number;
  lastAt: number;
}

/**
 * Slows down guessing: after `free` tries without success each further one must wait, twice as long every time, up to a quarter of an hour.
 * A try counts when it begins, so that many at once gain nothing. In memory: a restart forgives, and costs more time than it gives.
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #free: number;
  readonly #tries = new Map<string, Tries>();

  constructor(clock: Clock, free: number) {
    this.#clock = clock;
    this.#free = free;
  }

  /** Seconds that `who` must still wait; 0 = go on. Asking counts nothing. */
  waitSeconds(who: string): number {
    const tries = this.#tries.get(who);
    if (tries === undefined || tries.count < this.#free) return 0;
    const delay = Math.min(firstDelayMs * 2 ** (tries.count - this.#free), longestDelayMs);
    return Math.max(0, Math.ceil((tries.lastAt + delay - this.#clock()) / 1000));
  }

  begin(who: string): void {
    const now = this.#clock();
    for (const [known, tries] of this.#tries) if (now - tries.lastAt > forgottenAfterMs) this.#tries.delete(known);
    this.#tries.set(who, { count: (this.#tries.get(who)?.count ?? 0) + 1, lastAt: now });
  }

  succeeded(who: string): void {
    this.#tries.delete(who);
  }
}
