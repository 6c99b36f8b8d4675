import { expect, onTestFinished, test } from 'vitest';
import { cellAt } from '../../contract/book/cells.ts';
import type { Counts } from '../../contract/figures/counts.ts';
import { sheetSchema } from '../../contract/figures/day-sheet.ts';
import type { EntryRow } from '../../main/desk/book/entry-rows.ts';
import { openRecords } from '../../main/desk/records.ts';
import { openStore, type Store } from '../../main/desk/store/open-store.ts';
import { Workshops } from '../../main/desk/workshops/workshops.ts';
import { started } from './facts.ts';
import { makePlace, movableClock, seat } from './place.ts';

const minute = 60_000;

interface Latest {
  readonly revision: number;
  readonly counts: Counts;
}

/** A place's records without its network, from ten in the morning of a Wednesday on. */
async function open(start = '2026-12-02T09:00:00Z') {
  const place = await makePlace();
  const { settings } = place;
  const opened = openStore(settings.data);
  if (!opened.ok) throw new Error(opened.problem.expected);
  const store: Store = opened.value;
  onTestFinished(() => void store.close());
  const clock = movableClock(start);
  const room = { seat: () => ({ onLine: false, endsAt: null }), handOut: () => null, changed: () => undefined };
  const records = openRecords({ store, settings, clock, room });
  const { book, presence, sheets } = records;
  const [one, two] = [seat(place, 0).id, seat(place, 1).id];
  /** Every cell from now on is the desk's own. */
  for (const workstation of [one, two]) book.handovers.number(workstation, 'nothing', cellAt(clock()));
  const staffed = (minutes: number): void => {
    for (let passed = 0; passed < minutes; passed += 1) {
      presence.seen();
      clock.forward(minute);
    }
    presence.seen();
  };
  /** As it would leave the place now. */
  const sheetOf = (period: string): Latest | undefined => {
    sheets.settle();
    const sheet = sheets.waiting(50).find((waiting) => waiting.period === period);
    return sheet === undefined ? undefined : sheetSchema.parse(JSON.parse(sheet.bytes));
  };
  const booked = (at: string, changes: { person?: string; ticket?: string } = {}): EntryRow => {
    const { person = null, ticket = null } = changes;
    const span = { from: cellAt(Date.parse(at)), to: cellAt(Date.parse(at)) + 6 };
    const entry = { kind: 'booking', state: 'confirmed', ...span, person, madeBy: null } as const;
    return store.transaction(() => book.entries.add({ ...entry, holds: [{ workstation: one, ticket }] })).immediate();
  };
  return { store, settings, clock, records, one, two, staffed, sheetOf, booked };
}

test('a closure that is taken back has closed its workstation until then', async () => {
  const { clock, records, one, two, staffed, sheetOf } = await open();
  const span = { from: cellAt(clock()), to: cellAt(clock() + 180 * minute) };
  const made = await records.book.blocks.make({
    ...{ kind: 'closure', title: 'Réunion', workshop: null, workstations: [one], by: 'camille', ...span },
  });
  if (!made.made) throw new Error('it was not made');
  staffed(60);
  await records.book.bookings.cancel({ entry: made.entry.id, version: made.entry.version });
  staffed(60);
  expect(sheetOf('2026-12-02')?.counts).toMatchObject({
    'open-minutes': 120,
    [`offered/workstation/${one}`]: 60,
    [`offered/workstation/${two}`]: 120,
  });
});

test('a no-show that is excused when its day is over is one no more', async () => {
  const { clock, records, sheetOf, booked } = await open();
  const { id, version } = booked('2026-12-02T10:00:00Z');
  sheetOf('2026-12-02');
  clock.forward(24 * 60 * minute);
  expect(sheetOf('2026-12-02')?.counts).toEqual({ bookings: 1, 'no-shows': 1 });
  clock.forward(24 * 60 * minute);
  sheetOf('2026-12-03');
  await records.book.bookings.excuse({ entry: id, version }, true);
  expect(sheetOf('2026-12-02')).toMatchObject({ revision: 3, counts: { bookings: 1 } });
});

test('a booking of which the time to come ends after midnight belongs to the day before', async () => {
  const { clock, sheetOf, booked } = await open('2026-12-02T22:50:00Z');
  booked('2026-12-02T22:55:00Z');
  expect(sheetOf('2026-12-02')?.counts).toEqual({});
  clock.forward(11 * minute);
  expect(sheetOf('2026-12-02')?.counts).toEqual({});
  clock.forward(10 * minute);
  expect(sheetOf('2026-12-02')?.counts).toEqual({ bookings: 1, 'no-shows': 1 });
});

test('a session of a workshop counts those who had a seat then, whoever comes and goes after it', async () => {
  const { store, settings, clock, records, one, sheetOf } = await open();
  const workshops = new Workshops({ ...records, store, settings, clock });
  const written = workshops.write({ seen: null, title: 'Mails', description: '', audience: '', seats: 2 });
  if (!written.ok) throw new Error(written.problem.expected);
  const { id } = written.value;
  const span = { from: cellAt(clock() + 60 * minute), to: cellAt(clock() + 120 * minute) };
  const made = await workshops.addSession({ workshop: id, workstations: [one], by: 'camille', ...span });
  if (!made.ok || !made.value.made) throw new Error('it was not made');
  const entry = made.value.entry.id;
  const register = (): string => {
    const registered = workshops.register(id, null);
    if (!registered.ok) throw new Error(registered.problem.expected);
    return registered.value.id;
  };
  const [first, second] = [register(), register(), register()];
  workshops.unregister(register());
  clock.forward(24 * 60 * minute);
  workshops.unregister(second);
  const third = register();
  workshops.attend({ registration: first, entry, present: true });
  const counted = { 'workshop-sessions': 1, 'workshop-seats': 2, 'workshop-registered': 2, 'workshop-waiting': 1 };
  expect(sheetOf('2026-12-02')?.counts).toEqual({ ...counted, 'workshop-present': 1 });
  workshops.attend({ registration: third, entry, present: true });
  expect(sheetOf('2026-12-02')?.counts).toEqual({ ...counted, 'workshop-registered': 3, 'workshop-present': 2 });
});

test('a kiosk that tells late who came changes the month, too', async () => {
  const { clock, records, one, sheetOf, booked } = await open('2026-11-30T09:00:00Z');
  const { book, people, tickets, facts } = records;
  book.rules.write({ ...book.rules.read(), keepsPeople: true });
  const known = people.write({ seen: null, name: 'Ada', group: null, authorised: false, barred: null });
  if (!known.ok) throw new Error(known.problem.expected);
  const at = '2026-11-30T10:00:00.000Z';
  const ticket = tickets.setAside({ minutes: 30, validFrom: Date.parse(at), expiresAt: Date.parse(at) + 30 * minute });
  booked(at, { person: known.value.id, ticket });
  sheetOf('2026-11-30');
  clock.forward(24 * 60 * minute);
  expect(sheetOf('2026-11')?.counts).toEqual({});
  facts.receive(one, [{ seq: 1, fact: started({ ticket, access: 'booking', at }) }]);
  expect(sheetOf('2026-11')).toMatchObject({ revision: 2, counts: { visitors: 1, 'new-visitors': 1 } });
});
