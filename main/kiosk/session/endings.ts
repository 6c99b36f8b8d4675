import type { Fact } from '../../../contract/desk-link.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { EndReason } from '../../../contract/session.ts';
import type { Now } from '../clock.ts';
import { usedSeconds, type Admission, type AfterWipe, type Effect, type Running, type Session } from './session.ts';

/** How sessions end, and what is told about it. */

export type Step = readonly [Session, readonly Effect[]];

/** What a cell says that means nothing: `means` knows it by its name. */
export const nothing = (session: Session): Step => [session, []];

const minuteMs = 60_000;
export const toFree: AfterWipe = { to: 'free', resumableUntilMs: null };

export const outOfService = (problem: Problem): AfterWipe => ({ to: 'out-of-service', problem });

/** `accepted`: version of the charter; 0 = refused or never answered. */
export const startedFact = (running: Running, now: Now, accepted: number): Fact => ({
  kind: 'session-started',
  session: running.session,
  ticket: running.ticket,
  access: running.access,
  profile: running.rules.profile,
  at: now.wall,
  minutes: running.minutes,
  reason: running.reason,
  charterVersion: accepted,
  resumed: running.leftSeconds !== null,
});

/** A clock that goes well strays less in a long session; anything more was set by somebody. */
const strayMs = 10_000;

/** Was the wall clock set while the session ran? Then one of its two recorded times is off, and nobody knows which. */
const clockWasSet = ({ startedAt, startedMs }: Running, now: Now): boolean =>
  Math.abs(Date.parse(now.wall) - startedAt - (now.monotonicMs - startedMs)) > strayMs;

const endedFact = (running: Running, reason: EndReason, now: Now): Fact => ({
  kind: 'session-ended',
  session: running.session,
  at: now.wall,
  reason,
  usedSeconds: usedSeconds(running, now),
  estimated: clockWasSet(running, now),
});

/** The time runs from here. What the charter took is the visitor's, unless a booking or the closing time ends it before. */
export function startRunning(admission: Admission, now: Now): Running {
  const { latest, lengthMs } = admission;
  const wholeMs = now.monotonicMs + lengthMs;
  const cut = latest !== null && latest.ms < wholeMs ? latest : null;
  const deadlineMs = cut?.ms ?? wholeMs;
  const reason = cut?.reason ?? admission.reason;
  return {
    ...admission,
    reason,
    minutes: cut === null ? admission.minutes : Math.max(1, Math.ceil((deadlineMs - now.monotonicMs) / minuteMs)),
    startedMs: now.monotonicMs,
    startedAt: Date.parse(now.wall),
    deadlineMs,
    endsBy: reason === 'shortened-by-closing' ? 'closing-time' : 'time-over',
  };
}

interface Ending {
  readonly reason: EndReason;
  readonly then?: AfterWipe;
}

/** The end of every session: locked before anything else, then on disk, then wiped. */
export function finish(running: Running, { reason, then = toFree }: Ending, now: Now): Step {
  return [
    { phase: 'wiping', reason, ended: running.session, then },
    [{ do: 'lock' }, { do: 'record', facts: [endedFact(running, reason, now)] }, { do: 'wipe' }],
  ];
}

/** An admission that ends before its session began: its ticket is used up, so it counts as a session of no length. */
export function giveUp(admission: Admission, { reason, then = toFree }: Ending, now: Now): Step {
  const running = startRunning(admission, now);
  const facts = [startedFact(running, now, 0), endedFact(running, reason, now)];
  return [
    { phase: 'wiping', reason, ended: running.session, then },
    [{ do: 'lock' }, { do: 'record', facts }, { do: 'wipe' }],
  ];
}

/** A running session that waited for its fresh browser ends without having seen it. */
export function finishWhileWiping(running: Running, { reason, then = toFree }: Ending, now: Now): Step {
  return [
    { phase: 'wiping', reason, ended: running.session, then },
    [{ do: 'record', facts: [endedFact(running, reason, now)] }],
  ];
}
