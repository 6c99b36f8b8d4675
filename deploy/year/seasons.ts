import { holidayOn } from '../../contract/calendar/holidays.ts';
import type { DemoPlace } from './network.ts';

/** The year of a French room: closed on public holidays and around Christmas, some of August too; Wednesdays and rainy months are full. */

const monthly = [1.05, 1.0, 1.05, 0.95, 0.9, 0.85, 0.7, 0.55, 1.05, 1.1, 1.15, 0.9];
const daily = [0.85, 1.0, 1.25, 0.95, 1.05, 1.1, 0.8];
const hourly: Readonly<Record<number, number>> = {
  9: 0.55,
  10: 0.9,
  11: 1,
  12: 0.7,
  13: 0.8,
  14: 1,
  15: 1.25,
  16: 1.3,
  17: 1,
  18: 0.7,
};

const weekdayOf = (day: string): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;

/** Whole hours in which the place is open on that day. */
export function hoursOn(place: DemoPlace, day: string): number[] {
  if (holidayOn(day, 'metropole') !== null || isAway(place, day)) return [];
  return (place.week[weekdayOf(day)] ?? []).flatMap(([from, to]) =>
    Array.from({ length: to - from }, (_, ahead) => from + ahead),
  );
}

function isAway({ summerWeeks }: DemoPlace, day: string): boolean {
  const date = day.slice(5);
  if (date >= '12-24' || date <= '01-02') return true;
  return day.slice(5, 7) === '08' && Number(day.slice(8)) <= summerWeeks * 7;
}

/** 1 = as usual. */
export const demandOn = (day: string, hour: number): number =>
  (monthly[Number(day.slice(5, 7)) - 1] ?? 1) * (daily[weekdayOf(day)] ?? 1) * (hourly[hour] ?? 0.6);
