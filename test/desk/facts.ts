import { randomUUID } from 'node:crypto';
import type { Fact } from '../../contract/desk-link.ts';

type Started = Extract<Fact, { kind: 'session-started' }>;
type Ended = Extract<Fact, { kind: 'session-ended' }>;
type Extended = Extract<Fact, { kind: 'session-extended' }>;
type TurnedAway = Extract<Fact, { kind: 'refused' }>;

export const started = (changes: Partial<Started> = {}): Started => ({
  kind: 'session-started',
  session: randomUUID(),
  ticket: null,
  access: 'ticket',
  profile: 'adult',
  at: '2026-11-24T09:00:00.000Z',
  minutes: 30,
  reason: 'granted-whole',
  charterVersion: 1,
  resumed: false,
  ...changes,
});

export const ended = (changes: Partial<Ended> = {}): Ended => ({
  kind: 'session-ended',
  session: randomUUID(),
  at: '2026-11-24T09:30:00.000Z',
  reason: 'time-over',
  usedSeconds: 1800,
  estimated: false,
  ...changes,
});

export const wiped = (session: string, at = '2026-11-24T09:30:20.000Z', leftovers: string[] = []): Fact => ({
  kind: 'wiped',
  session,
  at,
  leftovers,
});

export const refused = (category: string, count: number, hour = '2026-11-24T09:00:00.000Z'): Fact => ({
  kind: 'refusals-counted',
  hour,
  category,
  count,
});

export const extended = (session: string, minutes: number, by: Extended['by'] = 'visitor'): Extended => ({
  kind: 'session-extended',
  session,
  at: '2026-11-24T09:20:00.000Z',
  minutes,
  by,
});

/** Somebody with a good code who was not let in. */
export const turnedAway = (reason: TurnedAway['reason'], at = '2026-11-24T09:10:00.000Z'): TurnedAway => ({
  kind: 'refused',
  asked: 'session',
  at,
  reason,
});
