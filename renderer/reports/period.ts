import { Temporal } from 'temporal-polyfill';
import type { Grain } from '../../contract/central-routes.ts';
import { daySchema } from '../../contract/session.ts';

type Day = Temporal.PlainDate;

/** Days of the report, both ends included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export const presets = ['month', 'last-month', 'quarter', 'year', 'school-year'] as const;

export type Preset = (typeof presets)[number];

/** Rooms of this kind live by the school year: it begins on the first of September. */
const schoolMonth = 9;

export function presetPeriod(preset: Preset, today: Day): Period {
  const first = today.with({ day: 1 });
  switch (preset) {
    case 'month':
      return { from: first, to: today };
    case 'last-month':
      return { from: first.subtract({ months: 1 }), to: first.subtract({ days: 1 }) };
    case 'quarter':
      return { from: first.subtract({ months: (today.month - 1) % 3 }), to: today };
    case 'year':
      return { from: first.with({ month: 1 }), to: today };
    case 'school-year':
      return { from: first.subtract({ months: (today.month + 12 - schoolMonth) % 12 }), to: today };
  }
}

export const samePeriod = (one: Period, other: Period): boolean =>
  one.from.equals(other.from) && one.to.equals(other.to);

/** The same days a year earlier; the end of February is the end of February. */
export const yearBefore = ({ from, to }: Period): Period => ({
  from: from.subtract({ years: 1 }),
  to: to.day === to.daysInMonth ? endOfMonth(to.subtract({ years: 1 })) : to.subtract({ years: 1 }),
});

const endOfMonth = (day: Day): Day => day.with({ day: day.daysInMonth });

/** How the period is spoken of: each kind has its own words. */
export type PeriodKind = 'today' | 'day' | 'since' | 'month' | 'year' | 'between';

export function kindOf({ from, to }: Period, today: Day): PeriodKind {
  if (from.equals(to)) return from.equals(today) ? 'today' : 'day';
  if (from.day === 1 && to.equals(endOfMonth(from))) return 'month';
  if (from.dayOfYear === 1 && to.equals(from.with({ month: 12, day: 31 }))) return 'year';
  return to.equals(today) ? 'since' : 'between';
}

/** Above these many bars a chart is a grey hedge: longer steps are taken. */
const mostDays = 62;
const mostMonths = 36;

export function grainOf({ from, to }: Period): Grain {
  if (from.until(to).days < mostDays) return 'day';
  return from.until(to, { largestUnit: 'months' }).months < mostMonths ? 'month' : 'year';
}

/** The two ends as a date field holds them; null while one is missing or the end comes first. */
export function readPeriod(from: string, to: string): Period | null {
  const ends = [daySchema.safeParse(from), daySchema.safeParse(to)] as const;
  if (!ends[0].success || !ends[1].success || to < from) return null;
  return { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) };
}
