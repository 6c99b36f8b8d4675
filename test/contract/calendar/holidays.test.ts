import { describe, expect, test } from 'vitest';
import { holidayOn, holidaysOf, type Territory } from '../../../contract/calendar/holidays.ts';

/** As the ministry and the calendars publish them: Easter Monday, Ascension, Whit Monday, Good Friday. */
const published: readonly (readonly [number, readonly [string, string, string], string])[] = [
  [2024, ['2024-04-01', '2024-05-09', '2024-05-20'], '2024-03-29'],
  [2025, ['2025-04-21', '2025-05-29', '2025-06-09'], '2025-04-18'],
  [2026, ['2026-04-06', '2026-05-14', '2026-05-25'], '2026-04-03'],
  [2027, ['2027-03-29', '2027-05-06', '2027-05-17'], '2027-03-26'],
  [2028, ['2028-04-17', '2028-05-25', '2028-06-05'], '2028-04-14'],
  [2029, ['2029-04-02', '2029-05-10', '2029-05-21'], '2029-03-30'],
  [2030, ['2030-04-22', '2030-05-30', '2030-06-10'], '2030-04-19'],
];

const national = (year: number, [easter, ascension, whit]: readonly [string, string, string]): string[] =>
  [
    ...['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].map((date) => `${year}-${date}`),
    ...[easter, ascension, whit],
  ].sort();

const days = (year: number, territory: Territory): string[] => holidaysOf(year, territory).map(({ day }) => day);

describe.each(published)('in %i', (year, sundays, friday) => {
  const own = national(year, sundays);

  test('the eleven of the whole country, no more and no fewer', () => {
    expect(days(year, 'metropole')).toEqual(own);
    expect(days(year, 'saint-pierre-et-miquelon')).toEqual(own);
  });

  test('Good Friday and Saint Stephen’s Day in Alsace and Moselle', () => {
    expect(days(year, 'alsace-moselle')).toEqual([...own, friday, `${year}-12-26`].sort());
  });

  test.each([
    ['mayotte', '04-27'],
    ['martinique', '05-22'],
    ['guadeloupe', '05-27'],
    ['saint-martin', '05-28'],
    ['guyane', '06-10'],
    ['saint-barthelemy', '10-09'],
    ['reunion', '12-20'],
  ] as const)('the end of slavery in %s on %s', (territory, date) => {
    expect(days(year, territory)).toEqual([...own, `${year}-${date}`].sort());
    const names = holidaysOf(year, territory).flatMap(({ day, name }) => (day === `${year}-${date}` ? [name] : []));
    expect(names).toContain('abolition-of-slavery');
  });
});

test('an ordinary day is none', () => {
  expect(holidayOn('2026-04-07', 'alsace-moselle')).toBeNull();
  expect(holidayOn('2026-12-26', 'metropole')).toBeNull();
});
