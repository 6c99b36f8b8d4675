import type { Limits } from '../../../contract/allowance.ts';
import type { PlaceRules, Slice } from '../../../contract/desk-link.ts';
import { openStretches, type WorkstationTerms } from '../../../contract/explain.ts';
import type { Now } from '../clock.ts';

/** What the place wants, as the rules of a session read it. */
export interface Terms extends WorkstationTerms {
  readonly rules: PlaceRules;
}

/** A moment, and what the place wants at it: all that a rule may look at besides the session. */
export interface Moment extends Now {
  readonly terms: Terms;
}

/** Of a kiosk that no desk has ever told anything: always open, and nothing by itself. */
const unheard: PlaceRules = {
  hours: null,
  bookingMarginMinutes: 5,
  shortestMinutes: 5,
  extension: null,
  resumeMinutes: 15,
  inactivity: null,
  helpLine: null,
  maintenanceCode: null,
};

export const termsOf = (slice: Slice | null, limits: Limits): Terms => ({
  rules: slice?.rules ?? unheard,
  bookings: slice?.bookings ?? [],
  waiting: slice?.waiting ?? 0,
  limits,
  until: untilOf(slice),
});

const untilOf = (slice: Slice | null): number | null =>
  slice === null || slice.until === null ? null : Date.parse(slice.until);

export const wallMs = ({ wall }: Now): number => Date.parse(wall);

/** A point of the wall clock, as it goes now, on the monotonic one. */
export const monotonicAt = (instant: number, now: Now): number => now.monotonicMs + instant - wallMs(now);

/** When the place opens or closes next, by the wall clock of now; null = never. */
export function nextTurn({ terms, ...now }: Moment): number | null {
  const turns = (openStretches(terms.rules) ?? [])
    .flatMap(({ opensAt, closesAt }) => [opensAt, closesAt])
    .filter((turn) => turn > wallMs(now));
  return turns.length === 0 ? null : Math.min(...turns);
}
