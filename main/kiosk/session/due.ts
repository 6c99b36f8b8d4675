import { growsAtMs } from './extension.ts';
import type { Session, SessionIn } from './session.ts';
import { monotonicAt, nextTurn, type Moment } from './terms.ts';

/** The next point of monotonic time at which a `tick` changes something, as far as can be known now; null = none. */
export function dueMs(session: Session, at: Moment): number | null {
  if ('untilMs' in session) return session.untilMs;
  switch (session.phase) {
    case 'closed':
      return turnMs(at);
    case 'free':
      return dueWhenFree(session, at);
    case 'active':
      return dueInUse(session, at);
    case 'paused':
      return session.running.deadlineMs;
    case 'wiping':
      return dueWhileWiping(session);
    case 'out-of-service':
    case 'maintenance':
      return null;
  }
}

const dueWhenFree = ({ erasedUntilMs, resumableUntilMs, refused }: SessionIn<'free'>, at: Moment): number | null =>
  earliest(erasedUntilMs, resumableUntilMs, refused?.untilMs ?? null, turnMs(at));

const dueWhileWiping = ({ then }: SessionIn<'wiping'>): number | null =>
  then.to === 'resume' ? then.running.deadlineMs : null;

function dueInUse({ running, presence, warningsToCome }: SessionIn<'active'>, at: Moment): number | null {
  const [warning] = warningsToCome;
  const growsMs = growsAtMs(running, at);
  return earliest(
    running.deadlineMs,
    presence?.untilMs ?? null,
    warning === undefined ? null : running.deadlineMs - warning * 60_000,
    growsMs !== null && growsMs > at.monotonicMs ? growsMs : null,
  );
}

function turnMs(at: Moment): number | null {
  const turn = nextTurn(at);
  return turn === null ? null : monotonicAt(turn, at);
}

function earliest(...points: readonly (number | null)[]): number | null {
  const known = points.filter((point) => point !== null);
  return known.length === 0 ? null : Math.min(...known);
}
