import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { countMonth, type MonthRecords } from '../../main/desk/figures/count-month.ts';
import type { ToldSupport } from '../../main/desk/supports/supports.ts';

const support = (changes: Partial<ToldSupport> = {}): ToldSupport => ({
  ...{ topics: ['email'], autonomy: null, gender: null, age: null, status: null },
  ...{ commune: null, equipment: [], referral: null },
  ...changes,
});

const many = (count: number, changes: Partial<ToldSupport> = {}): ToldSupport[] =>
  Array.from({ length: count }, () => support(changes));

const records = (supports: readonly ToldSupport[], changes: Partial<MonthRecords> = {}): MonthRecords => ({
  ...{ supports, attendances: 0, visitors: null, communes: ['25056', '25580'], threshold: 5 },
  lotOf: (name) => createHash('sha256').update(`a secret of ${name}`).digest('hex'),
  ...changes,
});

describe('a month', () => {
  test('without a support says nothing', () => {
    expect(countMonth(records([]))).toEqual({ counts: {}, hidden: [], threshold: 5 });
  });

  test('says unknown where nobody said, and counts workshops among the supports', () => {
    const { counts } = countMonth(
      records(
        [
          ...many(8, { gender: 'feminin', topics: ['email', 'logement'] }),
          ...many(8, { gender: 'feminin', topics: ['sante'] }),
        ],
        {
          attendances: 6,
        },
      ),
    );
    expect(counts).toMatchObject({
      ...{ supports: 22, 'supports/kind/individual': 16, 'supports/kind/workshop': 6 },
      ...{ 'supports/gender/feminin': 16, 'supports/gender/unknown': 6, 'supports/age/unknown': 22 },
      ...{ 'supports/topic/email': 8, 'supports/topic/logement': 8, 'supports/topic/unknown': 6 },
    });
  });

  test('keeps small cells to itself, in company, and the same company for each revision', () => {
    const told = many(30, { status: 'retraite' });
    const others = [...many(20, { status: 'en_emploi' }), ...many(2, { status: 'scolarise' })];
    const first = countMonth(records([...told, ...others]));
    expect(first.hidden.filter((key) => key.includes('/status/'))).toHaveLength(4);
    expect(first.hidden).toEqual(expect.arrayContaining(['supports/status/scolarise', 'supports/status/sans_emploi']));
    expect(Object.keys(first.counts).filter((key) => key.includes('/status/'))).toHaveLength(1);
    const second = countMonth(records([...told, ...others, ...many(1, { status: 'scolarise' })]));
    expect(second.hidden).toEqual(first.hidden);
  });

  test('hides the few of whom nothing is known, however many attended workshops', () => {
    const known = many(20, { gender: 'feminin' });
    const { counts, hidden } = countMonth(records([...known, ...many(2)], { attendances: 12 }));
    expect(hidden).toContain('supports/gender/unknown');
    expect(counts).not.toHaveProperty('supports/gender/unknown');
    expect(counts).toMatchObject({ 'supports/kind/workshop': 12, 'supports/age/unknown': 34 });
  });

  test('of workshops alone hides nothing: nobody was asked anything', () => {
    const { counts, hidden } = countMonth(records([], { attendances: 3 }));
    expect(hidden).toEqual([]);
    expect(counts).toMatchObject({ supports: 3, 'supports/kind/workshop': 3, 'supports/gender/unknown': 3 });
  });

  test('does not count on the unknown for company where everybody must have said something', () => {
    const topics = [...many(9), ...many(9, { topics: ['sante'] }), ...many(2, { topics: ['logement'] })];
    expect(countMonth(records(topics)).hidden).not.toContain('supports/topic/unknown');
    const gendered = topics.map((support) => ({ ...support, gender: 'feminin' as const }));
    expect(countMonth(records(gendered)).hidden).toContain('supports/topic/unknown');
  });

  test('hides communes that nobody came from with those that few came from', () => {
    const { counts, hidden } = countMonth(
      records([...many(9, { commune: '25056' }), ...many(8), ...many(1, { commune: 'elsewhere' })]),
    );
    expect(hidden).toEqual(expect.arrayContaining(['supports/commune/25580', 'supports/commune/elsewhere']));
    expect(counts['supports/commune/25580']).toBeUndefined();
  });

  test('tells whom the place knows only where it keeps people', () => {
    expect(countMonth(records([], { visitors: { seen: 12, fresh: 3 } })).counts).toEqual({
      visitors: 12,
      'new-visitors': 3,
    });
  });

  test('is the same whatever the order', () => {
    const supports = [...many(7, { age: '60-69' }), ...many(6, { age: '18-24', commune: 'elsewhere' })];
    expect(JSON.stringify(countMonth(records(supports.toReversed())))).toBe(
      JSON.stringify(countMonth(records(supports))),
    );
  });
});
