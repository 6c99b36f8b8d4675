import type { Timeline } from '../../contract/book/book-routes.ts';
import type { Entry } from '../../contract/book/entries.ts';
import { entry, inMinutes, station, workshopSession } from './fake-place.ts';

/** A busy Tuesday of November as the desk tells of it, at 14:05 in Paris: every kind and every standing, two rooms, and a kiosk that is away. */

/** That many minutes after two o'clock in the afternoon. */
export const fromTwo = (minutes: number): string => inMinutes(minutes - 5);

interface At {
  readonly station: number;
  /** Minutes after two o'clock. */
  readonly from: number;
  readonly to: number;
}

/** An entry on one workstation. */
export const placed = (at: At, changes: Partial<Entry> = {}): Entry =>
  entry({
    workstations: [station(at.station).id],
    startsAt: fromTwo(at.from),
    endsAt: fromTwo(at.to),
    ...changes,
  });

export const expected = placed({ station: 2, from: 30, to: 90 }, { purpose: 'procedure' });
export const due = placed({ station: 3, from: 0, to: 60 }, { standing: 'due' });

export const everyStanding = (): Entry[] => [
  placed({ station: 1, from: -15, to: 45 }, { kind: 'walk-in', standing: 'arrived' }),
  expected,
  placed({ station: 2, from: -240, to: -180 }, { standing: 'arrived' }),
  due,
  placed({ station: 4, from: 90, to: 150 }, { standing: 'pending' }),
  placed({ station: 4, from: -20, to: 40 }, { standing: 'arrived' }),
  placed({ station: 5, from: -35, to: 25 }, { standing: 'no-show' }),
  placed({ station: 5, from: 0, to: 60 }, { kind: 'walk-in', standing: 'arrived' }),
  placed({ station: 5, from: -260, to: -200 }, { standing: 'no-show' }),
  placed({ station: 3, from: 150, to: 180 }),
  placed({ station: 6, from: -300, to: 240 }, { kind: 'maintenance', standing: 'running', title: 'Écran à changer' }),
  placed({ station: 1, from: 120, to: 180 }, { standing: 'cancelled' }),
  placed({ station: 1, from: 60, to: 75 }),
  workshopSession({
    id: '00000000-0000-4000-8000-0000000000bb',
    startsAt: fromTwo(120),
    endsAt: fromTwo(240),
    standing: 'expected',
  }),
  workshopSession({
    id: '00000000-0000-4000-8000-0000000000bc',
    startsAt: fromTwo(-300),
    endsAt: fromTwo(-180),
    standing: 'over',
  }),
];

const day = (
  at: string,
  hours: readonly (readonly [string, string])[],
  because: Timeline['days'][number]['because'] = null,
) => ({
  day: at,
  open: hours.map(([from, to]) => ({ opensAt: `${at}T${from}:00.000Z`, closesAt: `${at}T${to}:00.000Z` })),
  because,
});

const usual = [
  ['08:00', '11:00'],
  ['13:00', '17:00'],
] as const;

const days: Timeline['days'] = [
  day('2026-11-23', usual),
  day('2026-11-24', usual),
  day('2026-11-25', [['08:00', '11:00']]),
  day('2026-11-26', usual),
  day('2026-11-27', usual),
  day('2026-11-28', [['09:00', '11:00']]),
  day('2026-11-29', []),
  day('2026-12-25', [], { kind: 'holiday', name: 'christmas' }),
];

/** What the desk would answer for those days. */
export function bookOf(entries: readonly Entry[], { from, to }: { from: string; to: string }): Timeline {
  const told = days.filter((one) => from <= one.day && one.day <= to);
  return {
    zone: 'Europe/Paris',
    now: inMinutes(0),
    days: told,
    workstations: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => ({
      id: station(number).id,
      name: `Poste ${number}`,
      room: number < 7 ? '1' : 'Atelier',
      features: number === 4 ? ['accessible-seat', 'large-screen'] : [],
      promisableFrom: number === 9 ? fromTwo(90) : null,
    })),
    entries: entries.filter(({ startsAt, endsAt }) => startsAt.slice(0, 10) <= to && endsAt.slice(0, 10) >= from),
  };
}
