import { Temporal } from 'temporal-polyfill';
import type { OpenStretch } from '../../../contract/allowance.ts';
import type { PlaceSettings } from '../../../contract/desk-routes.ts';
import { plainDayOf } from '../place-days.ts';

export type Week = NonNullable<PlaceSettings['week']>;

/** What a kiosk holds of the hours: enough for a desk that is away for a week. */
export const daysAhead = 8;

/**
 * The hours of the eight days that begin with the day of `at`, as instants. A week is wall-clock: at the changes of summer time a stretch is an hour
 * shorter or longer, but opens and closes when the clock on the wall says so. A time that the clock jumps over is the moment of the jump;
 * of one that comes twice, a stretch opens at the first and closes at the second. Stretches that touch are one.
 */
export function openHours(week: Week, at: number, zone: string): OpenStretch[] {
  return openDays(week, { first: plainDayOf(at, zone), count: daysAhead }, zone);
}

/** Likewise, of every day that two instants touch. */
export function openBetween(week: Week, { from, to }: { from: number; to: number }, zone: string): OpenStretch[] {
  const first = plainDayOf(from, zone);
  return openDays(week, { first, count: first.until(plainDayOf(to, zone)).days + 1 }, zone);
}

function openDays(week: Week, days: { first: Temporal.PlainDate; count: number }, zone: string): OpenStretch[] {
  return Array.from({ length: days.count }, (_, ahead) => days.first.add({ days: ahead }))
    .flatMap((day) => stretchesOf(week, day, zone))
    .reduce<OpenStretch[]>(joined, []);
}

const stretchesOf = (week: Week, day: Temporal.PlainDate, zone: string): OpenStretch[] =>
  (week[day.dayOfWeek - 1] ?? [])
    .map(({ from, to }) => ({
      opensAt: instantAt(day, from, { zone, ofTwo: 'earlier' }),
      closesAt: instantAt(day, to, { zone, ofTwo: 'later' }),
    }))
    .filter(({ opensAt, closesAt }) => opensAt < closesAt);

function instantAt(day: Temporal.PlainDate, time: string, on: { zone: string; ofTwo: 'earlier' | 'later' }): number {
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(time));
  const moment = wall.toZonedDateTime(on.zone, { disambiguation: on.ofTwo });
  if (moment.toPlainDateTime().equals(wall)) return moment.epochMilliseconds;
  const afterJump = wall.toZonedDateTime(on.zone, { disambiguation: 'later' });
  return (afterJump.getTimeZoneTransition('previous') ?? afterJump).epochMilliseconds;
}

function joined(stretches: OpenStretch[], next: OpenStretch): OpenStretch[] {
  const last = stretches.at(-1);
  if (last === undefined || last.closesAt < next.opensAt) return [...stretches, next];
  return [...stretches.slice(0, -1), { opensAt: last.opensAt, closesAt: Math.max(last.closesAt, next.closesAt) }];
}
