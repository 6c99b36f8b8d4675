import { Temporal } from 'temporal-polyfill';

/**
 * French public holidays, computed for any year: those of the Code du travail, article L3133-1, of Alsace and Moselle (L3134-13) and of the day on
 * which slavery was abolished overseas (L3422-2). Polynésie française, Nouvelle-Calédonie and Wallis-et-Futuna have labour laws of their own: a place
 * there enters its days as exceptions.
 */

export const territories = [
  'metropole',
  'alsace-moselle',
  'guadeloupe',
  'guyane',
  'martinique',
  'mayotte',
  'reunion',
  'saint-barthelemy',
  'saint-martin',
  'saint-pierre-et-miquelon',
] as const;

export type Territory = (typeof territories)[number];

export const holidayNames = [
  'new-year',
  'good-friday',
  'easter-monday',
  'labour-day',
  'victory-1945',
  'ascension',
  'whit-monday',
  'abolition-of-slavery',
  'national-day',
  'assumption',
  'all-saints',
  'armistice-1918',
  'christmas',
  'saint-stephen',
] as const;

export type HolidayName = (typeof holidayNames)[number];

export interface Holiday {
  /** `2026-12-25`. */
  readonly day: string;
  readonly name: HolidayName;
}

const fixed: readonly (readonly [HolidayName, string])[] = [
  ['new-year', '01-01'],
  ['labour-day', '05-01'],
  ['victory-1945', '05-08'],
  ['national-day', '07-14'],
  ['assumption', '08-15'],
  ['all-saints', '11-01'],
  ['armistice-1918', '11-11'],
  ['christmas', '12-25'],
];

/** Days after Easter Sunday. */
const movable: readonly (readonly [HolidayName, number])[] = [
  ['easter-monday', 1],
  ['ascension', 39],
  ['whit-monday', 50],
];

const abolition: Partial<Record<Territory, string>> = {
  guadeloupe: '05-27',
  guyane: '06-10',
  martinique: '05-22',
  mayotte: '04-27',
  reunion: '12-20',
  'saint-barthelemy': '10-09',
  'saint-martin': '05-28',
};

/** In the order of the year. Two may fall on one day, as Ascension and Victory Day in 2042: that day is there twice. */
export function holidaysOf(year: number, territory: Territory): Holiday[] {
  const easter = easterOf(year);
  const afterEaster = (days: number): string => easter.add({ days }).toString();
  const onDate = (date: string): string => `${String(year).padStart(4, '0')}-${date}`;
  const ofAlsace: Holiday[] = [
    { name: 'good-friday', day: afterEaster(-2) },
    { name: 'saint-stephen', day: onDate('12-26') },
  ];
  const freed = abolition[territory];
  return [
    ...fixed.map(([name, date]): Holiday => ({ name, day: onDate(date) })),
    ...movable.map(([name, days]): Holiday => ({ name, day: afterEaster(days) })),
    ...(territory === 'alsace-moselle' ? ofAlsace : []),
    ...(freed === undefined ? [] : [{ name: 'abolition-of-slavery', day: onDate(freed) } as const]),
  ].sort((one, other) => (one.day < other.day ? -1 : 1));
}

/** The holiday on a day (`2026-12-25`); of two, the first. */
export function holidayOn(day: string, territory: Territory): HolidayName | null {
  return holidaysOf(Number(day.slice(0, 4)), territory).find((holiday) => holiday.day === day)?.name ?? null;
}

/** Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8). */
function easterOf(year: number): Temporal.PlainDate {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * a + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7;
  const shift = Math.floor((a + 11 * moon + 22 * weekday) / 451);
  const day = moon + weekday - 7 * shift + 114;
  return new Temporal.PlainDate(year, Math.floor(day / 31), (day % 31) + 1);
}
