import { randomUUID } from 'node:crypto';
import type { Knock } from './session.ts';

/** Those who begin without a code. Nothing is known of what they used before. */

const unknown = { codeHash: null, leftSeconds: null, used: { todayMinutes: 0, weekMinutes: 0 } } as const;

/** Somebody sits down at an open kiosk. */
export const openKnock = (minutes: number): Knock => ({
  ...unknown,
  session: randomUUID(),
  ticket: null,
  access: 'open',
  minutes,
});

/** Somebody is sent by the facilitator, who made a ticket for them. */
export const calledKnock = ({ ticket, minutes }: { ticket: string; minutes: number }): Knock => ({
  ...unknown,
  session: randomUUID(),
  ticket,
  access: 'desk',
  minutes,
});
