import type { Now } from '../clock.ts';
import {
  answerCharter,
  callHelp,
  calmHelp,
  concludeWipe,
  endByFacilitator,
  endByVisitor,
  endGrace,
  faultDuringCharter,
  faultDuringSession,
  faultWhileFree,
  faultWhileWiping,
  forgetErased,
  giveUpUnanswered,
  leaveCharter,
  nothing,
  passGrace,
  passTime,
  passTimeWhileWiping,
  replaceBrowser,
  seeWarning,
  showCharter,
  stopCharter,
  stopGrace,
  stopWhileWiping,
  type Step,
} from './rules.ts';
import type { Session, SessionEvent, SessionEventKind, SessionEventOf, SessionIn, SessionPhase } from './session.ts';

type Rule<Phase extends SessionPhase, Kind extends SessionEventKind> = (
  session: SessionIn<Phase>,
  event: SessionEventOf<Kind>,
  now: Now,
) => Step;

type Table = { readonly [Phase in SessionPhase]: { readonly [Kind in SessionEventKind]: Rule<Phase, Kind> } };

/**
 * The specification: what each event means in each phase. The compiler refuses a missing cell.
 *
 * ```
 * free → charter → active → ending → wiping → free
 *                    ↑ broken browser ↓        ↘ out-of-service, when the proof fails or after a fault
 *                    └──── wiping ────┘
 * ```
 */
const table: Table = {
  free: {
    tick: forgetErased,
    admitted: showCharter,
    'charter-answered': nothing,
    'warning-seen': nothing,
    'help-called': nothing,
    'help-coming': nothing,
    'visitor-ended': nothing,
    'facilitator-ended': nothing,
    'browser-gone': nothing,
    wiped: nothing,
    fault: faultWhileFree,
  },
  charter: {
    tick: giveUpUnanswered,
    admitted: nothing,
    'charter-answered': answerCharter,
    'warning-seen': nothing,
    'help-called': nothing,
    'help-coming': nothing,
    'visitor-ended': leaveCharter,
    'facilitator-ended': stopCharter,
    'browser-gone': nothing,
    wiped: nothing,
    fault: faultDuringCharter,
  },
  active: {
    tick: passTime,
    admitted: nothing,
    'charter-answered': nothing,
    'warning-seen': seeWarning,
    'help-called': callHelp,
    'help-coming': calmHelp,
    'visitor-ended': endByVisitor,
    'facilitator-ended': endByFacilitator,
    'browser-gone': replaceBrowser,
    wiped: nothing,
    fault: faultDuringSession,
  },
  ending: {
    tick: passGrace,
    admitted: nothing,
    'charter-answered': nothing,
    'warning-seen': nothing,
    'help-called': nothing,
    'help-coming': nothing,
    'visitor-ended': endGrace,
    'facilitator-ended': stopGrace,
    'browser-gone': endGrace,
    wiped: nothing,
    fault: faultDuringSession,
  },
  wiping: {
    tick: passTimeWhileWiping,
    admitted: nothing,
    'charter-answered': nothing,
    'warning-seen': nothing,
    'help-called': nothing,
    'help-coming': nothing,
    'visitor-ended': nothing,
    'facilitator-ended': stopWhileWiping,
    'browser-gone': nothing,
    wiped: concludeWipe,
    fault: faultWhileWiping,
  },
  'out-of-service': {
    tick: nothing,
    admitted: nothing,
    'charter-answered': nothing,
    'warning-seen': nothing,
    'help-called': nothing,
    'help-coming': nothing,
    'visitor-ended': nothing,
    'facilitator-ended': nothing,
    'browser-gone': nothing,
    wiped: nothing,
    fault: nothing,
  },
};

/** The next session and what to do about it, in order. Pure. */
export function transition(session: Session, event: SessionEvent, now: Now): Step {
  // A cell takes exactly its phase and its event; the compiler cannot see that both were looked up by the same two values.
  const rule = table[session.phase][event.kind] as Rule<SessionPhase, SessionEventKind>;
  return rule(session, event, now);
}

/** Does this kind of event mean anything now? A screen that asks for what does not is answered `not-now`. */
export const means = (session: Session, kind: SessionEventKind): boolean => table[session.phase][kind] !== nothing;

/** The next point of monotonic time at which a `tick` changes something; null = none. */
export function dueMs(session: Session): number | null {
  switch (session.phase) {
    case 'free':
      return session.erasedUntilMs;
    case 'charter':
    case 'ending':
      return session.untilMs;
    case 'active': {
      const { deadlineMs } = session.running;
      const warning = session.warningsToCome[0];
      return warning === undefined ? deadlineMs : Math.min(deadlineMs, deadlineMs - warning * 60_000);
    }
    case 'wiping':
      return session.then.to === 'resume' ? session.then.running.deadlineMs : null;
    case 'out-of-service':
      return null;
  }
}
