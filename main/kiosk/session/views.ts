import type { StateMessage } from '../desk-link.ts';
import type { Now } from '../clock.ts';
import type { Scene, Tab } from '../../../contract/screens.ts';
import type { Wall } from '../../../contract/session.ts';
import { leftMs, type Running, type Session } from './session.ts';

/** The session as others see it: the visitor on the screen, the facilitator at the desk. */

/** Raised when the charter's text changes; the version that was accepted is known, the person is not. */
const charterVersion = 1;

/** What stands on the screen. Durations count from `now`. */
export function sceneOf(session: Session, tabs: readonly Tab[], now: Now): Scene {
  switch (session.phase) {
    case 'free':
      return { phase: 'free', justErased: session.erasedUntilMs !== null };
    case 'charter':
      return { phase: 'charter', minutes: session.admission.minutes, charterVersion };
    case 'active':
      return {
        phase: 'active',
        leftMs: leftMs(session.running, now),
        totalMs: session.running.deadlineMs - session.running.startedMs,
        warning: session.warning,
        helpCalled: session.running.helpCalled,
        tabs: [...tabs],
      };
    case 'ending':
      return { phase: 'ending', reason: 'time-over', graceLeftMs: Math.max(0, session.untilMs - now.monotonicMs) };
    case 'wiping':
      return { phase: 'wiping', reason: session.reason };
    case 'out-of-service':
      return { phase: 'out-of-service', problem: session.problem };
  }
}

/** The session whose time runs or waits to go on; null when there is none. */
function runningOf(session: Session): Running | null {
  if (session.phase === 'active' || session.phase === 'ending') return session.running;
  return session.phase === 'wiping' && session.then.to === 'resume' ? session.then.running : null;
}

/** What the desk is told. */
export function stateMessageOf(session: Session, missingWalls: readonly Wall[], now: Now): StateMessage {
  const running = runningOf(session);
  const admitted = session.phase === 'charter' ? session.admission.session : null;
  return {
    type: 'state',
    phase: session.phase,
    session: running?.session ?? admitted,
    endsAt:
      running === null ? null : new Date(Date.parse(now.wall) + running.deadlineMs - now.monotonicMs).toISOString(),
    helpCalled: running?.helpCalled ?? false,
    missingWalls: [...missingWalls],
    problem: session.phase === 'out-of-service' ? session.problem : null,
  };
}
