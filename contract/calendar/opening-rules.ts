import { z } from 'zod';
import { daySchema } from '../session.ts';
import { type HolidayName, holidayOn, territories, type Territory } from './holidays.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "09:30"');
const endTime = z.union([clockTime, z.literal('24:00')], 'expected a time such as "17:30", at most "24:00"');

const stretchSchema = z
  .strictObject({ from: clockTime, to: endTime })
  .refine(({ from, to }) => from < to, 'expected the end after the beginning');

export type Stretch = z.infer<typeof stretchSchema>;

/** Opening hours of one day, wall-clock in the place's zone; a day may have several stretches, or none. */
const dayHoursSchema = z
  .array(stretchSchema)
  .max(6)
  .refine(
    (stretches) => stretches.every(({ from }, index) => index === 0 || (stretches[index - 1]?.to ?? '') <= from),
    'expected stretches in their order, none beginning before the one above ends',
  );

/** Monday first. */
export const weekSchema = z.array(dayHoursSchema).length(7);

export type Week = z.infer<typeof weekSchema>;

const nameSchema = z.string().trim().min(1).max(60);

/** Both days included. */
const seasonSchema = z
  .strictObject({ name: nameSchema, from: daySchema, to: daySchema, week: weekSchema })
  .refine(({ from, to }) => from <= to, 'expected a last day that is not before the first');

const exceptionSchema = z.strictObject({ day: daySchema, hours: dayHoursSchema, reason: z.string().trim().max(120) });

/** No two on one day. */
export const seasonsSchema = z
  .array(seasonSchema)
  .max(20)
  .refine(
    (seasons) =>
      seasons.every((one, at) => seasons.slice(at + 1).every(({ from, to }) => to < one.from || one.to < from)),
    'expected seasons that do not overlap',
  );

export const exceptionsSchema = z
  .array(exceptionSchema)
  .max(400)
  .refine((days) => new Set(days.map(({ day }) => day)).size === days.length, 'expected each day once');

export const territorySchema = z.enum(territories);

/** When a place is open. What is nearer to the day counts: its exception, a public holiday, the season, the week. */
export interface OpeningRules {
  readonly week: Week;
  readonly seasons: z.infer<typeof seasonsSchema>;
  readonly exceptions: z.infer<typeof exceptionsSchema>;
  /** Null: open on public holidays like on other days. */
  readonly closedOnHolidays: Territory | null;
}

/** The hours of one day, and what they come from. */
export type DayHours =
  | { readonly because: 'week'; readonly hours: readonly Stretch[] }
  | { readonly because: 'season'; readonly hours: readonly Stretch[]; readonly name: string }
  | { readonly because: 'holiday'; readonly hours: readonly Stretch[]; readonly holiday: HolidayName }
  | { readonly because: 'exception'; readonly hours: readonly Stretch[]; readonly name: string };

/** `day`: `2026-12-25`; `weekday`: 1 is Monday. */
export function hoursOn(rules: OpeningRules, { day, weekday }: { day: string; weekday: number }): DayHours {
  const exception = rules.exceptions.find((one) => one.day === day);
  if (exception !== undefined) return { because: 'exception', hours: exception.hours, name: exception.reason };
  const holiday = rules.closedOnHolidays === null ? null : holidayOn(day, rules.closedOnHolidays);
  if (holiday !== null) return { because: 'holiday', hours: [], holiday };
  const season = rules.seasons.find(({ from, to }) => from <= day && day <= to);
  if (season !== undefined) return { because: 'season', hours: season.week[weekday - 1] ?? [], name: season.name };
  return { because: 'week', hours: rules.week[weekday - 1] ?? [] };
}
