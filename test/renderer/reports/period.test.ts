import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { grainOf, kindOf, presetPeriod, readPeriod, yearBefore } from '../../../renderer/reports/period.ts';
import { addressOf, askedIn } from '../../../renderer/reports/view-address.ts';
import { ReportsWords } from '../../../renderer/reports/reports-words.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const today = day('2026-11-12');
const period = (from: string, to: string): { from: Temporal.PlainDate; to: Temporal.PlainDate } => ({
  from: day(from),
  to: day(to),
});
/** No-break spaces made visible. */
const seen = (text: string): string => text.replaceAll('\u00a0', '_').replaceAll('\u202f', '~');

describe('a period', () => {
  it.each([
    ['month', '?from=2026-11-01&to=2026-11-12'],
    ['last-month', '?from=2026-10-01&to=2026-10-31'],
    ['quarter', '?from=2026-10-01&to=2026-11-12'],
    ['year', '?from=2026-01-01&to=2026-11-12'],
    ['school-year', '?from=2026-09-01&to=2026-11-12'],
  ] as const)('chosen as %s stands in the address, and is read from it again', (preset, address) => {
    expect(addressOf({ scope: 'network', period: presetPeriod(preset, today), by: 'commune' })).toBe(address);
    expect(addressOf(askedIn(address, today))).toBe(address);
  });

  it('of a school year begun last year begins in September', () => {
    expect(presetPeriod('school-year', day('2026-03-02')).from.toString()).toBe('2025-09-01');
  });

  it.each(['', '?from=2026-11-03', '?from=2026-11-09&to=2026-11-03', '?from=hier&to=2026-02-30&scope=ici'])(
    'is this month of the whole network where the address %j names none',
    (address) => {
      expect(addressOf(askedIn(address, today))).toBe('?from=2026-11-01&to=2026-11-12');
    },
  );

  it.each(['&scope=commune%3A25056', '&scope=place%3A9b6231db-cd65-4820-80c1-b1675b5ad721', '&by=place'])(
    'is shared together with %s',
    (rest) => {
      const address = `?from=2026-11-01&to=2026-11-12${rest}`;
      expect(addressOf(askedIn(address, today))).toBe(address);
    },
  );

  it('a year before has the same days, and the end of February where that is the end', () => {
    const before = yearBefore(period('2028-02-01', '2028-02-29'));
    expect([before.from.toString(), before.to.toString()]).toEqual(['2027-02-01', '2027-02-28']);
    expect(yearBefore(period('2027-02-01', '2027-02-28')).to.toString()).toBe('2026-02-28');
    expect(yearBefore(period('2029-02-01', '2029-02-28')).to.toString()).toBe('2028-02-29');
  });

  it.each([
    ['2026-10-01', '2026-11-30', 'day'],
    ['2026-09-01', '2026-11-12', 'month'],
    ['2020-01-01', '2026-11-12', 'year'],
  ])('from %s to %s is drawn by %s', (from, to, grain) => {
    expect(grainOf(period(from, to))).toBe(grain);
  });

  it('is not read from fields that are empty or the wrong way round', () => {
    expect(readPeriod('', '2026-11-12')).toBeNull();
    expect(readPeriod('2026-11-12', '2026-11-11')).toBeNull();
    expect(readPeriod('2026-11-12', '2026-11-12')).toEqual(period('2026-11-12', '2026-11-12'));
  });

  it.each([
    ['2026-11-12', '2026-11-12', 'today', 'Aujourd’hui'],
    ['2026-11-01', '2026-11-01', 'day', 'Le 1er_novembre'],
    ['2026-11-01', '2026-11-12', 'since', 'Depuis le 1er_novembre'],
    ['2026-10-01', '2026-10-31', 'month', 'En octobre_2026'],
    ['2025-01-01', '2025-12-31', 'year', 'En 2025'],
    ['2025-12-28', '2026-01-03', 'between', 'Du 28_décembre_2025 au 3_janvier'],
  ] as const)('from %s to %s is said as %s: %s', (...[from, to, kind, said]) => {
    expect(kindOf(period(from, to), today)).toBe(kind);
    expect(seen(new ReportsWords().period(period(from, to), today))).toBe(said);
  });
});

describe('the words of the reports', () => {
  it('keep numbers and their units on one line', () => {
    const words = new ReportsWords();
    expect([0, 45, 60, 450, 604_805].map((minutes) => seen(words.duration(minutes)))).toEqual([
      '0_min',
      '45_min',
      '1_h',
      '7_h_30',
      '10~080_h_05',
    ]);
  });

  it('have a no-break space before French double punctuation, and none in English', async () => {
    const { default: french } = await import('../../../renderer/words/reports.fr.json');
    const { default: english } = await import('../../../renderer/words/reports.en.json');
    expect(Object.keys(english)).toEqual(Object.keys(french));
    // The marks of ICU plurals stand without spaces and are no punctuation.
    for (const text of Object.values(french)) expect(text).not.toMatch(/ [:;!?]|\p{L}[;!?]/u);
    for (const text of Object.values(english)) expect(text).not.toMatch(/[ \u00a0][:;!?]/);
  });
});
