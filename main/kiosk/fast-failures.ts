const windowMs = 60_000;
const tooMany = 5;

/** Tells a mishap from a machine that cannot do it: five failures within a minute. */
export class FastFailures {
  #failedMs: readonly number[] = [];

  /** Counts one at this point of monotonic time; true = that was one too many. */
  count(nowMs: number): boolean {
    this.#failedMs = [...this.#failedMs.filter((failedMs) => nowMs - failedMs < windowMs), nowMs];
    return this.#failedMs.length >= tooMany;
  }
}
