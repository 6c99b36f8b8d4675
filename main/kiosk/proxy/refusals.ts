/** What a refusal is counted under: the rule that refused, or a category of the filter list. */
export type RefusalCategory = string;

/** Counts, never names: which site was refused is known to nobody. */
export class Refusals {
  #counts = new Map<RefusalCategory, number>();

  count(category: RefusalCategory): void {
    this.#counts.set(category, (this.#counts.get(category) ?? 0) + 1);
  }

  /** The counts since the last call. */
  take(): ReadonlyMap<RefusalCategory, number> {
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }
}
