import type { Now } from '../clock.ts';
import { leftMs, usedSeconds, type Effect, type Running, type SessionIn } from './session.ts';

/** A power cut costs the room no more than five seconds: four, and the second between two looks at the clock. */
export const noteEveryMs = 4_000;

/** A session whose pages are shown. Warnings of minutes that it does not have are passed over. */
export const activate = (running: Running, now: Now): SessionIn<'active'> => ({
  phase: 'active',
  running,
  warning: null,
  warningsToCome: running.rules.warningsAtMinutes
    .filter((minutes) => minutes * 60_000 < leftMs(running, now))
    .toSorted((one, other) => other - one),
  extended: null,
  presence: null,
  notedMs: now.monotonicMs,
});

export const note = (running: Running, now: Now): Effect => ({
  do: 'note',
  session: running.session,
  at: now.wall,
  usedSeconds: usedSeconds(running, now),
});
