import type { Fact } from '../../../contract/desk-link.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { EndReason } from '../../../contract/session.ts';
import type { Now } from '../clock.ts';
import {
  leftMs,
  usedSeconds,
  type Admission,
  type AfterWipe,
  type Effect,
  type Running,
  type Session,
  type SessionEventOf,
  type SessionIn,
} from './session.ts';

/** What each cell of the table in `transition.ts` does. Pure: the same session, event and moment always give the same step. */

export type Step = readonly [Session, readonly Effect[]];

/** Long enough to read the charter aloud twice; then the seat is free again. */
export const charterMs = 3 * 60_000;
/** How long the screen says that everything is erased. */
export const erasedShownMs = 10_000;
/** A power cut costs the figures no more than this. */
export const noteEveryMs = 5_000;

const minuteMs = 60_000;
const toFree: AfterWipe = { to: 'free' };

const startedFact = (running: Running, now: Now): Fact => ({
  kind: 'session-started',
  session: running.session,
  ticket: running.ticket,
  access: running.access,
  profile: running.rules.profile,
  at: now.wall,
  minutes: running.minutes,
});

const endedFact = (running: Running, reason: EndReason, now: Now): Fact => ({
  kind: 'session-ended',
  session: running.session,
  at: now.wall,
  reason,
  usedSeconds: usedSeconds(running, now),
  estimated: false,
});

const startRunning = (admission: Admission, now: Now): Running => ({
  ...admission,
  startedMs: now.monotonicMs,
  deadlineMs: now.monotonicMs + admission.minutes * minuteMs,
  helpCalled: false,
});

const activate = (running: Running, now: Now): SessionIn<'active'> => ({
  phase: 'active',
  running,
  warning: null,
  warningsToCome: running.rules.warningsAtMinutes
    .filter((minutes) => minutes * minuteMs < leftMs(running, now))
    .toSorted((one, other) => other - one),
  notedMs: now.monotonicMs,
});

/** The end of every session: locked before anything else, then on disk, then wiped. */
function finish(running: Running, reason: EndReason, { now, then = toFree }: { now: Now; then?: AfterWipe }): Step {
  return [
    { phase: 'wiping', reason, ended: running.session, then },
    [{ do: 'lock' }, { do: 'record', facts: [endedFact(running, reason, now)] }, { do: 'wipe' }],
  ];
}

/** An admission that ends before its session began: its ticket is used up, so it counts as a session of no length. */
function giveUp(admission: Admission, reason: EndReason, { now, then = toFree }: { now: Now; then?: AfterWipe }): Step {
  const running = startRunning(admission, now);
  const facts = [startedFact(running, now), endedFact(running, reason, now)];
  return [
    { phase: 'wiping', reason, ended: running.session, then },
    [{ do: 'lock' }, { do: 'record', facts }, { do: 'wipe' }],
  ];
}

const outOfService = (problem: Problem): AfterWipe => ({ to: 'out-of-service', problem });

/** A running session that waited for its fresh browser ends without having seen it. */
function finishWhileWiping(
  running: Running,
  reason: EndReason,
  { now, then = toFree }: { now: Now; then?: AfterWipe },
): Step {
  return [
    { phase: 'wiping', reason, ended: running.session, then },
    [{ do: 'record', facts: [endedFact(running, reason, now)] }],
  ];
}

export const nothing = (session: Session): Step => [session, []];

// free

export const forgetErased = (session: SessionIn<'free'>, _: unknown, now: Now): Step =>
  session.erasedUntilMs !== null && now.monotonicMs >= session.erasedUntilMs
    ? [{ phase: 'free', erasedUntilMs: null }, []]
    : [session, []];

export const showCharter = (_: unknown, { admission }: SessionEventOf<'admitted'>, now: Now): Step => [
  { phase: 'charter', admission, untilMs: now.monotonicMs + charterMs },
  [],
];

export const faultWhileFree = (_: unknown, { problem }: SessionEventOf<'fault'>): Step => [
  { phase: 'wiping', reason: 'fault', ended: null, then: outOfService(problem) },
  [{ do: 'lock' }, { do: 'wipe' }],
];

// charter

export const giveUpUnanswered = (session: SessionIn<'charter'>, _: unknown, now: Now): Step =>
  now.monotonicMs >= session.untilMs ? giveUp(session.admission, 'inactivity', { now }) : [session, []];

export function answerCharter(
  { admission }: SessionIn<'charter'>,
  { accepted }: SessionEventOf<'charter-answered'>,
  now: Now,
): Step {
  if (!accepted) return giveUp(admission, 'charter-refused', { now });
  const running = startRunning(admission, now);
  return [activate(running, now), [{ do: 'record', facts: [startedFact(running, now)] }, { do: 'begin' }]];
}

export const leaveCharter = ({ admission }: SessionIn<'charter'>, _: unknown, now: Now): Step =>
  giveUp(admission, 'visitor-ended', { now });

export const stopCharter = (
  state: SessionIn<'charter'>,
  { session }: SessionEventOf<'facilitator-ended'>,
  now: Now,
): Step => (session === state.admission.session ? giveUp(state.admission, 'facilitator-ended', { now }) : [state, []]);

export const faultDuringCharter = (
  { admission }: SessionIn<'charter'>,
  { problem }: SessionEventOf<'fault'>,
  now: Now,
): Step => giveUp(admission, 'fault', { now, then: outOfService(problem) });

// active

export function passTime(session: SessionIn<'active'>, _: unknown, now: Now): Step {
  const { running } = session;
  if (now.monotonicMs >= running.deadlineMs) return timeOver(running, now);
  const due = session.warningsToCome.filter((minutes) => leftMs(running, now) <= minutes * minuteMs);
  const noteDue = now.monotonicMs >= session.notedMs + noteEveryMs;
  if (due.length === 0 && !noteDue) return [session, []];
  return [
    {
      ...session,
      warning: due.at(-1) ?? session.warning,
      warningsToCome: session.warningsToCome.slice(due.length),
      notedMs: noteDue ? now.monotonicMs : session.notedMs,
    },
    noteDue ? [{ do: 'note', session: running.session, at: now.wall, usedSeconds: usedSeconds(running, now) }] : [],
  ];
}

function timeOver(running: Running, now: Now): Step {
  const untilMs = running.deadlineMs + running.rules.graceSeconds * 1000;
  return now.monotonicMs >= untilMs
    ? finish(running, 'time-over', { now })
    : [{ phase: 'ending', running, untilMs }, []];
}

export const seeWarning = (session: SessionIn<'active'>): Step => [{ ...session, warning: null }, []];

export const callHelp = (session: SessionIn<'active'>): Step => [
  { ...session, running: { ...session.running, helpCalled: true } },
  [],
];

export const calmHelp = (session: SessionIn<'active'>): Step => [
  { ...session, running: { ...session.running, helpCalled: false } },
  [],
];

export const endByVisitor = ({ running }: SessionIn<'active'>, _: unknown, now: Now): Step =>
  finish(running, 'visitor-ended', { now });

export const endByFacilitator = (
  state: SessionIn<'active'>,
  { session }: SessionEventOf<'facilitator-ended'>,
  now: Now,
): Step => (session === state.running.session ? finish(state.running, 'facilitator-ended', { now }) : [state, []]);

export const replaceBrowser = ({ running }: SessionIn<'active'>): Step => [
  { phase: 'wiping', reason: 'fault', ended: null, then: { to: 'resume', running } },
  [{ do: 'lock' }, { do: 'wipe' }],
];

export const faultDuringSession = (
  { running }: SessionIn<'active' | 'ending'>,
  { problem }: SessionEventOf<'fault'>,
  now: Now,
): Step => finish(running, 'fault', { now, then: outOfService(problem) });

// ending

export const passGrace = (session: SessionIn<'ending'>, _: unknown, now: Now): Step =>
  now.monotonicMs >= session.untilMs ? endGrace(session, _, now) : [session, []];

/** Whoever cuts the grace short, the session ended because its time was over. */
export const endGrace = ({ running }: SessionIn<'ending'>, _: unknown, now: Now): Step =>
  finish(running, 'time-over', { now });

export const stopGrace = (state: SessionIn<'ending'>, event: SessionEventOf<'facilitator-ended'>, now: Now): Step =>
  event.session === state.running.session ? endGrace(state, event, now) : [state, []];

// wiping

export const passTimeWhileWiping = (session: SessionIn<'wiping'>, _: unknown, now: Now): Step =>
  session.then.to === 'resume' && now.monotonicMs >= session.then.running.deadlineMs
    ? finishWhileWiping(session.then.running, 'time-over', { now })
    : [session, []];

export const stopWhileWiping = (
  state: SessionIn<'wiping'>,
  { session }: SessionEventOf<'facilitator-ended'>,
  now: Now,
): Step =>
  state.then.to === 'resume' && session === state.then.running.session
    ? finishWhileWiping(state.then.running, 'facilitator-ended', { now })
    : [state, []];

export function faultWhileWiping(session: SessionIn<'wiping'>, { problem }: SessionEventOf<'fault'>, now: Now): Step {
  switch (session.then.to) {
    case 'free':
      return [{ ...session, then: outOfService(problem) }, []];
    case 'resume':
      return finishWhileWiping(session.then.running, 'fault', { now, then: outOfService(problem) });
    case 'out-of-service':
      return [session, []];
  }
}

export function concludeWipe(session: SessionIn<'wiping'>, { leftovers }: SessionEventOf<'wiped'>, now: Now): Step {
  if (leftovers.length > 0) return keepOut(session, leftovers, now);
  const proof = session.ended === null ? [] : [wipedEffect(session.ended, leftovers, now)];
  const { then } = session;
  switch (then.to) {
    case 'free': {
      const erasedUntilMs = session.ended === null ? null : now.monotonicMs + erasedShownMs;
      return [{ phase: 'free', erasedUntilMs }, [...proof, { do: 'prepare' }]];
    }
    case 'resume':
      if (now.monotonicMs >= then.running.deadlineMs) {
        const [, ended] = finishWhileWiping(then.running, 'time-over', { now });
        const after: Session = { ...session, ended: then.running.session, then: toFree };
        const [free, freed] = concludeWipe(after, { kind: 'wiped', leftovers }, now);
        return [free, [...ended, ...freed]];
      }
      return [activate(then.running, now), [{ do: 'begin' }]];
    case 'out-of-service':
      return [{ phase: 'out-of-service', problem: then.problem }, proof];
  }
}

const wipedEffect = (session: string, leftovers: readonly string[], now: Now): Effect => ({
  do: 'record',
  facts: [{ kind: 'wiped', session, at: now.wall, leftovers: [...leftovers] }],
});

/** Traces of a visitor are left: nobody sits down here before a technician has looked. */
function keepOut(session: SessionIn<'wiping'>, leftovers: readonly string[], now: Now): Step {
  const [state, ended] =
    session.then.to === 'resume'
      ? finishWhileWiping(session.then.running, 'fault', { now })
      : ([session, []] satisfies Step);
  const name = state.phase === 'wiping' ? state.ended : null;
  return [
    {
      phase: 'out-of-service',
      problem: {
        code: 'internal',
        where: `wipe: ${leftovers.join(', ')}`,
        expected: 'nothing of the visitor left; restart this workstation, and call the technician if it comes back',
      },
    },
    name === null ? ended : [...ended, wipedEffect(name, leftovers, now)],
  ];
}
