import type { Effect } from './session.ts';
import type { Step } from './rules.ts';

/** A session that the kiosk did not see through: it stopped, or lost its power, before the wipe was proven. */
export interface Interrupted {
  readonly session: string;
  /** Was its end recorded? */
  readonly ended: boolean;
  /** Last moment that is known of it, and the use until then. */
  readonly notedAt: string;
  readonly usedSeconds: number;
}

/** How a kiosk starts, always: whatever was there before, nothing of it may be left. */
export function startFrom(interrupted: Interrupted | null): Step {
  const wipe: Effect = { do: 'wipe' };
  return [
    { phase: 'wiping', reason: 'power-cut', ended: interrupted?.session ?? null, then: { to: 'free' } },
    interrupted === null || interrupted.ended ? [wipe] : [endOf(interrupted), wipe],
  ];
}

const endOf = ({ session, notedAt, usedSeconds }: Interrupted): Effect => ({
  do: 'record',
  facts: [{ kind: 'session-ended', session, at: notedAt, reason: 'power-cut', usedSeconds, estimated: true }],
});
