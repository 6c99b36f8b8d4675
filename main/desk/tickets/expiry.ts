import { boundsOf, dayOf } from '../place-days.ts';

const leastMs = 2 * 60 * 60 * 1000;

/** A ticket is for today, until midnight on the place's clock; one given late in the evening still has two hours. */
export const expiryOf = (givenAt: number, zone: string): number =>
  Math.max(boundsOf(dayOf(givenAt, zone), zone).to, givenAt + leastMs);
