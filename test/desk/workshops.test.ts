import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../contract/book/entries.ts';
import type { Registration, WorkshopView } from '../../contract/book/workshops.ts';
import { ended, started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

/** A Wednesday, ten in the morning on the place's clock. */
const now = '2026-12-02T09:00:00.000Z';
const inMinutes = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();

const mails = { title: 'Premiers mails', description: 'Créer une adresse.', audience: 'Débutants', seats: 2 };
const fresh = { workshop: null, version: null };

async function open(changes: Parameters<typeof makePlace>[0] = {}) {
  const place = await makePlace({ seats: 3, ...changes });
  const clock = movableClock(now);
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const kiosks = await Promise.all(place.settings.workstations.map((one) => KioskLine.welcomed(desk.address, one)));
  const [first] = kiosks as [KioskLine, ...KioskLine[]];
  for (const kiosk of kiosks) {
    kiosk.holdSlices();
    kiosk.say(standing());
  }
  await expect
    .poll(async () => (await staff.must('room.read')).workstations.map(({ phase }) => phase), openWaitMs)
    .toEqual(kiosks.map(() => 'free'));
  const { id, version } = await staff.must('workshop.write', { ...fresh, ...mails });
  const read = async (): Promise<WorkshopView | undefined> =>
    (await staff.must('workshops.read')).workshops.find((one) => one.id === id);
  const workstations = place.settings.workstations.slice(0, 2).map((one) => one.id);
  const date = { workshop: id, startsAt: inMinutes(60), endsAt: inMinutes(120), workstations };
  const addSession = (changed: object = {}) => staff.must('workshop.add-session', { ...date, ...changed });
  const session = async (changed: object = {}): Promise<Entry> => {
    const added = await addSession(changed);
    if (!added.made) throw new Error(added.broken.join());
    return added.entry;
  };
  const register = (person: string | null = null) => staff.must('workshop.register', { workshop: id, person });
  return { place, clock, desk, staff, kiosks, first, id, version, read, addSession, session, register };
}

const inLine = (view: WorkshopView | undefined): (readonly [number, Registration['standing']])[] =>
  view?.registrations.map(({ number, standing: is }) => [number, is] as const) ?? [];

describe('a workshop', () => {
  test('is written, and changed by whoever saw it as it is', async () => {
    const { staff, desk, id, read } = await open();
    expect(await read()).toEqual({ id, ...mails, version: 1, sessions: [], registrations: [] });
    const other = await StaffClient.signedIn(desk.address);
    const change = { workshop: id, version: 1, ...mails };
    expect(await staff.must('workshop.write', { ...change, seats: 4 })).toMatchObject({ seats: 4, version: 2 });
    expect((await other.call('workshop.write', { ...change, seats: 1 })).problem?.code).toBe('stale');
    expect((await other.call('workshop.write', { ...change, workshop: randomUUID() })).problem?.code).toBe('not-found');
    expect((await read())?.seats).toBe(4);
  });

  test('changes by two at once are one change and one refusal', async () => {
    const { staff, desk, id, read } = await open();
    const other = await StaffClient.signedIn(desk.address);
    const answers = await Promise.all(
      [staff, other].map((one, at) =>
        one.call('workshop.write', { workshop: id, version: 1, ...mails, seats: 5 + at }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await read())?.version).toBe(2);
  });

  test('has its dates on the timeline, under its title', async () => {
    const { staff, place, id, version, read, session } = await open();
    const entry = await session();
    expect(entry).toMatchObject({ kind: 'workshop', title: 'Premiers mails', workshop: id, standing: 'expected' });
    expect(entry.workstations).toEqual([seat(place, 0).id, seat(place, 1).id]);
    expect((await read())?.sessions).toEqual([entry]);
    await staff.must('workshop.write', { workshop: id, version, ...mails, title: 'Mails' });
    expect((await staff.must('timeline.read', { from: '2026-12-02', to: '2026-12-02' })).entries).toEqual([
      { ...entry, title: 'Mails', version: entry.version + 1 },
    ]);
  });
});

describe('a date', () => {
  test('takes all its workstations or none, and says who is in the way', async () => {
    const { staff, place, read, addSession } = await open();
    const wish = { startsAt: inMinutes(90), minutes: 60, workstation: seat(place, 1).id, features: [], together: 1 };
    const asked = { wish: { ...wish, purpose: null, group: null, person: null }, override: null };
    const booked = await staff.must('booking.make', asked);
    if (!booked.made) throw new Error('not booked');
    expect(await addSession()).toEqual({ made: false, broken: ['taken'], inTheWay: [booked.entry] });
    expect((await read())?.sessions).toEqual([]);
    await staff.must('booking.cancel', { entry: booked.entry.id, version: booked.entry.version });
    expect(await addSession()).toMatchObject({ made: true });
    expect(await staff.must('booking.make', asked)).toMatchObject({ made: false, broken: ['taken'] });
  });

  test('is not made where a kiosk keeps its cells', async () => {
    const { kiosks, read, addSession } = await open();
    kiosks[1]?.holdSlices(() => inMinutes(90));
    expect(await addSession()).toEqual({ made: false, broken: ['not-handed-over'], inTheWay: [] });
    expect((await read())?.sessions).toEqual([]);
  });

  test('asked for by two at once is made once', async () => {
    const { staff, desk, id, place, read } = await open();
    const other = await StaffClient.signedIn(desk.address);
    const workstations = [seat(place, 0).id];
    const date = { workshop: id, startsAt: inMinutes(60), endsAt: inMinutes(120), workstations };
    const answers = await Promise.all([staff, other].map((one) => one.must('workshop.add-session', date)));
    expect(answers.filter(({ made }) => made)).toHaveLength(1);
    expect((await read())?.sessions).toHaveLength(1);
  });

  test.each([
    ['that ends before it begins', { endsAt: inMinutes(30) }, 'malformed'],
    ['of a workshop that is none', { workshop: randomUUID() }, 'not-found'],
    ['on a workstation of another place', { workstations: [randomUUID()] }, 'not-found'],
  ])('%s is refused', async (_what, changed, code) => {
    const { staff, id, place } = await open();
    const date = { workshop: id, startsAt: inMinutes(60), endsAt: inMinutes(120), workstations: [seat(place, 0).id] };
    expect((await staff.call('workshop.add-session', { ...date, ...changed })).problem?.code).toBe(code);
  });

  test('in the past is refused, and one that names a workstation twice takes it once', async () => {
    const { place, addSession, session } = await open();
    expect(await addSession({ startsAt: inMinutes(-60) })).toEqual({ made: false, broken: ['past'], inTheWay: [] });
    const entry = await session({ workstations: [seat(place, 0).id, seat(place, 0).id] });
    expect(entry.workstations).toEqual([seat(place, 0).id]);
  });

  test('to come goes with its workshop, and its cells are free again; what runs goes on', async () => {
    const { staff, clock, id, read, session } = await open();
    const running = await session();
    await session({ startsAt: inMinutes(300), endsAt: inMinutes(360) });
    clock.forward(70 * 60_000);
    expect((await staff.call('workshop.remove', { workshop: id, version: 9 })).problem?.code).toBe('stale');
    await staff.must('workshop.remove', { workshop: id, version: 1 });
    expect(await read()).toBeUndefined();
    expect((await staff.must('timeline.read', { from: '2026-12-02', to: '2026-12-02' })).entries).toMatchObject([
      { id: running.id, standing: 'running' },
    ]);
    expect((await staff.call('workshop.register', { workshop: id, person: null })).problem?.code).toBe('not-found');
  });
});

describe('a seat', () => {
  test('goes to the first who come, and the next ones wait for it', async () => {
    const { staff, read, register } = await open();
    const first = await register();
    for (let at = 0; at < 3; at += 1) await register();
    expect(inLine(await read())).toEqual([
      [1, 'seated'],
      [2, 'seated'],
      [3, 'waiting'],
      [4, 'waiting'],
    ]);
    await staff.must('workshop.unregister', { registration: first.id });
    expect(inLine(await read())).toEqual([
      [1, 'cancelled'],
      [2, 'seated'],
      [3, 'seated'],
      [4, 'waiting'],
    ]);
    expect(await register()).toMatchObject({ number: 5, standing: 'waiting' });
  });

  test('of many who register at once is given once', async () => {
    const { register, read } = await open();
    await Promise.all(Array.from({ length: 8 }, () => register()));
    const line = inLine(await read());
    expect(line.map(([number]) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(line.filter(([, is]) => is === 'seated').map(([number]) => number)).toEqual([1, 2]);
  });

  test('that waited and is given back takes nothing from anybody', async () => {
    const { staff, read, register } = await open();
    const given = [await register(), await register(), await register()];
    await staff.must('workshop.unregister', { registration: given[2]?.id });
    await staff.must('workshop.unregister', { registration: given[2]?.id });
    expect(inLine(await read())).toEqual([
      [1, 'seated'],
      [2, 'seated'],
      [3, 'cancelled'],
    ]);
  });

  test('more goes to who waits; one less takes none away', async () => {
    const { staff, id, read, register } = await open();
    for (let at = 0; at < 4; at += 1) await register();
    await staff.must('workshop.write', { workshop: id, version: 1, ...mails, seats: 3 });
    const three = inLine(await read());
    expect(three.filter(([, is]) => is === 'seated')).toHaveLength(3);
    await staff.must('workshop.write', { workshop: id, version: 2, ...mails, seats: 1 });
    expect(inLine(await read())).toEqual(three);
  });

  test('belongs to a name only where the place keeps people, once, and until it keeps them no more', async () => {
    const { staff, id, read, register } = await open();
    const rules = await staff.must('booking-rules.read');
    await staff.must('booking-rules.write', { ...rules, keepsPeople: true });
    const ada = { seen: null, name: 'Ada', group: null, authorised: false, barred: null };
    const person = await staff.must('person.write', ada);
    expect(await register(person.id)).toMatchObject({ person: { id: person.id, name: 'Ada' } });
    const again = { workshop: id, person: person.id };
    expect((await staff.call('workshop.register', again)).problem?.code).toBe('not-now');
    await staff.must('booking-rules.write', { ...rules, keepsPeople: false });
    expect((await read())?.registrations).toMatchObject([{ number: 1, person: null }]);
    expect((await staff.call('workshop.register', again)).problem?.code).toBe('not-found');
  });
});

describe('who came', () => {
  test('is said session by session, corrected and taken back', async () => {
    const { staff, read, session, register } = await open();
    const [first, second] = [await session(), await session({ startsAt: inMinutes(300), endsAt: inMinutes(360) })];
    const registration = (await register()).id;
    const attend = (entry: string, present: boolean | null) =>
      staff.must('workshop.attend', { registration, entry, present });
    await attend(first.id, true);
    await attend(second.id, true);
    await attend(second.id, false);
    expect((await read())?.registrations[0]?.attendance).toEqual({ [first.id]: true, [second.id]: false });
    await attend(first.id, null);
    expect((await read())?.registrations[0]?.attendance).toEqual({ [second.id]: false });
  });

  test('cannot be said of a session of something else, or of somebody who is not on the list', async () => {
    const { staff, session, register } = await open();
    const entry = (await session()).id;
    const registration = (await register()).id;
    const said = { registration, entry, present: true };
    expect((await staff.call('workshop.attend', { ...said, entry: randomUUID() })).problem?.where).toBe('entry');
    expect((await staff.call('workshop.attend', { ...said, registration: randomUUID() })).problem?.where).toBe(
      'registration',
    );
  });
});

describe('a session that begins', () => {
  const start = (staff: StaffClient, entry: Entry) => staff.must('workshop.start', { entry: entry.id });
  const starts = (kiosk: KioskLine | undefined) => kiosk?.heard.filter(({ type }) => type === 'start-session') ?? [];

  test('begins on each of its workstations that is free, with the time that it has', async () => {
    const { staff, clock, place, kiosks, session } = await open();
    const entry = await session();
    clock.forward(60 * 60_000);
    kiosks[1]?.say(standing({ phase: 'out-of-service' }));
    await expect
      .poll(async () => (await staff.must('room.read')).workstations[1]?.phase, openWaitMs)
      .toBe('out-of-service');
    expect(await start(staff, entry)).toEqual({ started: [seat(place, 0).id], notStarted: [seat(place, 1).id] });
    const called = await kiosks[0]?.next('start-session');
    expect(called).toMatchObject({ minutes: 60, label: null });
    expect(await kiosks[0]?.claim(called?.ticket ?? '')).toMatchObject({ type: 'claimed' });
    expect(starts(kiosks[2])).toEqual([]);
    kiosks[1]?.say(standing());
    await expect.poll(async () => (await start(staff, entry)).started, openWaitMs).toEqual([seat(place, 1).id]);
    expect(starts(kiosks[0])).toEqual([]);
  });

  test('is begun once by two who press at the same moment', async () => {
    const { staff, desk, clock, kiosks, session } = await open();
    const entry = await session();
    clock.forward(60 * 60_000);
    const other = await StaffClient.signedIn(desk.address);
    const answers = await Promise.all([start(staff, entry), start(other, entry)]);
    expect(answers.flatMap((one) => one.started)).toHaveLength(2);
    await kiosks[0]?.next('start-session');
    expect(starts(kiosks[0])).toEqual([]);
  });

  test('seats somebody else where the first one has left', async () => {
    const { staff, clock, first: kiosk, session } = await open();
    const entry = await session();
    clock.forward(60 * 60_000);
    await start(staff, entry);
    const { ticket } = await kiosk.next('start-session');
    const running = randomUUID();
    kiosk.tell(
      { seq: 1, fact: started({ session: running, ticket, at: inMinutes(60), minutes: 60 }) },
      { seq: 2, fact: ended({ session: running, at: inMinutes(70), usedSeconds: 600 }) },
    );
    await kiosk.next('acknowledged');
    clock.forward(15 * 60_000);
    kiosk.say(standing());
    await expect.poll(async () => (await start(staff, entry)).started.length, openWaitMs).toBeGreaterThan(0);
    const second = await kiosk.next('start-session');
    expect(second.minutes).toBe(45);
    expect(await kiosk.claim(second.ticket)).toMatchObject({ type: 'claimed', resumed: false });
  });

  test('keeps its workstations from whoever is not of it', async () => {
    const { staff, clock, place, session } = await open();
    await session();
    clock.forward(60 * 60_000);
    const begin = { workstation: seat(place, 0).id, minutes: 30, label: null };
    expect((await staff.call('session.start', begin)).problem).toMatchObject({
      expected: 'a workstation without the workshop at 11:00',
    });
  });

  test('is not begun an hour too early, nor when it is over, nor when it is something else', async () => {
    const { staff, clock, place, session } = await open();
    const entry = await session();
    expect((await staff.call('workshop.start', { entry: entry.id })).problem?.code).toBe('not-now');
    clock.forward(120 * 60_000);
    expect((await staff.call('workshop.start', { entry: entry.id })).problem?.code).toBe('not-now');
    const closure = { kind: 'closure', title: 'Réunion', startsAt: inMinutes(180), endsAt: inMinutes(240) };
    const made = await staff.must('closure.make', { ...closure, workstations: [seat(place, 0).id] });
    if (!made.made) throw new Error('not made');
    expect((await staff.call('workshop.start', { entry: made.entry.id })).problem?.code).toBe('not-found');
  });
});

test('a desk that was restarted knows its workshops, its lists and who came', async () => {
  const { place, desk, clock, staff, read, session, register } = await open();
  const entry = await session();
  const { id: registration } = await register();
  await staff.must('workshop.attend', { registration, entry: entry.id, present: true });
  const before = await read();
  await desk.stop();
  const again = await StaffClient.signedIn((await openDesk(place, { clock })).address);
  expect((await again.must('workshops.read')).workshops).toEqual([before]);
});
