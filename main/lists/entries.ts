import { laneAt, wordAt } from '../../contract/filter-list/at.ts';

/** Hashes with a category each, as they come, in flat memory: six million names take 60 MB. */
export class Found {
  #one = new Int32Array(1 << 16);
  #two = new Int32Array(1 << 16);
  #category = new Uint16Array(1 << 16);
  #length = 0;

  add(one: number, two: number, category: number): void {
    if (this.#length === this.#one.length) this.#grow();
    this.#one[this.#length] = one;
    this.#two[this.#length] = two;
    this.#category[this.#length] = category;
    this.#length += 1;
  }

  get length(): number {
    return this.#length;
  }

  /** Each hash once, in order, with the sorted categories that it came with, as a number that `sets` gives out. */
  merged(numberOf: (categories: readonly number[]) => number): Merged {
    const order = sortedOrder(this.#one.subarray(0, this.#length), this.#two);
    const one = new Int32Array(this.#length);
    const two = new Int32Array(this.#length);
    const sets = new Uint16Array(this.#length);
    let kept = 0;
    for (let at = 0; at < order.length;) {
      const [first, second] = this.#hashAt(order, at);
      const categories = new Set<number>();
      for (; at < order.length; at += 1) {
        const [nextFirst, nextSecond] = this.#hashAt(order, at);
        if (nextFirst !== first || nextSecond !== second) break;
        categories.add(this.#category[wordAt(order, at)] ?? 0);
      }
      one[kept] = first;
      two[kept] = second;
      sets[kept] = numberOf([...categories].toSorted((a, b) => a - b));
      kept += 1;
    }
    return { one: one.slice(0, kept), two: two.slice(0, kept), sets: sets.slice(0, kept) };
  }

  #hashAt(order: Uint32Array, at: number): readonly [number, number] {
    const entry = wordAt(order, at);
    return [laneAt(this.#one, entry), laneAt(this.#two, entry)];
  }

  #grow(): void {
    const size = this.#length * 2;
    const one = new Int32Array(size);
    const two = new Int32Array(size);
    const category = new Uint16Array(size);
    one.set(this.#one);
    two.set(this.#two);
    category.set(this.#category);
    [this.#one, this.#two, this.#category] = [one, two, category];
  }
}

export interface Merged {
  readonly one: Int32Array;
  readonly two: Int32Array;
  readonly sets: Uint16Array;
}

const digit = 1 << 16;

/** Places of the hashes in the order of both lanes, by counting sorts of 16 bits: six million in a second, without an object each. */
function sortedOrder(one: Int32Array, two: Int32Array): Uint32Array {
  let order = Uint32Array.from({ length: one.length }, (_, at) => at);
  for (const [lane, shift] of [
    [two, 0],
    [two, 16],
    [one, 0],
    [one, 16],
  ] as const) {
    const begins = new Uint32Array(digit + 1);
    for (const at of order) {
      const key = (laneAt(lane, at) >>> shift) & (digit - 1);
      begins[key + 1] = wordAt(begins, key + 1) + 1;
    }
    for (let key = 0; key < digit; key += 1) begins[key + 1] = wordAt(begins, key + 1) + wordAt(begins, key);
    const next = new Uint32Array(order.length);
    for (const at of order) {
      const key = (laneAt(lane, at) >>> shift) & (digit - 1);
      const to = wordAt(begins, key);
      next[to] = at;
      begins[key] = to + 1;
    }
    order = next;
  }
  return order;
}

/** Is this very hash among them? By halves: they are sorted as unsigned numbers. */
export function holds({ one, two }: Merged, first: number, second: number): boolean {
  let [low, high] = [0, one.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const before =
      laneAt(one, middle) >>> 0 < first >>> 0 || (one[middle] === first && laneAt(two, middle) >>> 0 < second >>> 0);
    if (before) low = middle + 1;
    else high = middle;
  }
  return one[low] === first && two[low] === second;
}
