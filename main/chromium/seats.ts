/** Desktop 0 is the locked one; each visitor's browser has one of the others to itself, so that a spare waits unseen. */
export const lockedDesktop = 0;
export const seats = [1, 2, 3] as const;
export type Seat = (typeof seats)[number];
export const visitorClass = (seat: Seat): string => `Escale-visitor-${seat}`;
