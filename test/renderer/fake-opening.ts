import type { Week } from '../../contract/calendar/opening-rules.ts';
import type { PlaceSettings } from '../../contract/desk-routes.ts';

/** Hours as a desk keeps them: from Monday to Friday, with a season, days of their own and public holidays. The fake place lives on 24 November 2026. */

const usual = [
  { from: '09:00', to: '12:00' },
  { from: '14:00', to: '18:30' },
];

export const usualWeek: Week = [usual, usual, usual, usual, usual, [], []];

const short = [{ from: '10:00', to: '14:00' }];

export const shortWeek: Week = [short, short, short, short, short, [], []];

export const placeSettings = (changes: Partial<PlaceSettings> = {}): PlaceSettings => ({
  week: usualWeek,
  seasons: [{ name: 'Noël', from: '2026-12-01', to: '2027-01-03', week: shortWeek }],
  exceptions: [
    { day: '2026-05-15', hours: [], reason: 'Pont' },
    { day: '2026-11-27', hours: [{ from: '14:05', to: '24:00' }], reason: 'Soirée jeux' },
  ],
  closedOnHolidays: 'alsace-moselle',
  ...{ supportQuestions: [], communes: [], smallestCell: 5 },
  bookingMarginMinutes: 5,
  shortestMinutes: 5,
  extension: null,
  resumeMinutes: 15,
  inactivity: null,
  helpLine: null,
  newMaintenanceCode: null,
  ...changes,
});
