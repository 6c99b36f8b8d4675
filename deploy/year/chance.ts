/** Choices that a seed and some words repeat (FNV-1a for the words, splitmix32 from there): each place and day has its own, whatever comes before. */
export class Chance {
  #state: number;

  constructor(seed: number, ...words: readonly (string | number)[]) {
    this.#state =
      words
        .join(' ')
        .split('')
        .reduce(mixed, Math.imul(seed, 0x01000193) ^ 0x811c9dc5) | 0;
  }

  /** In `[0, 1)`. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let value = this.#state ^ (this.#state >>> 16);
    value = Math.imul(value, 0x21f0aaad);
    value ^= value >>> 15;
    value = Math.imul(value, 0x735a2d97);
    return ((value ^ (value >>> 15)) >>> 0) / 2 ** 32;
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  /** Whole, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  of<Value>(values: readonly Value[]): Value {
    const value = values[Math.floor(this.next() * values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }

  /** Around 1, seldom under 0.6 or over 1.4. */
  around(): number {
    return 0.55 + (this.next() + this.next() + this.next()) * 0.3;
  }

  /** As near to `value` as a whole number can be, above as often as it takes for the mean to be right. */
  whole(value: number): number {
    return Math.floor(value) + (this.is(value - Math.floor(value)) ? 1 : 0);
  }
}

const mixed = (hash: number, letter: string): number => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);

/** A whole number shared out by weights, nothing lost: the largest remainders get what is left. */
export function shareOut<Name extends string>(
  total: number,
  weights: Readonly<Record<Name, number>>,
): [Name, number][] {
  const names = Object.keys(weights) as Name[];
  const all = names.reduce((sum, name) => sum + weights[name], 0);
  const exact = names.map((name) => ({ name, value: all === 0 ? 0 : (total * weights[name]) / all }));
  const shares = new Map(exact.map(({ name, value }) => [name, Math.floor(value)]));
  let left = total - [...shares.values()].reduce((sum, share) => sum + share, 0);
  for (const { name } of exact.toSorted((one, other) => (other.value % 1) - (one.value % 1))) {
    if (left === 0) break;
    shares.set(name, (shares.get(name) ?? 0) + 1);
    left -= 1;
  }
  return [...shares];
}
