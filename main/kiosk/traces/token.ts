import { randomBytes } from 'node:crypto';

const start = 'temoin';
const bornDigits = 12;

/** A word that stands nowhere else, and says when it was made: nothing that was last changed before can hold it. `wall`: an instant. */
export const newToken = (wall: string): string =>
  start + Date.parse(wall).toString(16).padStart(bornDigits, '0') + randomBytes(14).toString('hex');

/** A wall clock that was set back while the word was about does not hide what was written then. */
const doubtMs = 3_600_000;

/** Epoch milliseconds before which nothing can have been written that holds the word. */
export function notBeforeMs(token: string): number {
  const born = Number.parseInt(token.slice(start.length, start.length + bornDigits), 16);
  return Number.isNaN(born) ? 0 : born - doubtMs;
}
