import type { DayRecords } from '../../main/desk/figures/day-records.ts';

export const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;

/** A day on which the place is closed and nothing happens, but for the changes. */
export const records = (changes: Partial<DayRecords> = {}): DayRecords => ({
  zone: 'Europe/Paris',
  day: '2026-11-24',
  now: Date.parse('2027-01-01T00:00:00Z'),
  workstations: [one, two],
  ...{ facts: [], open: [], presence: [], outages: [], closures: [] },
  ...{ ticketsGiven: 0, waits: [], queueLeft: 0, bookings: 0, noShows: 0, workshops: [] },
  ...changes,
});
