import type { BookingRules } from '../../contract/book/booking-rules.ts';

export type RuleName = keyof BookingRules;

/** How a rule is asked for. `number`: within bounds; `limit`: one or more, or none; `flag`: yes or no. */
export type RuleShape =
  | { readonly kind: 'number'; readonly bounds: readonly [number, number] }
  | { readonly kind: 'limit' }
  | { readonly kind: 'flag' };

const week = 7 * 24 * 60;
const limit: RuleShape = { kind: 'limit' };
const flag: RuleShape = { kind: 'flag' };

/** In the order in which a screen lists them. */
export const ruleShapes: Readonly<Record<RuleName, RuleShape>> = {
  daysAhead: { kind: 'number', bounds: [0, 366] },
  noticeMinutes: { kind: 'number', bounds: [0, week] },
  cancelMinutes: { kind: 'number', bounds: [0, week] },
  longestMinutes: limit,
  minutesPerDay: limit,
  minutesPerWeek: limit,
  bookingsPerDay: limit,
  bookingsPerWeek: limit,
  firstOfDayGuaranteed: flag,
  authorisation: flag,
  noShowsAllowed: limit,
};

export const ruleNames = Object.keys(ruleShapes) as readonly RuleName[];
