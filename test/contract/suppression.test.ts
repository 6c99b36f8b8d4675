import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unknown } from '../../contract/figures/dimensions.ts';
import { type Protected, protect } from '../../contract/figures/suppression.ts';

const values = ['a', 'b', 'c', 'd'];

/** Every table of these values with at most so many in a cell. */
function* tables(names: readonly string[], most: number): Generator<Record<string, number>> {
  const [name, ...rest] = names;
  if (name === undefined) {
    yield {};
    return;
  }
  for (const others of tables(rest, most))
    for (let count = 0; count <= most; count += 1) yield { [name]: count, ...others };
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** How many people such a table can be of: each has one value, or, where several go, one at least unless nothing is known. */
function* crowds(counts: Record<string, number>, several: boolean): Generator<number> {
  const { unknown = 0, ...known } = counts;
  const most = sum(known);
  const fewest = several ? Math.max(0, ...Object.values(known)) : most;
  for (let people = fewest; people <= most; people += 1) yield unknown + people;
}

interface Kind {
  readonly names: readonly string[];
  readonly threshold: number;
  /** People. */
  readonly most: number;
  readonly several: boolean;
}

/** All that is ever published of a table, whatever the lot. */
function publications(table: { counts: Record<string, number>; people: number }, of: Kind): Protected[] {
  const all = of.names.map((lot) => {
    const draw = (large: readonly string[]): string | undefined => (large.includes(lot) ? lot : large[0]);
    return protect({ ...table, values: of.names, several: of.several }, { threshold: of.threshold, draw });
  });
  return [...new Map(all.map((told) => [JSON.stringify(told), told])).values()];
}

/** Somebody who knows the rule and how many people there are, and keeps a list of every table that could be behind what they read. */
function worldsBehind(of: Kind) {
  const worlds = new Map<string, { told: Protected; tables: Record<string, number>[] }>();
  for (const counts of tables(of.names, of.most)) {
    for (const people of crowds(counts, of.several)) {
      if (people > of.most) break;
      for (const told of publications({ counts, people }, of)) {
        const key = `${JSON.stringify(told)} of ${people}`;
        const known = worlds.get(key);
        if (known === undefined) worlds.set(key, { told, tables: [counts] });
        else known.tables.push(counts);
      }
    }
  }
  return [...worlds.values()];
}

describe('small cells', () => {
  it.each([
    { names: ['a', 'unknown'], threshold: 2, most: 8, several: false },
    { names: ['a', 'unknown'], threshold: 3, most: 8, several: false },
    { names: ['a', 'b', 'unknown'], threshold: 2, most: 8, several: false },
    { names: ['a', 'b', 'unknown'], threshold: 5, most: 12, several: false },
    { names: ['a', 'b', 'c', 'unknown'], threshold: 3, most: 8, several: false },
    { names: ['a', 'b'], threshold: 2, most: 8, several: true },
    { names: ['a', 'b', 'c'], threshold: 3, most: 9, several: true },
    { names: ['a', 'b', 'c', 'd'], threshold: 2, most: 6, several: true },
    { names: ['a', 'unknown'], threshold: 2, most: 8, several: true },
    { names: ['a', 'unknown'], threshold: 5, most: 14, several: true },
    { names: ['a', 'b', 'unknown'], threshold: 2, most: 8, several: true },
    { names: ['a', 'b', 'unknown'], threshold: 3, most: 10, several: true },
    { names: ['a', 'b', 'unknown'], threshold: 4, most: 12, several: true },
    { names: ['a', 'b', 'c', 'unknown'], threshold: 2, most: 6, several: true },
    { names: ['a', 'b', 'c', 'unknown'], threshold: 3, most: 7, several: true },
  ])('are found out by nobody who knows the rule and how many people there are: %j', (of) => {
    const found = worldsBehind(of).flatMap(({ told, tables: behind }) =>
      told.hidden
        .filter((value) => new Set(behind.map((counts) => counts[value])).size < 2)
        .map((value) => `${value} is ${behind[0]?.[value] ?? 0}: ${JSON.stringify(behind[0])}`),
    );
    expect(found).toEqual([]);
  });

  it('are hidden in company: together they stand for more people than the threshold, or for all there are', () => {
    const table = fc.dictionary(fc.constantFrom(...values), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(table, fc.integer({ min: 2, max: 12 }), fc.nat(), (counts, threshold, lot) => {
        const draw = (large: readonly string[]): string | undefined => large[lot % Math.max(1, large.length)];
        const { told, hidden } = protect({ values, counts, people: sum(counts), several: false }, { threshold, draw });
        for (const count of Object.values(told)) expect(count).toBeGreaterThanOrEqual(threshold);
        expect(hidden.length).not.toBe(1);
        const kept = hidden.reduce((total, value) => total + (counts[value] ?? 0), 0);
        if (hidden.length > 0 && Object.keys(told).length > 0) expect(kept).toBeGreaterThan(threshold);
        expect(kept + sum(told)).toBe(sum(counts));
      }),
    );
  });

  it('are not there in a table of zeros and large numbers, of which everything is told', () => {
    const draw = (): string => 'a';
    const table = { values, counts: { a: 9, c: 5 }, people: 14, several: false };
    expect(protect(table, { threshold: 5, draw })).toEqual({ told: { a: 9, c: 5 }, hidden: [] });
  });

  it('are also those of the few who do not have what nearly all have', () => {
    const draw = (large: readonly string[]): string | undefined => large[0];
    const table = { values: ['a', 'b', 'c', unknown], counts: { a: 18, b: 9, c: 8 }, people: 20, several: true };
    expect(protect(table, { threshold: 5, draw })).toEqual({ told: { c: 8 }, hidden: ['a', 'b', unknown] });
  });
});
