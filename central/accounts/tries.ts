/** Wrong tries that cost nothing; from then on each one doubles the wait. */
const freeTries = 5;
const longestWaitSeconds = 15 * 60;
/** A caller that stayed away this long starts anew. */
const forgottenAfterMs = 60 * 60 * 1000;
/** Bounds the memory that someone who tries many names can take. */
const mostRemembered = 10_000;

interface Tries {
  count: number;
  lastAt: number;
}

/** Slows down guessing. A try is counted before it is judged, so that many at once do not slip through together. */
export class SignInTries {
  readonly #byCaller = new Map<string, Tries>();

  /** Seconds that this caller has to wait; 0 = it may try now, and the try is counted. `at`: milliseconds of any clock. */
  begin(caller: string, at: number): number {
    const known = this.#byCaller.get(caller);
    const tries = known === undefined || at - known.lastAt > forgottenAfterMs ? { count: 0, lastAt: at } : known;
    const waitSeconds = Math.ceil((tries.lastAt + waitAfter(tries.count) - at) / 1000);
    if (waitSeconds > 0) return waitSeconds;
    this.#byCaller.delete(caller);
    this.#byCaller.set(caller, { count: tries.count + 1, lastAt: at });
    this.#forgetOldest();
    return 0;
  }

  succeed(caller: string): void {
    this.#byCaller.delete(caller);
  }

  #forgetOldest(): void {
    const [oldest] = this.#byCaller.keys();
    if (oldest !== undefined && this.#byCaller.size > mostRemembered) this.#byCaller.delete(oldest);
  }
}

const waitAfter = (count: number): number =>
  count < freeTries ? 0 : Math.min(2 ** (count - freeTries), longestWaitSeconds) * 1000;
