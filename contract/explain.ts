import { grant, grantExtension, openNow, type Circumstances, type Grant, type Limits, type Used } from './allowance.ts';
import type { PlaceRules, Slice } from './desk-link.ts';

/**
 * The dry run: what would this visitor get at this workstation at that time, and why? The kiosk admits by it, the desk answers questions
 * with it, so that both always say the same. Instants are epoch milliseconds.
 */

/** Somebody who would like to begin: what their ticket, card or booking is still worth, and what they have used. */
export interface Visitor {
  /** Null: open access, without any code. */
  readonly ticket: string | null;
  readonly minutes: number;
  readonly used: Used;
}

/** What book, place and profile say about one workstation. */
export interface WorkstationTerms {
  readonly rules: Pick<PlaceRules, 'hours' | 'bookingMarginMinutes' | 'shortestMinutes' | 'extension'>;
  readonly bookings: Slice['bookings'];
  /** People who wait for a workstation of this room. */
  readonly waiting: number;
  /** Of the workstation's profile. */
  readonly limits: Limits;
  /** Where the kiosk's part of the book ends, in epoch milliseconds: what is promised after it, nobody here knows. Null = nowhere. */
  readonly until: number | null;
}

/** A session as it stands, for the question whether it may grow. */
export interface Growing {
  readonly ticket: string | null;
  /** Granted so far, extensions included. */
  readonly minutes: number;
  /** What its holder had used before it. */
  readonly used: Used;
  readonly endsAt: number;
  readonly leftMinutes: number;
}

const minuteMs = 60_000;

/** Start of the first booking that is not over and belongs to somebody else; in the past when its holder may still come. */
function nextBookingAt(ticket: string | null, { bookings }: WorkstationTerms, time: number): number | null {
  const starts = bookings
    .filter((booking) => booking.ticket !== ticket)
    .map(({ startsAt, minutes, releasedAt }) => ({
      at: Date.parse(startsAt),
      until: Math.min(
        Date.parse(startsAt) + minutes * minuteMs,
        releasedAt === null ? Infinity : Date.parse(releasedAt),
      ),
    }))
    .filter(({ until }) => until > time)
    .map(({ at }) => at);
  return starts.length === 0 ? null : Math.min(...starts);
}

/** When the place is open, as numbers; null = it keeps no hours. */
export const openStretches = ({ hours }: Pick<PlaceRules, 'hours'>): Circumstances['hours'] =>
  hours?.map(({ opensAt, closesAt }) => ({ opensAt: Date.parse(opensAt), closesAt: Date.parse(closesAt) })) ?? null;

const circumstances = (
  { ticket, used }: Pick<Visitor, 'ticket' | 'used'>,
  terms: WorkstationTerms,
  time: number,
): Circumstances => ({
  now: time,
  hours: openStretches(terms.rules),
  nextBookingAt: nextBookingAt(ticket, terms, time),
  until: terms.until,
  marginMinutes: terms.rules.bookingMarginMinutes,
  shortestMinutes: terms.rules.shortestMinutes,
  limits: terms.limits,
  used,
});

/** What this visitor would get at that time, and the rule that decides it. */
export const explain = (visitor: Visitor, terms: WorkstationTerms, time: number): Grant =>
  grant(visitor.minutes, circumstances(visitor, terms, time));

/** The latest end that book and hours leave to somebody who begins then, and which of them decides; null = neither does. */
export function latestEnd(
  ticket: string | null,
  terms: WorkstationTerms,
  time: number,
): { readonly at: number; readonly reason: 'shortened-by-booking' | 'shortened-by-closing' } | null {
  const bookedAt = nextBookingAt(ticket, terms, time);
  const hours = openStretches(terms.rules);
  const closesAt = (hours && openNow(hours, time)?.closesAt) ?? Infinity;
  const knownUntil = Math.min(bookedAt ?? Infinity, terms.until ?? Infinity);
  const freeUntil = knownUntil - terms.rules.bookingMarginMinutes * minuteMs;
  if (Math.min(closesAt, freeUntil) === Infinity) return null;
  return freeUntil <= closesAt
    ? { at: freeUntil, reason: 'shortened-by-booking' }
    : { at: closesAt, reason: 'shortened-by-closing' };
}

/** Would the session grow by a step now? Asked when less than a step is left, so that nobody keeps a seat in store. */
export function explainExtension(session: Growing, terms: WorkstationTerms): Grant {
  const { extension } = terms.rules;
  if (extension === null) return { granted: false, reason: 'refused-by-place' };
  if (session.leftMinutes > extension.stepMinutes) return { granted: false, reason: 'refused-too-early' };
  const { sessionMinutes } = terms.limits;
  const used = {
    todayMinutes: session.used.todayMinutes + session.minutes,
    weekMinutes: session.used.weekMinutes + session.minutes,
  };
  return grantExtension(
    extension.stepMinutes,
    {
      waiting: terms.waiting,
      leftOfSessionMinutes: sessionMinutes === null ? null : sessionMinutes - session.minutes,
    },
    circumstances({ ticket: session.ticket, used }, terms, session.endsAt),
  );
}
