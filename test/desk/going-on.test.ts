import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Entry } from '../../contract/book/entries.ts';
import { started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

/** A Wednesday, ten in the morning on the place's clock. */
const now = '2026-12-02T09:00:00.000Z';
const inMinutes = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();

/** Somebody sits at the first workstation until half past ten, for whom an hour more is asked. */
async function open(changes: Parameters<typeof makePlace>[0] = {}) {
  const place = await makePlace({ seats: 3, ...changes });
  const desk = await openDesk(place, { clock: movableClock(now) });
  const staff = await StaffClient.signedIn(desk.address);
  const kiosks = await Promise.all(place.settings.workstations.map((one) => KioskLine.welcomed(desk.address, one)));
  const [kiosk, ...others] = kiosks as [KioskLine, ...KioskLine[]];
  const session = randomUUID();
  kiosk.holdSlices(() => inMinutes(30));
  for (const other of others) {
    other.holdSlices();
    other.say(standing());
  }
  kiosk.say(standing({ phase: 'active', session, endsAt: inMinutes(30) }));
  kiosk.tell({ seq: 1, fact: started({ session, at: now, minutes: 30 }) });
  await kiosk.next('acknowledged');
  await expect
    .poll(async () => (await staff.must('room.read')).workstations.map(({ phase }) => phase), openWaitMs)
    .toEqual(['active', ...others.map(() => 'free')]);
  const extend = () =>
    staff.call('session.extend', {
      ...{ workstation: seat(place, 0).id, session, minutes: 60 },
      endsAt: inMinutes(90),
    });
  const book = async (changed: object = {}): Promise<Entry> => {
    const wish = { startsAt: inMinutes(60), minutes: 60, workstation: seat(place, 0).id, features: [], together: 1 };
    const asked = { ...wish, purpose: null, group: null, person: null, ...changed };
    const made = await staff.must('booking.make', { wish: asked, override: null });
    if (!made.made) throw new Error(made.broken.join());
    return made.entry;
  };
  const entryNow = async ({ id }: Entry): Promise<Entry | undefined> => {
    const { entries } = await staff.must('timeline.read', { from: '2026-12-02', to: '2026-12-02' });
    return entries.find((entry) => entry.id === id);
  };
  const extensions = () => kiosk.heard.filter(({ type }) => type === 'extend-session');
  return { place, staff, kiosk, others, session, extend, book, entryNow, extensions };
}

test('a session that goes on into a booking sends the booking elsewhere first, with its time and its code', async () => {
  const { place, kiosk, session, extend, book, entryNow } = await open();
  const booking = await book();
  expect(await extend()).toMatchObject({ status: 200 });
  expect(await kiosk.next('extend-session')).toMatchObject({ session, minutes: 60 });
  expect(await entryNow(booking)).toMatchObject({
    ...{ startsAt: booking.startsAt, endsAt: booking.endsAt, workstations: [seat(place, 1).id] },
  });
});

test('a booking after its new end stays where it is', async () => {
  const { place, extend, book, entryNow } = await open();
  const booking = await book({ startsAt: inMinutes(90) });
  expect(await extend()).toMatchObject({ status: 200 });
  expect((await entryNow(booking))?.workstations).toEqual([seat(place, 0).id]);
});

test('a booking for which there is no other workstation is named, and the session does not go on', async () => {
  const { place, extend, book, entryNow, extensions } = await open({ seats: 2 });
  const booking = await book();
  await book({ workstation: seat(place, 1).id });
  expect(await extend()).toMatchObject({ status: 409, problem: { code: 'not-now', where: 'booking at 11:00' } });
  expect(extensions()).toEqual([]);
  expect((await entryNow(booking))?.workstations).toEqual([seat(place, 0).id]);
});

test('a booking moves on to the next workstation when a kiosk does not hand its cells over', async () => {
  const { place, others, extend, book, entryNow } = await open();
  const booking = await book();
  others[0]?.holdSlices(() => inMinutes(200));
  expect(await extend()).toMatchObject({ status: 200 });
  expect((await entryNow(booking))?.workstations).toEqual([seat(place, 2).id]);
});

test('who booked a scanner is sent nowhere without one', async () => {
  const { settings } = await makePlace({ seats: 3 });
  const workstations = settings.workstations.map((one, at) => (at === 1 ? one : { ...one, features: ['scanner'] }));
  const { place, extend, book, entryNow } = await open({ workstations });
  const booking = await book();
  expect(await extend()).toMatchObject({ status: 200 });
  expect((await entryNow(booking))?.workstations).toEqual([seat(place, 2).id]);
});

test('a closure is moved for nobody', async () => {
  const { place, staff, extend, extensions } = await open();
  const closure = { kind: 'closure', title: 'Réunion', startsAt: inMinutes(60), endsAt: inMinutes(120) };
  await staff.must('closure.make', { ...closure, workstations: [seat(place, 0).id] });
  expect((await extend()).problem).toMatchObject({ code: 'not-now', where: 'closure at 11:00 (Réunion)' });
  expect(extensions()).toEqual([]);
});

test('nobody is sent to a workstation just before its booking, and the answer names it', async () => {
  const { place, staff, book } = await open();
  await book({ workstation: seat(place, 1).id, startsAt: inMinutes(5) });
  const start = { workstation: seat(place, 1).id, minutes: 30, label: null };
  expect((await staff.call('session.start', start)).problem).toEqual({
    ...{ code: 'not-now', where: 'refused-booked', expected: 'a workstation without the booking at 10:05' },
  });
});
