import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

/** All that is ever published of a table, whatever the lot. */
function* publications(
  counts: Record<string, number>,
  of: { names: readonly string[]; threshold: number; several: boolean },
) {
  const seen = new Set<string>();
  for (const lot of of.names) {
    const draw = (large: readonly string[]): string | undefined => (large.includes(lot) ? lot : large[0]);
    const told = protect({ values: of.names, counts, several: of.several }, { threshold: of.threshold, draw });
    const text = JSON.stringify(told);
    if (!seen.has(text)) yield { told, text };
    seen.add(text);
  }
}

/** Somebody who knows the rule and the total, and keeps a list of every table that could be behind what they read. */
function worldsBehind(of: { names: readonly string[]; threshold: number; most: number; several: boolean }) {
  const worlds = new Map<string, { told: Protected; tables: Record<string, number>[] }>();
  for (const counts of tables(of.names, of.most)) {
    for (const { told, text } of publications(counts, of)) {
      const key = of.several ? text : `${text} of ${sum(counts)}`;
      const known = worlds.get(key) ?? { told, tables: [] };
      worlds.set(key, { told, tables: [...known.tables, counts] });
    }
  }
  return [...worlds.values()];
}

describe('small cells', () => {
  it.each([
    { names: values.slice(0, 2), threshold: 3, most: 7, several: false },
    { names: values.slice(0, 3), threshold: 3, most: 6, several: false },
    { names: values, threshold: 3, most: 5, several: false },
    { names: values.slice(0, 3), threshold: 5, most: 8, several: false },
    { names: values.slice(0, 3), threshold: 3, most: 5, several: true },
  ])('are found out by nobody who knows the rule and the total: %j', (of) => {
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
        const { told, hidden } = protect({ values, counts, several: false }, { threshold, draw });
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
    expect(protect({ values, counts: { a: 9, c: 5 }, several: false }, { threshold: 5, draw })).toEqual({
      told: { a: 9, c: 5 },
      hidden: [],
    });
  });
});
