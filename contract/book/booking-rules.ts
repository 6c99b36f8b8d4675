import { z } from 'zod';
import type { BookingRule } from './entries.ts';

const count = z.int().positive();
const limit = z.nullable(count);

/** What the place allows in advance; null = no limit. Set for everybody, and for each group where it differs. */
export const bookingRulesSchema = z.strictObject({
  /** How many days ahead a booking may begin. */
  daysAhead: z.int().min(0).max(366),
  /** How long before its beginning it must be made. */
  noticeMinutes: z.int().min(0).max(10_080),
  /** Until how long before its beginning a visitor may cancel by themselves without its being counted as a no-show. */
  cancelMinutes: z.int().min(0).max(10_080),
  longestMinutes: limit,
  minutesPerDay: limit,
  minutesPerWeek: limit,
  bookingsPerDay: limit,
  bookingsPerWeek: limit,
  /** The first session of somebody's day is theirs, whatever the week has used up. */
  firstOfDayGuaranteed: z.boolean(),
  /** Needs the authorisation of a parent. */
  authorisation: z.boolean(),
  /** So many no-shows within 60 days, and nothing is booked in advance any more; null = they are only counted. */
  noShowsAllowed: limit,
});

export type BookingRules = z.infer<typeof bookingRulesSchema>;

export const groupSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected lower-case letters, digits and hyphens'),
  name: z.string().trim().min(1).max(60),
  rules: bookingRulesSchema.partial(),
});

export const placeBookingSchema = z.strictObject({
  rules: bookingRulesSchema,
  groups: z.array(groupSchema).max(20),
  /** Minutes after the beginning of a booking at which a workstation is released. */
  graceMinutes: z.int().min(0).max(60),
  /** How long an offered workstation waits for the head of the queue. */
  offerMinutes: z.int().min(1).max(30),
  /** May visitors book and queue by themselves at a free workstation? */
  atKiosks: z.boolean(),
  /** Does the place keep people? Off unless it says so. */
  keepsPeople: z.boolean(),
});

export type PlaceBooking = z.infer<typeof placeBookingSchema>;

/** Of a place that has set nothing yet. */
export const firstPlaceBooking: PlaceBooking = {
  rules: {
    daysAhead: 30,
    noticeMinutes: 0,
    cancelMinutes: 30,
    longestMinutes: 120,
    minutesPerDay: null,
    minutesPerWeek: null,
    bookingsPerDay: null,
    bookingsPerWeek: null,
    firstOfDayGuaranteed: true,
    authorisation: false,
    noShowsAllowed: null,
  },
  groups: [],
  graceMinutes: 10,
  offerMinutes: 3,
  atKiosks: true,
  keepsPeople: false,
};

/** The rules of a group: everybody's, with what differs. An unknown group has everybody's. */
export function rulesFor({ rules, groups }: PlaceBooking, group: string | null): BookingRules {
  const own = Object.entries(groups.find(({ id }) => id === group)?.rules ?? {});
  return { ...rules, ...Object.fromEntries(own.filter(([, value]) => value !== undefined)) };
}

/** What is known of who asks. Of somebody unknown: nothing but what they ask for. */
export interface Holder {
  readonly barredUntil: number | null;
  readonly authorised: boolean;
  /** Not excused, of the last 60 days. */
  readonly noShows: number;
  readonly today: { readonly minutes: number; readonly bookings: number };
  readonly week: { readonly minutes: number; readonly bookings: number };
}

export const nobodyKnown: Holder = {
  barredUntil: null,
  authorised: false,
  noShows: 0,
  today: { minutes: 0, bookings: 0 },
  week: { minutes: 0, bookings: 0 },
};

export interface AskedTime {
  readonly now: number;
  /** Epoch milliseconds. */
  readonly startsAt: number;
  readonly minutes: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Every soft rule that the wish breaks, in the order in which people should hear of them. A walk-in, which starts now, is never too early or late. */
export function brokenRules(rules: BookingRules, holder: Holder, { now, startsAt, minutes }: AskedTime): BookingRule[] {
  const inAdvance = startsAt > now;
  const firstOfDay = rules.firstOfDayGuaranteed && holder.today.bookings === 0;
  const over = (limit: number | null, used: number): boolean => limit !== null && used > limit;
  const tried: readonly (readonly [BookingRule, boolean])[] = [
    ['barred', holder.barredUntil !== null && holder.barredUntil > startsAt],
    ['authorisation-missing', rules.authorisation && !holder.authorised],
    ['no-shows', inAdvance && rules.noShowsAllowed !== null && holder.noShows >= rules.noShowsAllowed],
    ['too-early', inAdvance && startsAt - now > rules.daysAhead * dayMs],
    ['too-late', inAdvance && startsAt - now < rules.noticeMinutes * minuteMs],
    ['too-long', over(rules.longestMinutes, minutes)],
    ['day-minutes', over(rules.minutesPerDay, holder.today.minutes + minutes)],
    ['day-bookings', over(rules.bookingsPerDay, holder.today.bookings + 1)],
    ['week-minutes', !firstOfDay && over(rules.minutesPerWeek, holder.week.minutes + minutes)],
    ['week-bookings', !firstOfDay && over(rules.bookingsPerWeek, holder.week.bookings + 1)],
  ];
  return tried.filter(([, broken]) => broken).map(([rule]) => rule);
}
