import type { Slip } from '../../../main/desk/slips/slip.ts';

/** A booking with everything on it. */
export const exampleSlip: Slip = {
  language: 'fr',
  zone: 'Europe/Paris',
  placeName: 'Médiathèque Œuvre & Cœur',
  code: 'K7M-4QX',
  kind: 'booking',
  when: { startsAt: Date.parse('2026-12-01T13:05:00Z'), endsAt: Date.parse('2026-12-01T14:05:00Z') },
  minutes: 60,
  workstationName: 'Poste 3',
  validUntil: Date.parse('2026-12-01T13:20:00Z'),
  helpLine: '01 23 45 67 89',
};
