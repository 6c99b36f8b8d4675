import { randomUUID } from 'node:crypto';
import type { Timeline } from '../../contract/book/book-routes.ts';
import type { Entry } from '../../contract/book/entries.ts';
import type { Display, Queued } from '../../contract/book/queue.ts';
import type { Registration, WorkshopView } from '../../contract/book/workshops.ts';
import type { Room, WorkstationCard } from '../../contract/desk-routes.ts';

/** A place on an afternoon of November, as a desk would tell of it: nine workstations, and whatever a test adds. */

export const now = '2026-11-24T13:05:00.000Z';

/** That many minutes after `now`. */
export const inMinutes = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();

const stationId = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;

export const station = (number: number, changes: Partial<WorkstationCard> = {}): WorkstationCard => ({
  id: stationId(number),
  name: `Poste ${number}`,
  phase: 'free',
  session: null,
  startedAt: null,
  endsAt: null,
  helpCalled: false,
  helpCalledAt: null,
  since: inMinutes(-30),
  missingWalls: [],
  check: null,
  list: null,
  problem: null,
  wishes: [],
  ...changes,
});

export const quietRoom = (): Room => ({
  placeName: 'Espace public numérique des Chaprais',
  zone: 'Europe/Paris',
  now,
  workstations: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => station(number)),
  openTickets: 0,
  queue: { waiting: [], waitNow: { atLeastMinutes: 0, atMostMinutes: 0 } },
  undescribed: [],
  bookRevision: 1,
  list: null,
  sheetsWaitingSince: null,
});

export const queued = (number: number, changes: Partial<Queued> = {}): Queued => ({
  id: randomUUID(),
  number,
  since: inMinutes(-12),
  minutes: 30,
  features: [],
  wait: { atLeastMinutes: 10, atMostMinutes: 25 },
  offer: null,
  ...changes,
});

/** Held for a number, three minutes from `now`. */
export const offerOf = (number: number): Queued['offer'] => ({ workstation: stationId(number), until: inMinutes(3) });

export const entry = (changes: Partial<Entry> = {}): Entry => ({
  id: randomUUID(),
  kind: 'booking',
  standing: 'expected',
  startsAt: inMinutes(25),
  endsAt: inMinutes(85),
  workstations: [stationId(2)],
  title: null,
  purpose: null,
  group: null,
  person: null,
  workshop: null,
  excused: false,
  version: 1,
  ...changes,
});

export const timeline = (entries: Entry[] = []): Timeline => ({
  zone: 'Europe/Paris',
  now,
  days: [{ day: '2026-11-24', open: [], because: null }],
  workstations: quietRoom().workstations.map(({ id, name }, index) => ({
    id,
    name,
    room: '1',
    features: index === 3 ? ['accessible-seat', 'large-screen'] : [],
    promisableFrom: null,
  })),
  entries,
});

export const registration = (number: number, changes: Partial<Registration> = {}): Registration => ({
  id: randomUUID(),
  number,
  person: null,
  standing: 'seated',
  madeAt: inMinutes(-600 + number),
  attendance: {},
  ...changes,
});

export const workshopId = '00000000-0000-4000-8000-0000000000aa';

/** One session of that workshop, on three workstations. */
export const workshopSession = (changes: Partial<Entry> = {}): Entry =>
  entry({
    kind: 'workshop',
    title: 'Premiers mails',
    workshop: workshopId,
    workstations: [stationId(7), stationId(8), stationId(9)],
    ...changes,
  });

export const workshop = (changes: Partial<WorkshopView> = {}): WorkshopView => ({
  id: workshopId,
  title: 'Premiers mails',
  description: 'Créer une adresse, écrire, répondre, joindre une photo.',
  audience: 'Débutants',
  seats: 6,
  version: 1,
  sessions: [],
  registrations: [],
  ...changes,
});

export const quietDisplay = (): Display => ({
  placeName: 'Espace public numérique des Chaprais',
  zone: 'Europe/Paris',
  now,
  closesAt: inMinutes(235),
  opensAt: null,
  free: 4,
  called: [],
  waiting: [],
  waitNow: { atLeastMinutes: 0, atMostMinutes: 0 },
  workshops: [],
});
