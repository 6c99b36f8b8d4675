import { Temporal } from 'temporal-polyfill';
import { cellAt, cellFrom, type CellSpan } from '../../../contract/book/cells.ts';
import { zoneDay } from '../../../contract/calendar/zone-day.ts';

/** Between instants and the clock on the place's wall. Instants are epoch milliseconds, days `2026-11-24`, times `14:05`. */

const wallClock = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

export const dayAt = (instant: number, zone: string): string => wallClock(instant, zone).toPlainDate().toString();

export const timeAt = (instant: number, zone: string): string =>
  wallClock(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' });

/** Null while one of them is no day or no time, as in a field that is being filled in. */
export function instantAt(day: string, time: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}$/.test(time)) return null;
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds;
}

export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** The seven days from Monday to Sunday. */
export function weekAround(day: string): string[] {
  const at = Temporal.PlainDate.from(day);
  return Array.from({ length: 7 }, (_, index) => at.add({ days: index + 1 - at.dayOfWeek }).toString());
}

/** The cells of a whole day, which at the changes of summer time has 23 or 25 hours. */
export function cellsOfDay(day: string, zone: string): CellSpan {
  const { start, end } = zoneDay(day, zone);
  return { from: cellAt(start), to: cellFrom(end) };
}

/** An instant as the desk reads and writes it. */
export const isoOf = (instant: number): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toString({ fractionalSecondDigits: 3 });

/** Outwards to whole hours of the wall clock. */
export function wholeHours({ from, to }: CellSpan, zone: string): CellSpan {
  const rounded = (cell: number, roundingMode: 'floor' | 'ceil'): number =>
    cellAt(wallClock(cell * 300_000, zone).round({ smallestUnit: 'hour', roundingMode }).epochMilliseconds);
  return { from: rounded(from, 'floor'), to: rounded(to, 'ceil') };
}
