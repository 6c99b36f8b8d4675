import { type Counts, countsOf } from './counts.ts';
import type { Dimension } from './dimensions.ts';
import { cell, type MeasureName } from './measures.ts';

/** Values of a dimension, each with its number. */
type Shares = Iterable<readonly [value: string | number, count: number]>;

/** Counts as they are made, one thing after the other. */
export class Tally {
  readonly #sums = new Map<string, number>();

  add(measure: MeasureName, count = 1): void {
    this.#add(measure, count);
  }

  /** Only in a table of the measure. */
  addTo(measure: MeasureName, dimension: Dimension, shares: Shares): void {
    for (const [value, count] of shares) this.#add(cell(measure, dimension, value), count);
  }

  /** In the measure and in a table of it, which comes to the measure. */
  addBoth(measure: MeasureName, dimension: Dimension, shares: Shares): void {
    for (const [value, count] of shares) {
      this.#add(measure, count);
      this.#add(cell(measure, dimension, value), count);
    }
  }

  get counts(): Counts {
    return countsOf(this.#sums);
  }

  #add(key: string, count: number): void {
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + count);
  }
}
