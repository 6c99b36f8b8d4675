import { delayAfter } from '../wrong-tries.ts';
import { activate, note, noteEveryMs } from './activate.ts';
import { heedClosing } from './closing.ts';
import { finish, nothing, type Step } from './endings.ts';
import { grow, recordExtension, refuseExtension, takesBooking } from './extension.ts';
import type { Effect, Pause, Running, SessionEventOf, SessionIn } from './session.ts';
import type { Moment } from './terms.ts';

/** A locked screen over a session whose time goes on. */

const locked = (session: SessionIn<'active'>, pause: Pick<Pause, 'by' | 'opensWith'>): Step => [
  {
    phase: 'paused',
    running: session.running,
    pause: { ...pause, wrongTries: 0, closedUntilMs: 0, browser: 'waits' },
    notedMs: session.notedMs,
  },
  [{ do: 'lock' }],
];

export const pauseByVisitor = (session: SessionIn<'active'>, { opensWith }: SessionEventOf<'paused'>): Step =>
  locked(session, { by: 'visitor', opensWith });

/** The code that began the session opens it again; a session sent from the desk has none, and the desk releases it. */
export const pauseUntouched = (session: SessionIn<'active'>): Step =>
  locked(session, { by: 'inactivity', opensWith: session.running.codeHash });

/** No grace: nobody is there to save anything, and the pages stay unseen. */
export function passPause(session: SessionIn<'paused'>, _: unknown, at: Moment): Step {
  const { running } = session;
  if (at.monotonicMs >= running.deadlineMs) return finish(running, { reason: running.endsBy }, at);
  if (at.monotonicMs < session.notedMs + noteEveryMs) return nothing(session);
  return [{ ...session, notedMs: at.monotonicMs }, [note(running, at)]];
}

export const heedTermsPaused = (
  session: SessionIn<'paused'>,
  event: SessionEventOf<'terms-changed'>,
  at: Moment,
): Step => {
  const running = heedClosing(session.running, at);
  return passPause(running === session.running ? session : { ...session, running }, event, at);
};

/** Noted at once: whoever pauses again and again must not keep the time from the disk. */
const open = ({ running, pause }: { running: Running; pause: Pause }, at: Moment): Step => {
  const shown: Effect = pause.browser === 'waits' ? { do: 'show' } : { do: 'begin' };
  return [activate(running, at), [note(running, at), shown]];
};

/** Guesses cost a delay that doubles, as at the door. */
export function tryUnlock(session: SessionIn<'paused'>, { right }: SessionEventOf<'unlock-tried'>, at: Moment): Step {
  const { pause } = session;
  if (at.monotonicMs < pause.closedUntilMs) return nothing(session);
  if (right) return open(session, at);
  const wrongTries = pause.wrongTries + 1;
  return [{ ...session, pause: { ...pause, wrongTries, closedUntilMs: at.monotonicMs + delayAfter(wrongTries) } }, []];
}

export const releasePause = (
  state: SessionIn<'paused'>,
  { session }: SessionEventOf<'pause-released'>,
  at: Moment,
): Step => (session === state.running.session ? open(state, at) : nothing(state));

export function extendPaused(state: SessionIn<'paused'>, event: SessionEventOf<'extended'>, at: Moment): Step {
  if (event.session !== state.running.session) return nothing(state);
  const { minutes } = event;
  if (takesBooking(state.running, minutes, at)) return [state, [refuseExtension('refused-booked', at)]];
  const running = grow(state.running, minutes);
  return [{ ...state, running }, [recordExtension(running, { minutes, by: 'facilitator' }, at), note(running, at)]];
}

/** The pages are lost, not the time: a fresh browser opens with the right code, and not before. */
export const replaceBrowserPaused = ({ running, pause }: SessionIn<'paused'>): Step => [
  {
    phase: 'wiping',
    reason: 'fault',
    ended: null,
    then: { to: 'resume', running, pause: { ...pause, browser: 'broke' } },
  },
  [{ do: 'lock' }, { do: 'wipe' }],
];
