import type { Slice } from '../../../contract/desk-link.ts';
import type { Session } from '../../../main/kiosk/session/session.ts';
import { type Moment, type Terms, termsOf, wallMs } from '../../../main/kiosk/session/terms.ts';

/** The kiosk's part of the book: which slice it takes, what that leaves to be given, and what it says of its session. */

/** Of the profile: sessions that grow by themselves end some time. */
export const limits = { sessionMinutes: 150, dayMinutes: null, weekMinutes: null };
const aDay = 24 * 60;

/** An older slice than the one held is not taken. */
export const isOlder = (slice: Slice, held: Slice | null): boolean =>
  slice.epoch !== 0 && held !== null && slice.epoch < held.epoch;

/** Bookings that nobody came for give their cells back; behind the end of the slice every cell is the desk's. */
export function termsIn(slice: Slice | null, at: number): Terms {
  const terms = termsOf(slice, limits);
  const bookings = terms.bookings.filter(({ releasedAt }) => releasedAt === null || Date.parse(releasedAt) > at);
  const until = slice?.until ?? null;
  const behind = until === null ? [] : [{ ticket: 'the desk', startsAt: until, minutes: 366 * aDay, releasedAt: null }];
  return { ...terms, bookings: [...bookings, ...behind] };
}

/** The latest end of whoever sits there or reads the charter; who was called is let in by the slice of then. */
export function endOf(session: Session, at: Moment): string | null {
  const endMs = endMsOf(session);
  return endMs === null ? null : new Date(wallMs(at) + endMs - at.monotonicMs).toISOString();
}

function endMsOf(session: Session): number | null {
  if ('running' in session) return session.running.deadlineMs;
  if (session.phase === 'wiping' && session.then.to === 'resume') return session.then.running.deadlineMs;
  if (session.phase === 'charter') {
    const { latest, lengthMs } = session.admission;
    return Math.min(session.untilMs + lengthMs, latest?.ms ?? Infinity);
  }
  return null;
}
