import { tracesProblem } from '../../../contract/traces.ts';
import { outOfService, type Step } from './endings.ts';
import type { Effect } from './session.ts';
import { wallMs, type Moment } from './terms.ts';

/** A session that the kiosk did not see through: it stopped, or lost its power, before the wipe was proven. */
export interface Interrupted {
  readonly session: string;
  /** Was its end recorded? */
  readonly ended: boolean;
  /** Last moment that is known of it, and the use until then. */
  readonly notedAt: string;
  readonly usedSeconds: number;
  /** What a code may take up again; 0 = nothing is left, or no code began it. */
  readonly leftSeconds: number;
}

/** What the disk remembers of the time before this start. */
export interface Before {
  readonly interrupted: Interrupted | null;
  /** What a wipe left that nobody has seen yet. */
  readonly traces: readonly string[];
}

/**
 * How a kiosk starts, always: whatever was there before, nothing of it may be left. Traces that nobody has seen keep it out of service, also
 * when this wipe finds none: a restart is no answer to where they came from.
 */
export function startFrom({ interrupted, traces }: Before, at: Moment): Step {
  const wipe: Effect = { do: 'wipe' };
  const cutOff = interrupted === null || interrupted.ended ? null : interrupted;
  const resumableUntilMs = cutOff === null ? null : resumableUntil(cutOff, at);
  return [
    {
      phase: 'wiping',
      reason: 'power-cut',
      ended: interrupted?.session ?? null,
      then: traces.length > 0 ? outOfService(tracesProblem(traces)) : { to: 'free', resumableUntilMs },
    },
    cutOff === null ? [wipe] : [endOf(cutOff), wipe],
  ];
}

/** Counted from the last moment that is known; a clock that lost its battery cannot make it longer than the place allows. */
function resumableUntil({ leftSeconds, notedAt }: Interrupted, at: Moment): number | null {
  const wholeMs = at.terms.rules.resumeMinutes * 60_000;
  const restMs = Math.min(wholeMs, Date.parse(notedAt) + wholeMs - wallMs(at));
  return leftSeconds > 0 && restMs > 0 ? at.monotonicMs + restMs : null;
}

const endOf = ({ session, notedAt, usedSeconds }: Interrupted): Effect => ({
  do: 'record',
  facts: [{ kind: 'session-ended', session, at: notedAt, reason: 'power-cut', usedSeconds, estimated: true }],
});
