import { Temporal } from 'temporal-polyfill';

/** Days and hours of the place: its wall clock, with its changes of summer time. Instants are milliseconds since 1970. */

const at = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

export const plainDayOf = (instant: number, zone: string): Temporal.PlainDate => at(instant, zone).toPlainDate();

interface Day {
  readonly day: string;
  readonly from: number;
  readonly to: number;
}

/** By zone the day that was asked for last: nearly always the next one that is asked for, too. */
const latest = new Map<string, Day>();

export function dayOf(instant: number, zone: string): string {
  const known = latest.get(zone);
  if (known !== undefined && known.from <= instant && instant < known.to) return known.day;
  const day = plainDayOf(instant, zone).toString();
  latest.set(zone, { day, ...boundsOf(day, zone) });
  return day;
}

export const hourOf = (instant: number, zone: string): number => at(instant, zone).hour;

/** As the clock on the wall shows it: `10:30`. */
export const timeOf = (instant: number, zone: string): string =>
  at(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' });

/** Half-open: a day runs from `from` until just before `to`, 23 to 25 hours later. */
export function boundsOf(day: string, zone: string): { from: number; to: number } {
  const date = Temporal.PlainDate.from(day);
  return {
    from: date.toZonedDateTime(zone).epochMilliseconds,
    to: date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
  };
}

/** Where the day and the week of an instant begin; a week begins on Monday. */
export function beginningsAt(instant: number, zone: string): { day: number; week: number } {
  const day = plainDayOf(instant, zone);
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return { day: day.toZonedDateTime(zone).epochMilliseconds, week: monday.toZonedDateTime(zone).epochMilliseconds };
}
