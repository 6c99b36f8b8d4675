import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Slice, SliceTicket } from '../../contract/desk-link.ts';

/** How a code is told from a guess, on a kiosk that never holds a code. */

/** HMAC-SHA-256 of the normalised code under the link's key. */
export const hashCode = (code: string, key: string): Buffer => createHmac('sha256', key).update(code).digest();

const isValid = ({ validFrom, expiresAt }: SliceTicket, at: number): boolean =>
  Date.parse(expiresAt) > at && (validFrom === null || Date.parse(validFrom) <= at);

/** Does this code belong to that hash? Compared whole, so that the time taken says nothing. */
export const fitsHash = (hash: Buffer, kept: string): boolean => {
  const keptBytes = Buffer.from(kept, 'hex');
  return keptBytes.length === hash.length && timingSafeEqual(keptBytes, hash);
};

/**
 * The ticket of the slice that a normalised code opens at the instant `at`; an expired one, and one that is not valid yet, are as
 * unknown as a wrong one.
 * Every ticket is compared whole, so that the time taken says nothing.
 */
export function findTicket(slice: Slice, code: { hash: Buffer; at: string }): SliceTicket | null {
  const at = Date.parse(code.at);
  let found: SliceTicket | null = null;
  for (const ticket of slice.tickets) {
    const fits = fitsHash(code.hash, ticket.codeHash);
    if (fits && isValid(ticket, at)) found = ticket;
  }
  return found;
}
