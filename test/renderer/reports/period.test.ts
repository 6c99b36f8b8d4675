import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addressOf, kindOf, periodFromAddress, presetPeriod, readPeriod } from '../../../renderer/reports/period.ts';
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
    ['week', '?from=2026-11-06&to=2026-11-12'],
    ['month', '?from=2026-11-01&to=2026-11-12'],
    ['last-month', '?from=2026-10-01&to=2026-10-31'],
  ] as const)('chosen as %s stands in the address, and is read from it again', (preset, address) => {
    const chosen = presetPeriod(preset, today);
    expect(addressOf(chosen)).toBe(address);
    expect(addressOf(periodFromAddress(address, today))).toBe(address);
  });

  it.each(['', '?from=2026-11-03', '?from=2026-11-09&to=2026-11-03', '?from=hier&to=2026-02-30'])(
    'is this month where the address %j names none',
    (address) => {
      expect(addressOf(periodFromAddress(address, today))).toBe('?from=2026-11-01&to=2026-11-12');
    },
  );

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
    expect(seen(words.fullDay(day('2026-11-01')))).toBe('dimanche 1er_novembre 2026');
  });

  it('make a headline that a councillor can read aloud', () => {
    const words = new ReportsWords();
    const headline = (places: number, sessions: number, minutes: number): string =>
      words.say('headline', {
        period: words.period(period('2026-11-01', '2026-11-12'), today),
        places,
        sessions,
        duration: words.duration(minutes),
      });
    expect(seen(headline(1, 12, 450))).toBe('Depuis le 1er_novembre, 1_lieu a accueilli 12_séances, soit 7_h_30.');
    expect(seen(headline(59, 12_480, 60))).toBe(
      'Depuis le 1er_novembre, 59_lieux ont accueilli 12~480_séances, soit 1_h.',
    );
    words.language = 'en';
    expect(seen(headline(1, 1, 61))).toBe('Since November_1, 1_place welcomed 1_session, 1_h_01_min in all.');
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
