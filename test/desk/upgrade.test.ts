import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countsOfVersion1, daySheet1Schema } from '../../contract/figures/day-sheet-1.ts';
import { migrations } from '../../main/desk/store/migrations.ts';
import { seatsOverTime } from '../../main/desk/store/seats-over-time.ts';
import { ended } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, type Place, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

const session = '6f3d5f1e-5d3c-4a56-9d0b-1f6f3a6f9f10';
const ticket = '7a3d5f1e-5d3c-4a56-9d0b-1f6f3a6f9f11';
const day = '2026-11-24';

/** What a desk of the first version stored of a session: its kiosks told neither a reason nor a charter. */
const firstFacts = [
  {
    kind: 'session-started',
    session,
    ticket,
    access: 'ticket',
    profile: 'adult',
    at: `${day}T09:00:00.000Z`,
    minutes: 30,
  },
  {
    kind: 'session-ended',
    session,
    at: `${day}T09:20:00.000Z`,
    reason: 'visitor-ended',
    usedSeconds: 1210,
    estimated: false,
  },
];

/** The sheet that the first version made of it; it waits for central. */
const firstSheet = (place: Place) => ({
  version: 1,
  place: place.settings.place.id,
  day,
  total: { sessions: 1, occupiedMinutes: 20 },
  byHour: [{ hour: 10, sessions: 1, occupiedMinutes: 20 }],
  byWorkstation: place.settings.workstations
    .map(({ id }, index) => ({ workstation: id, sessions: index === 0 ? 1 : 0, occupiedMinutes: index === 0 ? 20 : 0 }))
    .sort((a, b) => (a.workstation < b.workstation ? -1 : 1)),
  byAccess: { ticket: 1 },
  byEnd: { 'visitor-ended': 1 },
  wipes: { complete: 0, incomplete: 0 },
  refusalsByCategory: {},
  ticketsGiven: 1,
  revision: 3,
  computedAt: `${day}T09:21:00.000Z`,
});

/** A place whose book was left by a desk of the first version. */
async function oldPlace(): Promise<Place> {
  const place = await makePlace();
  const folder = join(place.folder, 'old');
  mkdirSync(folder);
  const book = new Database(join(folder, 'book.db'));
  book.exec(migrations[0] ?? '');
  book.pragma('user_version = 1');
  const at = Date.parse(`${day}T09:00:00Z`);
  book
    .prepare('INSERT INTO tickets VALUES (?, 30, ?, ?, ?, ?, 1)')
    .run(ticket, at - 60_000, at + 50_000_000, seat(place, 0).id, at);
  const facts = book.prepare('INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)');
  firstFacts.forEach((fact, index) =>
    facts.run(seat(place, 0).id, index + 1, fact.kind, session, Date.parse(fact.at), JSON.stringify(fact)),
  );
  book.prepare('INSERT INTO sheets VALUES (?, 3, ?, ?)').run(day, JSON.stringify(firstSheet(place)), at);
  book.close();
  const accounts = new Database(join(place.settings.data, 'book.db'), { readonly: true });
  const [account] = accounts.prepare<[], { name: string; hash: string }>('SELECT * FROM accounts').all();
  accounts.close();
  const again = new Database(join(folder, 'book.db'));
  again.prepare('INSERT INTO accounts VALUES (?, ?)').run(account?.name, account?.hash);
  again.close();
  return { ...place, settings: { ...place.settings, data: folder } };
}

const sheetOnDisk = (place: Place): unknown => {
  const book = new Database(join(place.settings.data, 'book.db'), { readonly: true });
  const row = book.prepare<[string], { bytes: string }>('SELECT bytes FROM sheets WHERE period = ?').get(day);
  book.close();
  return JSON.parse(row?.bytes ?? 'null');
};

test('a book of the first version opens, and everything in it still holds', async () => {
  const place = await oldPlace();
  const desk = await openDesk(place, { clock: movableClock(`${day}T10:00:00Z`) });
  const staff = await StaffClient.signedIn(desk.address);
  expect(await staff.must('rules.read')).toMatchObject({ week: null, resumeMinutes: 15 });
  const line = await KioskLine.welcomed(desk.address, seat(place, 0));
  expect(await line.claim(ticket)).toMatchObject({ type: 'claim-refused', problem: { code: 'ticket-in-use' } });
  line.tell({
    seq: 2,
    fact: ended({ session, at: `${day}T09:20:00.000Z`, reason: 'visitor-ended', usedSeconds: 1210 }),
  });
  expect((await line.next('acknowledged')).upTo).toBe(2);
});

test('a sheet that waited since the first version is made again before it leaves, with the same figures', async () => {
  const place = await oldPlace();
  const first = countsOfVersion1(daySheet1Schema.parse(firstSheet(place)));
  await openDesk(place, { clock: movableClock(`${day}T10:00:00Z`) });
  await expect
    .poll(() => sheetOnDisk(place), openWaitMs)
    .toMatchObject({
      ...{ kind: 'day', version: 2, place: place.settings.place.id, day, revision: 4 },
      computedAt: `${day}T10:00:00.000Z`,
      counts: { ...first, 'occupied/hour/09': 1, 'occupied/hour/10': 19, offered: 40 },
    });
});

test('whoever had a seat before it was written down when has had it since they registered', () => {
  const book = new Database(':memory:');
  for (const step of migrations.slice(0, migrations.indexOf(seatsOverTime))) book.exec(step);
  book.exec(
    `INSERT INTO workshops (id, title, description, audience, seats, made_at) VALUES ('mails', 'Mails', '', '', 1, 1)`,
  );
  const register = book.prepare(
    `INSERT INTO registrations (id, workshop, number, standing, made_at) VALUES (?, 'mails', ?, ?, ?)`,
  );
  ['seated', 'waiting', 'cancelled'].forEach((standing, index) => register.run(standing, index, standing, 10 + index));
  book.exec(seatsOverTime);
  const rows = book.prepare('SELECT standing, seated_at, left_at FROM registrations ORDER BY number').all();
  book.close();
  expect(rows).toEqual([
    { standing: 'seated', seated_at: 10, left_at: null },
    { standing: 'waiting', seated_at: null, left_at: null },
    { standing: 'cancelled', seated_at: null, left_at: 12 },
  ]);
});
