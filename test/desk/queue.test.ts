import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Queue } from '../../contract/book/queue.ts';
import { ended, started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { makePlace, movableClock, openDesk, type Place, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

const minuteMs = 60_000;
/** A Wednesday, ten in the morning on the place's clock. */
const now = '2026-12-02T09:00:00.000Z';
const inMinutes = (minutes: number): string => new Date(Date.parse(now) + minutes * minuteMs).toISOString();

const half = { minutes: 30, features: [] as string[] };

/** A place with its kiosks on the line: each holds what it is given, and somebody sits everywhere until half past ten. */
async function open(changes: Parameters<typeof makePlace>[0] = {}) {
  const place = await makePlace({ seats: 2, ...changes });
  const clock = movableClock(now);
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const kiosks = await Promise.all(place.settings.workstations.map((one) => KioskLine.welcomed(desk.address, one)));
  for (const kiosk of kiosks) {
    kiosk.holdSlices();
    kiosk.say(standing({ phase: 'active', session: randomUUID(), endsAt: inMinutes(30) }));
  }
  await expect
    .poll(async () => (await staff.must('room.read')).workstations.map(({ phase }) => phase), openWaitMs)
    .toEqual(place.settings.workstations.map(() => 'active'));
  return { place, clock, desk, staff, kiosks: kiosks as [KioskLine, ...KioskLine[]] };
}

const queueOf = (staff: StaffClient): Promise<Queue> => staff.must('queue.read');

const free = (kiosk: KioskLine | undefined): void => kiosk?.say(standing());

/** Which workstation of the place each number is called to; null = it waits. */
async function calls(staff: StaffClient, { settings }: Place) {
  const { waiting } = await queueOf(staff);
  return Object.fromEntries(
    waiting.map(({ number, offer }) => [
      number,
      settings.workstations.find(({ id }) => id === offer?.workstation)?.name ?? null,
    ]),
  );
}

const heardStart = (kiosk: KioskLine) => kiosk.heard.filter(({ type }) => type === 'start-session');

describe('a number', () => {
  test('is the next one of the day, and says how long it will be at the most', async () => {
    const { staff } = await open();
    expect(await staff.must('queue.join', half)).toMatchObject({ number: 1 });
    expect(await staff.must('queue.join', { minutes: 60, features: [] })).toMatchObject({ number: 2 });
    const { waiting, waitNow } = await queueOf(staff);
    expect(waiting).toMatchObject([
      { number: 1, since: now, minutes: 30, wait: { atLeastMinutes: 0, atMostMinutes: 31 }, offer: null },
      { number: 2, minutes: 60, wait: { atLeastMinutes: 0, atMostMinutes: 31 }, offer: null },
    ]);
    expect(waitNow?.atMostMinutes).toBeGreaterThan(31);
    expect((await staff.must('room.read')).queue).toEqual(await queueOf(staff));
  });

  test('waits for what is booked in between, and for its holder if they come late', async () => {
    const { staff } = await open({ seats: 1 });
    const wish = { startsAt: inMinutes(40), minutes: 60, workstation: null, features: [], together: 1 };
    await staff.must('booking.make', { wish: { ...wish, purpose: null, group: null, person: null }, override: null });
    await staff.must('queue.join', half);
    expect((await queueOf(staff)).waiting[0]?.wait).toEqual({ atLeastMinutes: 0, atMostMinutes: 111 });
  });

  test('is told nothing where nobody can say: a session without an end, a workstation that is silent or missing', async () => {
    const { staff, kiosks } = await open();
    const [first, second] = kiosks;
    first.say(standing({ phase: 'active', session: randomUUID(), endsAt: null }));
    await expect.poll(async () => (await staff.must('room.read')).workstations[0]?.endsAt, openWaitMs).toBeNull();
    await staff.must('queue.join', half);
    await staff.must('queue.join', { minutes: 30, features: ['scanner'] });
    const waits = async () => (await queueOf(staff)).waiting.map(({ wait }) => wait);
    expect(await waits()).toEqual([{ atLeastMinutes: 0, atMostMinutes: 31 }, null]);
    second?.cut();
    await expect.poll(waits, openWaitMs).toEqual([null, null]);
  });

  test('begins with 1 again on the next day, and whoever still waited has gone home', async () => {
    const { staff, clock, desk } = await open();
    await staff.must('queue.join', half);
    await staff.must('queue.join', half);
    clock.forward(24 * 60 * minuteMs);
    const tomorrow = await StaffClient.signedIn(desk.address);
    expect((await queueOf(tomorrow)).waiting).toEqual([]);
    expect(await tomorrow.must('queue.join', half)).toMatchObject({ number: 1 });
  });

  test('of two at the same moment is two numbers', async () => {
    const { staff, desk } = await open();
    const other = await StaffClient.signedIn(desk.address);
    const given = await Promise.all([staff, other, staff, other].map((one) => one.must('queue.join', half)));
    expect(given.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
  });

  test('can be drawn at a kiosk by whoever is there, and is told what it means', async () => {
    const { kiosks, staff } = await open();
    const [kiosk] = kiosks;
    expect(await kiosk.ask({ ask: 'queue', minutes: 30, features: [] })).toEqual({
      ...{ answer: 'queued', number: 1, wait: { atLeastMinutes: 0, atMostMinutes: 31 } },
    });
    expect(await kiosk.ask({ ask: 'outlook', minutes: 30, features: [] })).toMatchObject({ waiting: 1 });
    expect((await queueOf(staff)).waiting).toHaveLength(1);
  });

  test('is given to no more people than a room can hold', async () => {
    const { staff, kiosks } = await open();
    for (let at = 0; at < 99; at += 1) await staff.must('queue.join', half);
    expect((await staff.call('queue.join', half)).problem?.code).toBe('not-now');
    expect(await kiosks[0].ask({ ask: 'queue', minutes: 30, features: [] })).toEqual({ answer: 'at-the-desk' });
  });

  test('is known to every kiosk as somebody who waits, so that no session grows by itself', async () => {
    const { staff, kiosks } = await open();
    await staff.must('queue.join', half);
    await expect.poll(async () => (await kiosks[0].next('slice')).slice.waiting, openWaitMs).toBe(1);
  });
});

describe('a workstation that becomes free', () => {
  test('is held for the first in line, whose kiosk keeps it for nobody else', async () => {
    const { staff, place, kiosks } = await open();
    await staff.must('queue.join', half);
    await staff.must('queue.join', half);
    free(kiosks[1]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 2', 2: null });
    const [first] = (await queueOf(staff)).waiting;
    expect(first).toMatchObject({ wait: { atMostMinutes: 0 }, offer: { until: inMinutes(3) } });
    await expect
      .poll(async () => (await kiosks[1]?.next('slice'))?.slice.bookings, openWaitMs)
      .toMatchObject([{ startsAt: now, minutes: 35, releasedAt: inMinutes(5) }]);
    const start = { workstation: seat(place, 1).id, minutes: 15, label: null };
    expect((await staff.call('session.start', start)).problem).toEqual({
      ...{ code: 'not-now', where: 'queue' },
      expected: 'a workstation that is not held for number 1, as this one is until 10:03',
    });
  });

  test('goes to the next one whom it fits: who needs a scanner waits for the one that has it', async () => {
    const { settings } = await makePlace({ seats: 3 });
    const workstations = settings.workstations.map((one, at) => (at === 2 ? { ...one, features: ['scanner'] } : one));
    const { staff, place, kiosks } = await open({ workstations });
    await staff.must('queue.join', { minutes: 30, features: ['scanner'] });
    await staff.must('queue.join', half);
    free(kiosks[0]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: null, 2: 'Poste 1' });
    free(kiosks[2]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 3', 2: 'Poste 1' });
  });

  test('with something rare is left to who needs it, while another one is free', async () => {
    const { settings } = await makePlace({ seats: 2 });
    const workstations = settings.workstations.map((one, at) => (at === 0 ? { ...one, features: ['scanner'] } : one));
    const { staff, place, kiosks } = await open({ workstations });
    for (const kiosk of kiosks) free(kiosk);
    await expect
      .poll(async () => (await staff.must('room.read')).workstations.map(({ phase }) => phase), openWaitMs)
      .toEqual(['free', 'free']);
    await staff.must('queue.join', half);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 2' });
  });

  test('is offered to nobody when a booking leaves them less than half of what they wait for', async () => {
    const { staff, place, kiosks } = await open({ seats: 1 });
    const wish = { startsAt: inMinutes(45), minutes: 60, workstation: null, features: [], together: 1 };
    await staff.must('booking.make', { wish: { ...wish, purpose: null, group: null, person: null }, override: null });
    await staff.must('queue.join', { minutes: 120, features: [] });
    await staff.must('queue.join', { minutes: 60, features: [] });
    free(kiosks[0]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: null, 2: 'Poste 1' });
    const { waiting } = await queueOf(staff);
    const placed = await staff.must('queue.place', { id: waiting[1]?.id });
    expect(placed).toEqual({ workstation: seat(place, 0).id, minutes: 40 });
  });

  test('whose kiosk does not hand it over is held for nobody', async () => {
    const { staff, place, desk, kiosks } = await open();
    kiosks[0].cut();
    const mute = await KioskLine.welcomed(desk.address, seat(place, 0));
    await staff.must('queue.join', half);
    mute.say(standing());
    await expect.poll(async () => (await mute.next('slice')).slice.bookings.length, openWaitMs).toBe(1);
    await expect.poll(async () => (await mute.next('slice')).slice.bookings.length, openWaitMs).toBe(0);
    free(kiosks[1]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 2' });
  });
});

/** Number 1 is called to the only workstation, number 2 waits. */
async function called(changes: Parameters<typeof makePlace>[0] = { seats: 1 }) {
  const opened = await open(changes);
  const { staff, place, kiosks } = opened;
  const first = await staff.must('queue.join', half);
  const second = await staff.must('queue.join', half);
  free(kiosks[0]);
  await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 1', 2: null });
  return { ...opened, first, second, kiosk: kiosks[0] };
}

describe('who is called', () => {
  test('is sent to the workstation that was held, which begins without any code', async () => {
    const { staff, place, kiosk, first } = await called();
    expect(await staff.must('queue.place', { id: first.id })).toEqual({ workstation: seat(place, 0).id, minutes: 30 });
    const start = await kiosk.next('start-session');
    expect(start).toMatchObject({ minutes: 30, label: '1' });
    expect(await kiosk.claim(start.ticket)).toMatchObject({ type: 'claimed', minutes: 30 });
    const session = randomUUID();
    kiosk.tell({ seq: 1, fact: started({ session, ticket: start.ticket, access: 'desk', at: inMinutes(1) }) });
    await kiosk.next('acknowledged');
    const { entries } = await staff.must('timeline.read', { from: '2026-12-02', to: '2026-12-02' });
    expect(entries).toMatchObject([{ kind: 'walk-in', standing: 'arrived', startsAt: now, endsAt: inMinutes(35) }]);
    kiosk.tell({ seq: 2, fact: ended({ session, at: inMinutes(12), usedSeconds: 660 }) });
    await kiosk.next('acknowledged');
    expect((await queueOf(staff)).waiting.map(({ number }) => number)).toEqual([2]);
  });

  test('is sent there once, however many facilitators press', async () => {
    const { staff, desk, kiosk, first } = await called();
    const other = await StaffClient.signedIn(desk.address);
    const answers = await Promise.all([staff, other].map((one) => one.call('queue.place', { id: first.id })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await kiosk.next('start-session');
    expect(heardStart(kiosk)).toEqual([]);
  });

  test('and does not come loses the offer when its time is over, before anybody has looked', async () => {
    const { staff, clock, place } = await called();
    clock.forward(3 * minuteMs - 1);
    expect(await calls(staff, place)).toEqual({ 1: 'Poste 1', 2: null });
    clock.forward(1);
    expect((await queueOf(staff)).waiting.map(({ number, offer }) => [number, offer])).toEqual([
      [2, null],
      [1, null],
    ]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: null, 2: 'Poste 1' });
  });

  test('too late is told so, and not sent where somebody else is called', async () => {
    const { staff, clock, first, kiosk } = await called();
    clock.forward(3 * minuteMs);
    expect((await staff.call('queue.place', { id: first.id })).problem).toMatchObject({
      code: 'not-now',
      where: 'offer',
    });
    expect(heardStart(kiosk)).toEqual([]);
  });

  test('in vain is called once more after all the others, then no more', async () => {
    const { staff, clock, place } = await called();
    for (const expected of [{ 1: null, 2: 'Poste 1' }, { 1: 'Poste 1', 2: null }, { 2: 'Poste 1' }, {}]) {
      clock.forward(3 * minuteMs);
      await expect.poll(() => calls(staff, place), openWaitMs).toEqual(expected);
    }
    await expect
      .poll(async () => (await staff.must('room.read')).queue.waitNow, openWaitMs)
      .toEqual({
        ...{ atLeastMinutes: 0, atMostMinutes: 0 },
      });
  });

  test('and gives up, goes; the next one is called', async () => {
    const { staff, place, first } = await called();
    await staff.must('queue.leave', { id: first.id });
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 2: 'Poste 1' });
    expect((await staff.call('queue.leave', { id: first.id })).problem?.code).toBe('not-found');
    expect((await staff.call('queue.place', { id: first.id })).problem?.code).toBe('not-now');
  });

  test('keeps the place in the line when the workstation breaks before they come', async () => {
    const { staff, place, kiosk, kiosks } = await called({ seats: 2 });
    kiosk.say(standing({ phase: 'out-of-service', problem: { code: 'internal', where: 'wipe', expected: 'a look' } }));
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: null, 2: null });
    free(kiosks[1]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 2', 2: null });
  });

  test('and sits down nowhere: the workstation is held for the next one', async () => {
    const { staff, clock, place, kiosk, first } = await called();
    await staff.must('queue.place', { id: first.id });
    kiosk.say(standing({ phase: 'called' }));
    await expect.poll(async () => (await staff.must('room.read')).workstations[0]?.phase, openWaitMs).toBe('called');
    clock.forward(3 * minuteMs);
    free(kiosk);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 2: 'Poste 1' });
  });
});

test('a workstation for which nobody came in time is held for the first in line', async () => {
  const { staff, place, clock, kiosks } = await open({ seats: 1 });
  const wish = { startsAt: inMinutes(30), minutes: 60, workstation: null, features: [], together: 1 };
  await staff.must('booking.make', { wish: { ...wish, purpose: null, group: null, person: null }, override: null });
  await staff.must('queue.join', half);
  clock.forward(39 * minuteMs);
  free(kiosks[0]);
  await expect.poll(async () => (await staff.must('room.read')).workstations[0]?.phase, openWaitMs).toBe('free');
  expect(await calls(staff, place)).toEqual({ 1: null });
  clock.forward(minuteMs);
  await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 1' });
});

describe('a desk that was restarted', () => {
  test('still holds the workstation for the number that is called, and sends them there', async () => {
    const { place, desk, clock, first, kiosk } = await called();
    await desk.stop();
    const again = await openDesk(place, { clock });
    const staff = await StaffClient.signedIn(again.address);
    expect(await calls(staff, place)).toEqual({ 1: 'Poste 1', 2: null });
    kiosk.cut();
    const back = (await KioskLine.welcomed(again.address, seat(place, 0))).holdSlices();
    free(back);
    await expect.poll(() => staff.call('queue.place', { id: first.id }), openWaitMs).toMatchObject({ status: 200 });
    expect(await back.next('start-session')).toMatchObject({ label: '1' });
  });

  test('knows who was called in vain while it was away', async () => {
    const { place, desk, clock } = await called();
    await desk.stop();
    clock.forward(10 * minuteMs);
    const again = await openDesk(place, { clock });
    const staff = await StaffClient.signedIn(again.address);
    expect((await queueOf(staff)).waiting.map(({ number, offer }) => [number, offer])).toEqual([
      [2, null],
      [1, null],
    ]);
    const { entries } = await staff.must('timeline.read', { from: '2026-12-02', to: '2026-12-02' });
    expect(entries.filter(({ standing: is }) => is === 'due' || is === 'arrived')).toEqual([]);
  });
});

describe('a booking that is due', () => {
  const wish = { startsAt: inMinutes(30), minutes: 60, features: [], together: 1 };

  async function bookedOnBroken(changes: Parameters<typeof makePlace>[0] = {}) {
    const opened = await open(changes);
    const { staff, place, clock, kiosks } = opened;
    const asked = { ...wish, workstation: seat(place, 0).id, purpose: null, group: null, person: null };
    const made = await staff.must('booking.make', { wish: asked, override: null });
    if (!made.made) throw new Error(made.broken.join());
    kiosks[0].say(
      standing({ phase: 'out-of-service', problem: { code: 'internal', where: 'wipe', expected: 'a look' } }),
    );
    clock.forward(31 * minuteMs);
    await staff.must('queue.join', half);
    return { ...opened, code: made.codes?.[0] ?? '' };
  }

  test('and whose workstation is broken gets the next one that is free, before everybody who waits', async () => {
    const { staff, place, kiosks, code } = await bookedOnBroken({ seats: 3 });
    free(kiosks[1]);
    const booking = async () => (await staff.must('booking.find', { code })).entry;
    await expect.poll(async () => (await booking()).workstations, openWaitMs).toEqual([seat(place, 1).id]);
    expect(await booking()).toMatchObject({ standing: 'due', startsAt: inMinutes(30), endsAt: inMinutes(90) });
    expect(await calls(staff, place)).toEqual({ 1: null });
    free(kiosks[2]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 3' });
  });

  test('is waited for ahead of the queue', async () => {
    const { staff } = await bookedOnBroken();
    expect((await queueOf(staff)).waiting[0]?.wait?.atMostMinutes).toBeGreaterThan(60);
  });

  test('stays where it is while its holder sits there', async () => {
    const { staff, place, clock, kiosks } = await open();
    const asked = { ...wish, workstation: seat(place, 0).id, purpose: null, group: null, person: null };
    const made = await staff.must('booking.make', { wish: asked, override: null });
    if (!made.made) throw new Error(made.broken.join());
    clock.forward(31 * minuteMs);
    const ticket = (await kiosks[0].next('slice')).slice.bookings[0]?.ticket ?? '';
    await staff.must('queue.join', half);
    kiosks[0].say(standing({ phase: 'active', session: randomUUID(), endsAt: inMinutes(90) }));
    free(kiosks[1]);
    await expect.poll(() => calls(staff, place), openWaitMs).toEqual({ 1: 'Poste 2' });
    kiosks[0].tell({ seq: 1, fact: started({ ticket, access: 'booking', at: inMinutes(31), minutes: 59 }) });
    await kiosks[0].next('acknowledged');
    expect((await staff.must('timeline.read', { from: '2026-12-02', to: '2026-12-02' })).entries).toContainEqual(
      expect.objectContaining({ id: made.entry.id, standing: 'arrived', workstations: [seat(place, 0).id] }),
    );
  });
});
