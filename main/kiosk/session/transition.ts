import { answerCharter, faultDuringCharter, giveUpUnanswered, leaveCharter, stopCharter } from './charter.ts';
import { nothing, type Step } from './endings.ts';
import {
  extendPaused,
  heedTermsPaused,
  passPause,
  pauseByVisitor,
  releasePause,
  replaceBrowserPaused,
  tryUnlock,
} from './pause.ts';
import {
  answerCall,
  answerKnock,
  askCheck,
  beginMaintenance,
  callSomebody,
  checkAgain,
  faultAtRest,
  giveUpCall,
  leaveCall,
  leaveMaintenance,
  lookAround,
  openUp,
  repair,
  seeTraces,
} from './rest.ts';
import type { Session, SessionEvent, SessionEventKind, SessionEventOf, SessionIn, SessionPhase } from './session.ts';
import type { Moment } from './terms.ts';
import {
  askExtension,
  askPresence,
  confirmPresence,
  endByFacilitator,
  endByVisitor,
  endGrace,
  extendByFacilitator,
  faultDuringSession,
  heedTerms,
  passGrace,
  passTime,
  replaceBrowser,
  seeWarning,
  stopGrace,
} from './use.ts';
import { concludeWipe, extendWhileWiping, faultWhileWiping, passTimeWhileWiping, stopWhileWiping } from './wipe.ts';

type Rule<Phase extends SessionPhase, Kind extends SessionEventKind> = (
  session: SessionIn<Phase>,
  event: SessionEventOf<Kind>,
  at: Moment,
) => Step;

/** What an event does in a phase, and every phase to which it can lead besides the present one. */
interface Cell<Phase extends SessionPhase, Kind extends SessionEventKind> {
  readonly rule: Rule<Phase, Kind>;
  readonly leadsTo: readonly SessionPhase[];
}

type Table = { readonly [Phase in SessionPhase]: { readonly [Kind in SessionEventKind]: Cell<Phase, Kind> } };

const stay = <R>(rule: R): { rule: R; leadsTo: readonly SessionPhase[] } => ({ rule, leadsTo: [] });
const to = <R>(rule: R, ...leadsTo: readonly SessionPhase[]): { rule: R; leadsTo: readonly SessionPhase[] } => ({
  rule,
  leadsTo,
});

/** What a phase does not name means nothing in it. The compiler refuses a kind of event that is missing here. */
const ignored = {
  tick: stay(nothing),
  'terms-changed': stay(nothing),
  knocked: stay(nothing),
  called: stay(nothing),
  'called-answered': stay(nothing),
  'charter-answered': stay(nothing),
  'warning-seen': stay(nothing),
  'extension-asked': stay(nothing),
  extended: stay(nothing),
  paused: stay(nothing),
  'unlock-tried': stay(nothing),
  'pause-released': stay(nothing),
  untouched: stay(nothing),
  'presence-confirmed': stay(nothing),
  'visitor-ended': stay(nothing),
  'facilitator-ended': stay(nothing),
  'maintenance-begun': stay(nothing),
  'maintenance-over': stay(nothing),
  'traces-seen': stay(nothing),
  'check-asked': stay(nothing),
  'browser-gone': stay(nothing),
  wiped: stay(nothing),
  fault: stay(nothing),
};

/** The specification: what each event means in each phase, and where it can lead. `diagram.md` draws it. */
export const table: Table = {
  closed: {
    ...ignored,
    tick: to(openUp, 'free'),
    'terms-changed': to(openUp, 'free'),
    // Hours may have opened since the last look at the clock.
    knocked: to(answerKnock, 'charter'),
    called: to(callSomebody, 'called'),
    'check-asked': stay(askCheck),
    'maintenance-begun': to(beginMaintenance, 'maintenance'),
    fault: to(faultAtRest, 'wiping'),
  },
  free: {
    ...ignored,
    tick: to(lookAround, 'closed'),
    'terms-changed': to(lookAround, 'closed'),
    knocked: to(answerKnock, 'charter'),
    called: to(callSomebody, 'called'),
    'check-asked': stay(askCheck),
    'maintenance-begun': to(beginMaintenance, 'maintenance'),
    fault: to(faultAtRest, 'wiping'),
  },
  called: {
    ...ignored,
    tick: to(giveUpCall, 'free', 'closed'),
    called: stay(callSomebody),
    'called-answered': to(answerCall, 'charter', 'free', 'closed'),
    'visitor-ended': to(leaveCall, 'free', 'closed'),
    'maintenance-begun': to(beginMaintenance, 'maintenance'),
    fault: to(faultAtRest, 'wiping'),
  },
  charter: {
    ...ignored,
    tick: to(giveUpUnanswered, 'wiping'),
    'charter-answered': to(answerCharter, 'active', 'wiping'),
    'visitor-ended': to(leaveCharter, 'wiping'),
    'facilitator-ended': to(stopCharter, 'wiping'),
    fault: to(faultDuringCharter, 'wiping'),
  },
  active: {
    ...ignored,
    tick: to(passTime, 'paused', 'ending', 'wiping'),
    'terms-changed': to(heedTerms, 'paused', 'ending', 'wiping'),
    'warning-seen': stay(seeWarning),
    'extension-asked': stay(askExtension),
    extended: stay(extendByFacilitator),
    paused: to(pauseByVisitor, 'paused'),
    untouched: stay(askPresence),
    'presence-confirmed': stay(confirmPresence),
    'visitor-ended': to(endByVisitor, 'wiping'),
    'facilitator-ended': to(endByFacilitator, 'wiping'),
    'browser-gone': to(replaceBrowser, 'wiping'),
    fault: to(faultDuringSession, 'wiping'),
  },
  paused: {
    ...ignored,
    tick: to(passPause, 'wiping'),
    'terms-changed': to(heedTermsPaused, 'wiping'),
    extended: stay(extendPaused),
    'unlock-tried': to(tryUnlock, 'active'),
    'pause-released': to(releasePause, 'active'),
    'facilitator-ended': to(endByFacilitator, 'wiping'),
    'browser-gone': to(replaceBrowserPaused, 'wiping'),
    fault: to(faultDuringSession, 'wiping'),
  },
  ending: {
    ...ignored,
    tick: to(passGrace, 'wiping'),
    extended: to(extendByFacilitator, 'active'),
    'visitor-ended': to(endGrace, 'wiping'),
    'facilitator-ended': to(stopGrace, 'wiping'),
    'browser-gone': to(endGrace, 'wiping'),
    fault: to(faultDuringSession, 'wiping'),
  },
  wiping: {
    ...ignored,
    tick: stay(passTimeWhileWiping),
    extended: stay(extendWhileWiping),
    'facilitator-ended': stay(stopWhileWiping),
    wiped: to(concludeWipe, 'free', 'closed', 'active', 'paused', 'out-of-service'),
    fault: stay(faultWhileWiping),
  },
  'out-of-service': {
    ...ignored,
    'maintenance-begun': to(repair, 'maintenance'),
    'traces-seen': to(seeTraces, 'wiping'),
    'check-asked': to(checkAgain, 'wiping'),
  },
  maintenance: {
    ...ignored,
    'maintenance-over': to(leaveMaintenance, 'wiping'),
    fault: to(faultAtRest, 'wiping'),
  },
};

/** The next session and what to do about it, in order. Pure. */
export function transition(session: Session, event: SessionEvent, at: Moment): Step {
  // A cell takes exactly its phase and its event; the compiler cannot see that both were looked up by the same two values.
  const { rule } = table[session.phase][event.kind] as Cell<SessionPhase, SessionEventKind>;
  return rule(session, event, at);
}

/** Does this kind of event mean anything now? A screen that asks for what does not is answered `not-now`. */
export const means = (session: Session, kind: SessionEventKind): boolean => table[session.phase][kind].rule !== nothing;
