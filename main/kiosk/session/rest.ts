import { openNow } from '../../../contract/allowance.ts';
import { explain, latestEnd, openStretches, type WorkstationTerms } from '../../../contract/explain.ts';
import type { GrantReason, RefusalReason } from '../../../contract/reasons.ts';
import { tracesIn } from '../../../contract/traces.ts';
import { wallsIn } from '../../../contract/walls.ts';
import { nothing, outOfService, type Step } from './endings.ts';
import {
  type Admission,
  type Effect,
  type Knock,
  type SessionEventOf,
  type SessionIn,
  type SessionRules,
} from './session.ts';
import { monotonicAt, wallMs, type Moment } from './terms.ts';

/** A workstation at which nobody sits: closed, free, called, in maintenance, out of service. */

/** Long enough to read the charter aloud twice; then the seat is free again. */
export const charterMs = 3 * 60_000;
/** Long enough to walk through a large room. */
export const calledMs = 3 * 60_000;
/** How long the screen says why somebody may not begin. */
export const refusedShownMs = 60_000;

const minuteMs = 60_000;
const noLimits = { sessionMinutes: null, dayMinutes: null, weekMinutes: null };

const openStretch = (at: Moment): { opensAt: number; closesAt: number } | null =>
  openNow(openStretches(at.terms.rules) ?? [], wallMs(at));

export const isOpen = (at: Moment): boolean => at.terms.rules.hours === null || openStretch(at) !== null;

const plainFree: SessionIn<'free'> = { phase: 'free', erasedUntilMs: null, resumableUntilMs: null, refused: null };

/** How a workstation stands when nobody sits at it; a browser waits as soon as somebody may. */
export const rest = (at: Moment, news: Partial<SessionIn<'free'>> = {}): Step =>
  isOpen(at) ? [{ ...plainFree, ...news }, [{ do: 'prepare' }]] : [{ phase: 'closed' }, []];

const still = (untilMs: number | null, at: Moment): number | null =>
  untilMs !== null && at.monotonicMs < untilMs ? untilMs : null;

/** Says what is still news, and closes when the hours are over. */
export function lookAround(session: SessionIn<'free'>, _: unknown, at: Moment): Step {
  if (!isOpen(at)) return [{ phase: 'closed' }, []];
  const erasedUntilMs = still(session.erasedUntilMs, at);
  const resumableUntilMs = still(session.resumableUntilMs, at);
  const refused = session.refused !== null && at.monotonicMs < session.refused.untilMs ? session.refused : null;
  const same =
    erasedUntilMs === session.erasedUntilMs &&
    resumableUntilMs === session.resumableUntilMs &&
    refused === session.refused;
  return same ? nothing(session) : [{ phase: 'free', erasedUntilMs, resumableUntilMs, refused }, []];
}

export const openUp = (session: SessionIn<'closed'>, _: unknown, at: Moment): Step =>
  isOpen(at) ? rest(at) : nothing(session);

interface Terms {
  readonly minutes: number;
  readonly reason: GrantReason;
  readonly rules: SessionRules;
  /** What of the place's word ends it at the latest. */
  readonly bounds: WorkstationTerms;
}

function admit(knock: Knock, { minutes, reason, rules, bounds }: Terms, at: Moment): Step {
  const latest = latestEnd(knock.ticket, bounds, wallMs(at));
  const closesAt = openStretch(at)?.closesAt ?? null;
  const admission: Admission = {
    ...knock,
    minutes,
    reason,
    lengthMs: Math.min(minutes * minuteMs, (knock.leftSeconds ?? Infinity) * 1000),
    latest: latest && { ms: monotonicAt(latest.at, at), reason: latest.reason },
    closing: closesAt === null ? null : { at: closesAt, ms: monotonicAt(closesAt, at) },
    rules,
  };
  const untilMs = Math.min(at.monotonicMs + charterMs, admission.latest?.ms ?? Infinity);
  return [{ phase: 'charter', admission, untilMs }, []];
}

const refusal = (reason: RefusalReason, at: Moment): Effect => ({
  do: 'record',
  facts: [{ kind: 'refused', asked: 'session', at: at.wall, reason }],
});

/** A good code, or an open kiosk: the rules say for how long, or why not. */
export function answerKnock(
  session: SessionIn<'free' | 'closed'>,
  { knock, rules }: SessionEventOf<'knocked'>,
  at: Moment,
): Step {
  const grant = explain(knock, at.terms, wallMs(at));
  if (grant.granted) return admit(knock, { ...grant, rules, bounds: at.terms }, at);
  const { reason } = grant;
  const told = refusal(reason, at);
  if (session.phase === 'closed') return [session, [told]];
  const refused = { reason, untilMs: at.monotonicMs + refusedShownMs };
  return [{ ...plainFree, resumableUntilMs: session.resumableUntilMs, refused }, [told]];
}

export const callSomebody = (_: unknown, { knock, label }: SessionEventOf<'called'>, at: Moment): Step => [
  { phase: 'called', knock, label, untilMs: at.monotonicMs + calledMs },
  [{ do: 'prepare' }, { do: 'sound' }],
];

/** The facilitator has decided about hours and limits; what was promised to somebody else is not theirs to give. */
export function answerCall(
  { knock }: SessionIn<'called'>,
  { rules }: SessionEventOf<'called-answered'>,
  at: Moment,
): Step {
  const bounds = { ...at.terms, rules: { ...at.terms.rules, hours: null }, limits: noLimits };
  const grant = explain(knock, bounds, wallMs(at));
  if (grant.granted) return admit(knock, { ...grant, rules, bounds }, at);
  const [resting, effects] = rest(at, { refused: { reason: grant.reason, untilMs: at.monotonicMs + refusedShownMs } });
  return [resting, [refusal(grant.reason, at), ...effects]];
}

export const giveUpCall = (session: SessionIn<'called'>, _: unknown, at: Moment): Step =>
  at.monotonicMs >= session.untilMs ? rest(at) : nothing(session);

export const leaveCall = (_: unknown, __: unknown, at: Moment): Step => rest(at);

export const faultAtRest = (_: unknown, { problem }: SessionEventOf<'fault'>): Step => [
  { phase: 'wiping', reason: 'fault', ended: null, then: outOfService(problem) },
  [{ do: 'lock' }, { do: 'wipe' }],
];

export const beginMaintenance = (): Step => [{ phase: 'maintenance' }, [{ do: 'lock' }, { do: 'empty' }]];

const seen: Effect = { do: 'record', facts: [], traces: [] };

/** Whoever opens the machine to mend it has seen what is wrong with it. */
export function repair(): Step {
  const [maintenance, effects] = beginMaintenance();
  return [maintenance, [...effects, seen]];
}

/** Seen is not gone: wiped and proven afresh, and out of service again when anything is still there. */
export function seeTraces(session: SessionIn<'out-of-service'>): Step {
  if (tracesIn(session.problem).length === 0) return nothing(session);
  return [
    { phase: 'wiping', reason: 'fault', ended: null, then: { to: 'free', resumableUntilMs: null } },
    [{ do: 'lock' }, seen, { do: 'wipe' }],
  ];
}

export const askCheck = (session: SessionIn<'free' | 'closed'>): Step => [session, [{ do: 'check' }]];

/** Walls that did not answer are tried again behind a wipe, as at every start: when they stand, somebody may sit down. */
export function checkAgain(session: SessionIn<'out-of-service'>): Step {
  return wallsIn(session.problem).length === 0 ? nothing(session) : leaveMaintenance();
}

/** Whatever was done to the machine: wiped and proven before anybody sits down again. */
export const leaveMaintenance = (): Step => [
  { phase: 'wiping', reason: 'fault', ended: null, then: { to: 'free', resumableUntilMs: null } },
  [{ do: 'lock' }, { do: 'wipe' }],
];
