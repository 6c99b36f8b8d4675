import type { Grant } from '../../../contract/allowance.ts';
import type { Fact } from '../../../contract/desk-link.ts';
import { explainExtension, latestEnd } from '../../../contract/explain.ts';
import type { RefusalReason } from '../../../contract/reasons.ts';
import type { Now } from '../clock.ts';
import { leftMs, type Effect, type Running } from './session.ts';
import { wallMs, type Moment } from './terms.ts';

/** How sessions grow. Who waits, what follows and what the day still allows is judged by `contract/explain.ts`. */

const minuteMs = 60_000;

/** What "a little more time" would do now. */
export const extensionOffer = (running: Running, at: Moment): Grant =>
  explainExtension(
    {
      ticket: running.ticket,
      minutes: running.minutes,
      used: running.used,
      endsAt: wallMs(at) + leftMs(running, at),
      leftMinutes: leftMs(running, at) / minuteMs,
    },
    at.terms,
  );

/** Would so many minutes more reach into what the held slice books for somebody else? That is nobody's to give. */
export function takesBooking(running: Running, minutes: number, at: Moment): boolean {
  const book = { ...at.terms, until: null, rules: { ...at.terms.rules, hours: null, bookingMarginMinutes: 0 } };
  const booked = latestEnd(running.ticket, book, wallMs(at));
  return booked !== null && booked.at < wallMs(at) + leftMs(running, at) + minutes * minuteMs;
}

export const refuseExtension = (reason: RefusalReason, now: Now): Effect => ({
  do: 'record',
  facts: [{ kind: 'refused', asked: 'extension', at: now.wall, reason }],
});

export const grow = (running: Running, minutes: number): Running => ({
  ...running,
  minutes: running.minutes + minutes,
  deadlineMs: running.deadlineMs + minutes * minuteMs,
  endsBy: 'time-over',
});

export function recordExtension(
  running: Running,
  { minutes, by }: { minutes: number; by: Extract<Fact, { kind: 'session-extended' }>['by'] },
  now: Now,
): Effect {
  return { do: 'record', facts: [{ kind: 'session-extended', session: running.session, at: now.wall, minutes, by }] };
}

/** Minutes left at which a session of this place grows by itself: just before its first warning, so that nobody is warned of what does not come. */
function growsAtMinutes(running: Running, stepMinutes: number): number {
  const first = running.rules.warningsAtMinutes.filter((minutes) => minutes < running.minutes);
  return Math.min(stepMinutes, first.length === 0 ? running.minutes / 2 : Math.max(...first));
}

/** When the question comes up whether the session grows by itself; null = it never does here. */
export function growsAtMs(running: Running, { terms }: Moment): number | null {
  const { extension } = terms.rules;
  return extension?.automatic === true
    ? running.deadlineMs - growsAtMinutes(running, extension.stepMinutes) * minuteMs
    : null;
}

/** Minutes by which the session grows by itself at this moment; null = it does not. */
export function growthDue(running: Running, at: Moment): number | null {
  const fromMs = growsAtMs(running, at);
  if (fromMs === null || at.monotonicMs < fromMs || at.monotonicMs >= running.deadlineMs) return null;
  const offer = extensionOffer(running, at);
  return offer.granted ? offer.minutes : null;
}
