import { Temporal } from 'temporal-polyfill';
import { daySchema } from '../../contract/session.ts';

type Day = Temporal.PlainDate;

/** Days of the report, both ends included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export const presets = ['week', 'month', 'last-month'] as const;

export type Preset = (typeof presets)[number];

export function presetPeriod(preset: Preset, today: Day): Period {
  const first = today.with({ day: 1 });
  switch (preset) {
    case 'week':
      return { from: today.subtract({ days: 6 }), to: today };
    case 'month':
      return { from: first, to: today };
    case 'last-month':
      return { from: first.subtract({ months: 1 }), to: first.subtract({ days: 1 }) };
  }
}

export const samePeriod = (one: Period, other: Period): boolean =>
  one.from.equals(other.from) && one.to.equals(other.to);

/** How the period is spoken of: each kind has its own words. */
export type PeriodKind = 'today' | 'day' | 'since' | 'month' | 'between';

export function kindOf({ from, to }: Period, today: Day): PeriodKind {
  if (from.equals(to)) return from.equals(today) ? 'today' : 'day';
  if (from.day === 1 && to.equals(from.with({ day: from.daysInMonth }))) return 'month';
  return to.equals(today) ? 'since' : 'between';
}

/** The two ends as a date field holds them; null while one is missing or the end comes first. */
export function readPeriod(from: string, to: string): Period | null {
  const ends = [daySchema.safeParse(from), daySchema.safeParse(to)] as const;
  if (!ends[0].success || !ends[1].success || to < from) return null;
  return { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) };
}

/** `?from=…&to=…`, so that a view can be shared by its link; this month when the address names none. */
export function periodFromAddress(search: string, today: Day): Period {
  const asked = new URLSearchParams(search);
  return readPeriod(asked.get('from') ?? '', asked.get('to') ?? '') ?? presetPeriod('month', today);
}

export const addressOf = ({ from, to }: Period): string => `?from=${from.toString()}&to=${to.toString()}`;
