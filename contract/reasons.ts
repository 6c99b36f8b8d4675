import { z } from 'zod';

/**
 * Why the kiosk granted, shortened, refused or ended something: one code each. A screen has one plain sentence per code and language
 * (`renderer/words/reasons.*.json`), the desk a sentence with the rule behind it, the log the code alone.
 */

/** What a visitor is told who may begin. */
export const grantReasons = [
  'granted-whole',
  'shortened-by-profile',
  'shortened-by-day',
  'shortened-by-week',
  'shortened-by-booking',
  'shortened-by-closing',
] as const;

/** What a visitor is told who may not begin, or may not go on. */
export const refusalReasons = [
  'refused-used-up',
  'refused-profile-longest',
  'refused-day-used',
  'refused-week-used',
  'refused-booked',
  'refused-closed',
  'refused-closing-soon',
  /** Somebody waits for a workstation: no extension. */
  'refused-someone-waits',
  /** The place gives no extensions of this kind. */
  'refused-by-place',
  /** The desk has been away for so long that nobody here knows what is booked. */
  'refused-desk-away',
  /** More than one step is left: ask again later. */
  'refused-too-early',
] as const;

export const reasons = [...grantReasons, ...refusalReasons] as const;

export type Reason = (typeof reasons)[number];
export type GrantReason = (typeof grantReasons)[number];
export type RefusalReason = (typeof refusalReasons)[number];

export const grantReasonSchema = z.enum(grantReasons);
export const refusalReasonSchema = z.enum(refusalReasons);
