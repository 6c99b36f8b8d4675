import type { Slice } from '../../../contract/desk-link.ts';

/** Who comes next to a workstation: its bookings, and how many people wait for one. A place takes neither yet. */
export const expected = (): Pick<Slice, 'bookings' | 'waiting'> => ({ bookings: [], waiting: 0 });
