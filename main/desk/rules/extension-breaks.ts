import type { Used } from '../../../contract/allowance.ts';
import { explain, type WorkstationTerms } from '../../../contract/explain.ts';
import type { RefusalReason } from '../../../contract/reasons.ts';

/** A running session, as the question needs it. `minutes`: granted so far; `used`: what its holder had used before it. */
export interface RunningSession {
  readonly ticket: string | null;
  readonly minutes: number;
  readonly used: Used;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

const noLimits = { sessionMinutes: null, dayMinutes: null, weekMinutes: null };

/**
 * Every rule that so many minutes more would break, not only the first: a facilitator who goes over one should know of the others. Each rule is
 * asked alone, by the same function with which kiosks decide.
 */
export function extensionBreaks(step: number, session: RunningSession, terms: WorkstationTerms): RefusalReason[] {
  const { rules, bookings, limits } = terms;
  const none: WorkstationTerms = {
    rules: { ...rules, hours: null, shortestMinutes: step },
    bookings: [],
    waiting: 0,
    until: null,
    limits: noLimits,
  };
  const { sessionMinutes, dayMinutes, weekMinutes } = limits;
  const leftOfSession = sessionMinutes === null ? null : sessionMinutes - session.minutes;
  const alone: readonly WorkstationTerms[] = [
    { ...none, bookings },
    { ...none, rules: { ...none.rules, hours: rules.hours } },
    { ...none, limits: { ...noLimits, sessionMinutes: leftOfSession } },
    { ...none, limits: { ...noLimits, dayMinutes } },
    { ...none, limits: { ...noLimits, weekMinutes } },
  ];
  const { todayMinutes, weekMinutes: thisWeek } = session.used;
  const used = { todayMinutes: todayMinutes + session.minutes, weekMinutes: thisWeek + session.minutes };
  const visitor = { ticket: session.ticket, minutes: step, used };
  const broken = alone.flatMap((one) => {
    const answer = explain(visitor, one, session.endsAt);
    return answer.granted ? [] : [answer.reason];
  });
  return [
    ...(terms.waiting > 0 ? (['refused-someone-waits'] as const) : []),
    ...broken,
    ...(rules.extension === null ? (['refused-by-place'] as const) : []),
  ];
}
