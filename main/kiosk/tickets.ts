import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Slice, SliceTicket } from '../../contract/desk-link.ts';

/** How a code is told from a guess, on a kiosk that never holds a code. */

/** HMAC-SHA-256 of the normalised code under the link's key. */
export const hashCode = (code: string, key: string): Buffer => createHmac('sha256', key).update(code).digest();

/**
 * The ticket of the slice that a normalised code opens at the instant `at`; an expired one is as unknown as a wrong one.
 * Every ticket is compared whole, so that the time taken says nothing.
 */
export function findTicket(slice: Slice, code: { hash: Buffer; at: string }): SliceTicket | null {
  const at = Date.parse(code.at);
  let found: SliceTicket | null = null;
  for (const ticket of slice.tickets) {
    const fits = timingSafeEqual(Buffer.from(ticket.codeHash, 'hex'), code.hash);
    if (fits && Date.parse(ticket.expiresAt) > at) found = ticket;
  }
  return found;
}

/** Wrong codes that cost nothing: people mistype. */
export const freeTries = 5;
const firstDelayMs = 30_000;
/** A room must not be closed for the day by one prankster, and a guesser gets nowhere at six tries an hour. */
const longestDelayMs = 10 * 60_000;

/** How long the next try waits after so many wrong ones in a row. */
export const delayAfter = (wrongTries: number): number =>
  wrongTries < freeTries ? 0 : Math.min(firstDelayMs * 2 ** (wrongTries - freeTries), longestDelayMs);
