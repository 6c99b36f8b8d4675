import type { GrantReason, RefusalReason } from './reasons.ts';

/**
 * How long may this visitor use this workstation, and why not longer? One pure rule for the kiosk, which decides, for the desk, which shows
 * what it would decide before anyone confirms, and for the dry run ("what would this ticket get at 16:45?"). Instants are epoch
 * milliseconds; lengths are whole minutes, rounded down, so that a grant never runs past what bounds it.
 */

/** One stretch in which the place is open: `[opensAt, closesAt)`. */
export interface OpenStretch {
  readonly opensAt: number;
  readonly closesAt: number;
}

/** What place, profile and book say at this moment, for one visitor at one workstation. */
export interface Circumstances {
  readonly now: number;
  /** Sorted, without overlap; null = the place keeps no hours. */
  readonly hours: readonly OpenStretch[] | null;
  /** Start of the next booking of this workstation that is not this visitor's own; null = none known. */
  readonly nextBookingAt: number | null;
  /** Where what is known of the bookings ends; null = nowhere. */
  readonly until: number | null;
  /** Minutes kept free before a booking, to wipe and to welcome. */
  readonly marginMinutes: number;
  /** Nobody gets less than this: a clear no is better than three minutes. */
  readonly shortestMinutes: number;
  /** Longest session, and the allowance per holder, day and week; null = no limit. */
  readonly limits: Limits;
  /** What this holder has used before this session. */
  readonly used: Used;
}

export interface Limits {
  readonly sessionMinutes: number | null;
  readonly dayMinutes: number | null;
  readonly weekMinutes: number | null;
}

export interface Used {
  readonly todayMinutes: number;
  readonly weekMinutes: number;
}

export type Grant =
  | { readonly granted: true; readonly minutes: number; readonly reason: GrantReason }
  | { readonly granted: false; readonly reason: RefusalReason };

interface Bound {
  readonly minutes: number;
  readonly shortened: GrantReason;
  readonly refused: RefusalReason;
}

const minuteMs = 60_000;
const wholeMinutes = (ms: number): number => Math.floor(ms / minuteMs);

const limitBound = (limit: number | null, used: number, words: Omit<Bound, 'minutes'>): Bound[] =>
  limit === null ? [] : [{ minutes: limit - used, ...words }];

function bookingBound({ nextBookingAt, now, marginMinutes }: Circumstances): Bound[] {
  if (nextBookingAt === null) return [];
  const minutes = wholeMinutes(nextBookingAt - now) - marginMinutes;
  return [{ minutes, shortened: 'shortened-by-booking', refused: 'refused-booked' }];
}

/** What the kiosk does not know it does not give away. */
function knownBound({ until, now, marginMinutes }: Circumstances): Bound[] {
  if (until === null) return [];
  const minutes = wholeMinutes(until - now) - marginMinutes;
  return [{ minutes, shortened: 'shortened-by-booking', refused: 'refused-desk-away' }];
}

/** When the place is open around this moment; null = it is closed now. */
export const openNow = (hours: readonly OpenStretch[], now: number): OpenStretch | null =>
  hours.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt) ?? null;

function hoursBound({ hours, now }: Circumstances): Bound[] {
  if (hours === null) return [];
  const open = openNow(hours, now);
  if (open === null) return [{ minutes: 0, shortened: 'shortened-by-closing', refused: 'refused-closed' }];
  const minutes = wholeMinutes(open.closesAt - now);
  return [{ minutes, shortened: 'shortened-by-closing', refused: 'refused-closing-soon' }];
}

/**
 * The tightest bound decides, and is the reason told; of equals, the first of this list: what was asked, the profile, the day, the week,
 * the booking, the end of what is known, the hours. `asked` = minutes that ticket, card or booking are still worth.
 */
export function grant(asked: number, at: Circumstances): Grant {
  const { limits, used } = at;
  const bounds: readonly Bound[] = [
    { minutes: asked, shortened: 'granted-whole', refused: 'refused-used-up' },
    ...limitBound(limits.sessionMinutes, 0, { shortened: 'shortened-by-profile', refused: 'refused-profile-longest' }),
    ...limitBound(limits.dayMinutes, used.todayMinutes, { shortened: 'shortened-by-day', refused: 'refused-day-used' }),
    ...limitBound(limits.weekMinutes, used.weekMinutes, {
      shortened: 'shortened-by-week',
      refused: 'refused-week-used',
    }),
    ...bookingBound(at),
    ...knownBound(at),
    ...hoursBound(at),
  ];
  const tightest = bounds.reduce((least, bound) => (bound.minutes < least.minutes ? bound : least));
  // A ticket that is worth less than the shortest session is no reason to refuse it what it is worth.
  const enough = Math.max(1, Math.min(at.shortestMinutes, asked));
  return tightest.minutes >= enough
    ? { granted: true, minutes: tightest.minutes, reason: tightest.shortened }
    : { granted: false, reason: tightest.refused };
}

/**
 * May a running session go on for `step` minutes more? Bounds count from the session's present end, since that is where the step begins:
 * `at.now` is that end, and `used` contains the session so far. Whole step or nothing: a clear answer instead of odd minutes.
 */
export function grantExtension(
  step: number,
  ends: { waiting: number; leftOfSessionMinutes: number | null },
  at: Circumstances,
): Grant {
  if (ends.waiting > 0) return { granted: false, reason: 'refused-someone-waits' };
  const limits = { ...at.limits, sessionMinutes: ends.leftOfSessionMinutes };
  const grantable = grant(step, { ...at, limits, shortestMinutes: step });
  return grantable;
}
