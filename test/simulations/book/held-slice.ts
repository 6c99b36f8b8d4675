import type { Slice } from '../../../contract/desk-link.ts';

/** Of the profile: sessions that grow by themselves end some time. */
export const limits = { sessionMinutes: 120, dayMinutes: null, weekMinutes: null };

/** The rule of the kiosk's link: an older slice than the one held is not taken. */
export const isOlder = (slice: Slice, held: Slice | null): boolean => held !== null && slice.epoch < held.epoch;
