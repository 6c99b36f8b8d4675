import { describe, expect, test } from 'vitest';
import type { BookingAnswer, Entry, Wish } from '../../contract/book/entries.ts';
import type { SliceTicket } from '../../contract/desk-link.ts';
import { openStore } from '../../main/desk/store/open-store.ts';
import { ended, started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, type Place, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

/** A Wednesday, ten in the morning on the place's clock. */
const now = '2026-12-02T09:00:00.000Z';
const noon = '2026-12-02T11:00:00.000Z';
const inAWeek = '2026-12-09T13:00:00.000Z';

const wish = (changes: Partial<Wish> = {}): { wish: Wish; override: string | null } => ({
  wish: {
    ...{ startsAt: noon, minutes: 60, workstation: null, features: [], together: 1 },
    ...{ purpose: null, group: null, person: null, ...changes },
  },
  override: null,
});

async function open(changes: Parameters<typeof makePlace>[0] = {}) {
  const place = await makePlace({ seats: 2, ...changes });
  const clock = movableClock(now);
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  return { place, clock, desk, staff };
}

async function openWithKiosks(changes: Parameters<typeof makePlace>[0] = {}) {
  const opened = await open(changes);
  const { place, desk } = opened;
  const kiosks = await Promise.all(place.settings.workstations.map((one) => KioskLine.welcomed(desk.address, one)));
  for (const kiosk of kiosks) kiosk.holdSlices();
  return { ...opened, kiosks };
}

function made(answer: BookingAnswer): { entry: Entry; codes: string[] | null } {
  if (!answer.made) throw new Error(`refused: ${answer.broken.join(', ')}`);
  return answer;
}

const timeline = (staff: StaffClient, day = '2026-12-02') => staff.must('timeline.read', { from: day, to: day });

/** Straight from the disk: no two live holds of a workstation touch. */
function holdsOnDisk({ settings }: Place): { workstation: string; from_cell: number; to_cell: number }[] {
  const store = openStore(settings.data);
  if (!store.ok) throw new Error(store.problem.expected);
  const rows = store.value
    .prepare<[], { workstation: string; from_cell: number; to_cell: number }>(
      'SELECT workstation, from_cell, to_cell FROM holds WHERE released_at IS NULL ORDER BY workstation, from_cell',
    )
    .all();
  store.value.close();
  return rows;
}

describe('a booking', () => {
  test('gets a workstation, a code, and its place on the timeline', async () => {
    const { staff, place } = await openWithKiosks();
    const { entry, codes } = made(await staff.must('booking.make', wish({ purpose: 'procedure' })));
    expect(codes).toEqual([expect.stringMatching(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/)]);
    expect(entry).toMatchObject({ kind: 'booking', standing: 'expected', startsAt: noon, purpose: 'procedure' });
    expect(entry.workstations).toEqual([seat(place, 0).id]);
    expect((await timeline(staff)).entries).toEqual([entry]);
  });

  test('is found again by its code, however it is read out', async () => {
    const { staff } = await openWithKiosks();
    const { entry, codes } = made(await staff.must('booking.make', wish()));
    const spoken = (codes?.[0] ?? '').toLowerCase().replace('-', ' ');
    expect(await staff.must('booking.find', { code: spoken })).toEqual({ entry });
    expect((await staff.call('booking.find', { code: 'AAA-AAA' })).problem?.code).toBe('not-found');
  });

  test('is refused when every workstation is taken, and told what could be had instead', async () => {
    const { staff } = await openWithKiosks();
    made(await staff.must('booking.make', wish()));
    made(await staff.must('booking.make', wish()));
    const third = await staff.must('booking.make', wish());
    expect(third).toMatchObject({ made: false, broken: ['taken'] });
    if (third.made) throw new Error('made');
    expect(third.alternatives.length).toBeGreaterThan(2);
    const [nearest] = third.alternatives;
    made(await staff.must('booking.make', wish({ startsAt: nearest?.startsAt ?? '' })));
  });

  test('on a workstation that is taken is told first that another one is free at that very time', async () => {
    const { staff, place } = await openWithKiosks();
    const here = wish({ workstation: seat(place, 0).id });
    made(await staff.must('booking.make', here));
    expect(await staff.must('booking.make', here)).toMatchObject({
      broken: ['taken'],
      alternatives: [{ startsAt: noon, workstations: [seat(place, 1).id] }, {}, {}, {}, {}, {}],
    });
  });

  test('that a rule refuses is not told the same time again', async () => {
    const { staff, place } = await openWithKiosks();
    const tooLong = wish({ workstation: seat(place, 0).id, minutes: 600 });
    const refused = await staff.must('booking.make', tooLong);
    if (refused.made) throw new Error('made');
    expect(refused.broken).not.toContain('taken');
    expect(refused.alternatives.map(({ startsAt }) => startsAt)).not.toContain(noon);
  });

  test('half-open: who comes at its end does not meet who was there before', async () => {
    const { staff } = await openWithKiosks({ seats: 1 });
    made(await staff.must('booking.make', wish()));
    made(await staff.must('booking.make', wish({ startsAt: '2026-12-02T12:00:00.000Z' })));
    expect(await staff.must('booking.make', wish({ startsAt: '2026-12-02T11:55:00.000Z' }))).toMatchObject({
      made: false,
    });
  });

  test('of two neighbours takes two workstations side by side, with a code each', async () => {
    const { staff, place } = await openWithKiosks({ seats: 3 });
    made(await staff.must('booking.make', wish({ workstation: seat(place, 0).id })));
    const { entry, codes } = made(await staff.must('booking.make', wish({ together: 2 })));
    expect(entry.workstations).toEqual([seat(place, 1).id, seat(place, 2).id]);
    expect(new Set(codes).size).toBe(2);
  });

  test('with a wish gets a workstation that has it, or none', async () => {
    const place = await makePlace({ seats: 2 });
    const [first, second] = place.settings.workstations;
    if (first === undefined || second === undefined) throw new Error('no seats');
    const { staff } = await openWithKiosks({ workstations: [first, { ...second, features: ['scanner'] }] });
    const { entry } = made(await staff.must('booking.make', wish({ features: ['scanner'] })));
    expect(entry.workstations).toEqual([second.id]);
    expect(await staff.must('booking.make', wish({ features: ['webcam'] }))).toMatchObject({
      broken: ['feature-missing'],
    });
  });

  test('reaches its kiosk as reserved time and as a code that opens from ten minutes before', async () => {
    const { staff, kiosks } = await openWithKiosks({ seats: 1 });
    made(await staff.must('booking.make', wish()));
    const slice = (await kiosks[0]?.next('slice'))?.slice;
    expect(slice?.bookings).toEqual([
      { ticket: slice?.tickets[0]?.ticket, startsAt: noon, minutes: 60, releasedAt: '2026-12-02T11:10:00.000Z' },
    ]);
    const expected: Partial<SliceTicket> = { access: 'booking', minutes: 60, validFrom: '2026-12-02T10:50:00.000Z' };
    expect(slice?.tickets).toEqual([expect.objectContaining(expected)]);
  });

  test('in a closed hour is refused, unless a facilitator says why', async () => {
    const { staff } = await openWithKiosks();
    const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '12:00' }]);
    await staff.must('rules.write', { ...(await staff.must('rules.read')), week });
    expect(await staff.must('booking.make', wish())).toMatchObject({ made: false, broken: ['closed'] });
    made(await staff.must('booking.make', { ...wish(), override: 'la salle reste ouverte pour elle' }));
  });

  test('beyond what the place allows names every rule that it breaks', async () => {
    const { staff } = await openWithKiosks();
    const answer = await staff.must('booking.make', wish({ startsAt: '2027-03-02T11:00:00.000Z', minutes: 180 }));
    expect(answer).toMatchObject({ made: false, broken: ['too-early', 'too-long'] });
  });

  test('in the past is refused whatever anybody says', async () => {
    const { staff } = await openWithKiosks();
    const late = { ...wish({ startsAt: '2026-12-02T08:00:00.000Z' }), override: 'trop tard' };
    expect(await staff.must('booking.make', late)).toMatchObject({ made: false, broken: ['past'] });
  });
});

describe('what a kiosk owns', () => {
  test('is promised to nobody while the kiosk is away; the days after its slice are', async () => {
    const { staff, place, desk } = await open({ seats: 1 });
    const kiosk = await KioskLine.welcomed(desk.address, seat(place, 0));
    kiosk.holdSlices();
    kiosk.cut();
    await expect
      .poll(async () => (await timeline(staff)).workstations[0]?.promisableFrom)
      .toBe('2026-12-03T23:10:00.000Z');
    expect(await staff.must('booking.make', wish())).toMatchObject({ made: false, broken: ['not-handed-over'] });
    made(await staff.must('booking.make', wish({ startsAt: inAWeek })));
  });

  test('goes to somebody else when it does not say that it holds the slice', async () => {
    const { staff, place, desk } = await open({ seats: 2 });
    await KioskLine.welcomed(desk.address, seat(place, 0));
    const second = await KioskLine.welcomed(desk.address, seat(place, 1));
    second.holdSlices();
    const { entry } = made(await staff.must('booking.make', wish()));
    expect(entry.workstations).toEqual([seat(place, 1).id]);
  });

  test('stays its own where somebody sits until after the beginning', async () => {
    const { staff, place, desk } = await open({ seats: 2 });
    const busy = await KioskLine.welcomed(desk.address, seat(place, 0));
    busy.holdSlices(() => '2026-12-02T11:05:00.000Z');
    const free = await KioskLine.welcomed(desk.address, seat(place, 1));
    free.holdSlices();
    const { entry } = made(await staff.must('booking.make', wish()));
    expect(entry.workstations).toEqual([seat(place, 1).id]);
    expect(await staff.must('booking.make', wish())).toMatchObject({ made: false });
    expect(holdsOnDisk(place)).toHaveLength(1);
  });

  test('is numbered above what it holds already, after a copy of the book was brought back', async () => {
    const { staff, place, desk } = await open({ seats: 1 });
    const kiosk = await KioskLine.welcomed(desk.address, seat(place, 0));
    kiosk.say({ type: 'slice-held', epoch: 900, endsAt: null });
    expect((await kiosk.next('slice')).slice.epoch).toBe(901);
    kiosk.holdSlices();
    made(await staff.must('booking.make', wish()));
  });
});

describe('a change', () => {
  test('of time keeps the code, and the cells that were left are free again', async () => {
    const { staff } = await openWithKiosks({ seats: 1 });
    const { entry, codes } = made(await staff.must('booking.make', wish()));
    const to = { entry: entry.id, version: entry.version, minutes: 60, workstation: null, override: null };
    const moved = made(await staff.must('booking.move', { ...to, startsAt: '2026-12-02T11:30:00.000Z' }));
    expect(moved.entry).toMatchObject({ id: entry.id, startsAt: '2026-12-02T11:30:00.000Z' });
    expect((await staff.must('booking.find', { code: codes?.[0] ?? '' })).entry).toEqual(moved.entry);
    made(await staff.must('booking.make', wish({ minutes: 30 })));
  });

  test('holds at its new time, whatever somebody does who was let in for the old one', async () => {
    const { staff, clock, kiosks, place } = await openWithKiosks({ seats: 1 });
    const { entry } = made(await staff.must('booking.make', wish()));
    const ticket = (await kiosks[0]?.next('slice'))?.slice.bookings[0]?.ticket ?? '';
    clock.forward(115 * 60_000);
    const to = { entry: entry.id, version: entry.version, minutes: 60, workstation: null, override: null };
    const moved = made(await staff.must('booking.move', { ...to, startsAt: inAWeek })).entry;
    const before = holdsOnDisk(place);
    const sat = { session: 'b6f6a2f1-6d7a-4d0e-9d4b-1f2f6b1f7a01', at: '2026-12-02T10:55:00.000Z' };
    kiosks[0]?.tell({ seq: 1, fact: started({ ...sat, ticket, charterVersion: 0 }) });
    await kiosks[0]?.next('acknowledged');
    kiosks[0]?.tell({ seq: 2, fact: ended({ ...sat, reason: 'inactivity', usedSeconds: 0 }) });
    await kiosks[0]?.next('acknowledged');
    expect(holdsOnDisk(place)).toEqual(before);
    expect((await timeline(staff, '2026-12-09')).entries).toEqual([moved]);
  });

  test('that is refused leaves everything as it was', async () => {
    const { staff, place } = await openWithKiosks({ seats: 1 });
    const { entry } = made(await staff.must('booking.make', wish()));
    made(await staff.must('booking.make', wish({ startsAt: '2026-12-02T13:00:00.000Z' })));
    const before = holdsOnDisk(place);
    const to = { startsAt: '2026-12-02T12:30:00.000Z', minutes: 60, workstation: null, override: null };
    const refused = await staff.must('booking.move', { entry: entry.id, version: entry.version, ...to });
    expect(refused).toMatchObject({ made: false, broken: ['taken'] });
    expect(holdsOnDisk(place)).toEqual(before);
  });

  test('that a kiosk does not hand over leaves it where it was promised', async () => {
    const { staff, place, desk } = await open({ seats: 2 });
    (await KioskLine.welcomed(desk.address, seat(place, 0))).holdSlices();
    await KioskLine.welcomed(desk.address, seat(place, 1));
    const { entry } = made(await staff.must('booking.make', wish({ workstation: seat(place, 0).id })));
    const before = holdsOnDisk(place);
    const to = { startsAt: noon, minutes: 60, workstation: seat(place, 1).id, override: null };
    const refused = await staff.must('booking.move', { entry: entry.id, version: entry.version, ...to });
    expect(refused).toMatchObject({ made: false, broken: ['not-handed-over'] });
    expect(holdsOnDisk(place)).toEqual(before);
  });

  test('from an older look is refused and overwrites nothing', async () => {
    const { staff, desk } = await openWithKiosks();
    const other = await StaffClient.signedIn(desk.address);
    const { entry } = made(await staff.must('booking.make', wish()));
    const seen = { entry: entry.id, version: entry.version };
    await staff.must('booking.cancel', seen);
    expect((await other.call('booking.cancel', seen)).problem?.code).toBe('stale');
  });

  test('a cancelled one frees its cells, and is restored only while nobody has taken them', async () => {
    const { staff } = await openWithKiosks({ seats: 1 });
    const { entry } = made(await staff.must('booking.make', wish()));
    const cancelled = (await staff.must('booking.cancel', { entry: entry.id, version: entry.version })).entry;
    expect(cancelled.standing).toBe('cancelled');
    const restored = made(await staff.must('booking.restore', { entry: entry.id, version: cancelled.version }));
    expect(restored.entry.standing).toBe('expected');
    const again = await staff.must('booking.cancel', { entry: entry.id, version: restored.entry.version });
    made(await staff.must('booking.make', wish()));
    expect(await staff.must('booking.restore', { entry: entry.id, version: again.entry.version })).toMatchObject({
      made: false,
      broken: ['taken'],
    });
  });
});

describe('nobody came', () => {
  test('ten minutes after the beginning the cells are free, and whoever takes them has them', async () => {
    const { staff, clock } = await openWithKiosks({ seats: 1 });
    const { entry } = made(await staff.must('booking.make', wish()));
    clock.forward(2 * 60 * 60_000 + 9 * 60_000);
    expect((await timeline(staff)).entries[0]?.standing).toBe('due');
    expect(await staff.must('booking.make', wish({ startsAt: '2026-12-02T11:20:00.000Z', minutes: 30 }))).toMatchObject(
      {
        made: false,
      },
    );
    clock.forward(60_000);
    expect((await timeline(staff)).entries[0]?.standing).toBe('no-show');
    made(await staff.must('booking.make', wish({ startsAt: '2026-12-02T11:20:00.000Z', minutes: 30 })));
    const excused = await staff.must('booking.excuse', { entry: entry.id, version: entry.version, excused: true });
    expect(excused.entry.excused).toBe(true);
  });

  test('who did come is not released, and the time they leave free is', async () => {
    const { staff, clock, kiosks, place } = await openWithKiosks({ seats: 1 });
    const { entry } = made(await staff.must('booking.make', wish()));
    const ticket = (await kiosks[0]?.next('slice'))?.slice.bookings[0]?.ticket ?? '';
    clock.forward(2 * 60 * 60_000);
    const session = 'b6f6a2f1-6d7a-4d0e-9d4b-1f2f6b1f7a01';
    kiosks[0]?.tell({
      seq: 1,
      fact: {
        ...{ kind: 'session-started', session, ticket, access: 'booking', profile: 'adult', at: noon, minutes: 60 },
        ...{ reason: 'granted-whole', charterVersion: 1, resumed: false },
      },
    });
    await kiosks[0]?.next('acknowledged');
    clock.forward(20 * 60_000);
    expect((await timeline(staff)).entries[0]).toMatchObject({ id: entry.id, standing: 'arrived' });
    kiosks[0]?.tell({
      seq: 2,
      fact: {
        ...{ kind: 'session-ended', session, at: '2026-12-02T11:18:00.000Z', reason: 'visitor-ended' },
        ...{ usedSeconds: 1080, estimated: false },
      },
    });
    await kiosks[0]?.next('acknowledged');
    expect(holdsOnDisk(place)).toEqual([
      {
        workstation: seat(place, 0).id,
        from_cell: Date.parse(noon) / 300_000,
        to_cell: Date.parse(noon) / 300_000 + 3,
      },
    ]);
  });
});

test('a thousand at once for the same ten slots: ten are accepted, and nobody is refused who could have been placed', async () => {
  const { staff, place } = await openWithKiosks({ seats: 2 });
  const starts = Array.from({ length: 5 }, (_, at) => new Date(Date.parse(inAWeek) + at * 3_600_000).toISOString());
  const asked = Array.from({ length: 1000 }, (_, at) => wish({ startsAt: starts[at % starts.length] ?? '' }));
  const answers = await Promise.all(asked.map((one) => staff.must('booking.make', one)));
  expect(answers.filter(({ made: is }) => is)).toHaveLength(10);
  expect(holdsOnDisk(place)).toHaveLength(10);
});

test('a closure takes its workstations, and is not made while somebody stands in its way', async () => {
  const { staff, place } = await openWithKiosks();
  const { entry } = made(await staff.must('booking.make', wish()));
  const closure = {
    ...{ kind: 'closure', title: 'Réunion', startsAt: '2026-12-02T10:30:00.000Z', endsAt: '2026-12-02T13:00:00.000Z' },
    workstations: place.settings.workstations.map(({ id }) => id),
  };
  expect(await staff.must('closure.make', closure)).toEqual({ made: false, broken: ['taken'], inTheWay: [entry] });
  await staff.must('booking.cancel', { entry: entry.id, version: entry.version });
  expect(await staff.must('closure.make', closure)).toMatchObject({ made: true, entry: { title: 'Réunion' } });
  expect(await staff.must('booking.make', wish())).toMatchObject({ broken: ['taken'] });
});

test('a kiosk is not told of its own sessions: who sits there is no obstacle to their own time', async () => {
  const { place, desk, staff } = await open({ seats: 1 });
  const kiosk = await KioskLine.welcomed(desk.address, seat(place, 0));
  kiosk.tell({ seq: 1, fact: started({ at: now }) });
  await kiosk.next('acknowledged');
  expect((await timeline(staff)).entries).toMatchObject([{ kind: 'walk-in', standing: 'arrived' }]);
  kiosk.cut();
  const again = new KioskLine(desk.address);
  await again.opened();
  again.greet(seat(place, 0));
  expect(await again.next('welcome')).toMatchObject({ slice: { bookings: [] } });
});

test('a desk that stopped between asking a kiosk and hearing from it has promised nothing', async () => {
  const { place, desk, staff, clock } = await open({ seats: 1 });
  await KioskLine.welcomed(desk.address, seat(place, 0));
  const asked = staff.call('booking.make', wish()).catch(() => null);
  await expect.poll(() => holdsOnDisk(place).length).toBe(1);
  await desk.stop();
  await asked;
  const again = await openDesk(place, { clock });
  const later = await StaffClient.signedIn(again.address);
  expect((await timeline(later)).entries).toEqual([]);
  expect(holdsOnDisk(place)).toEqual([]);
});

test('a visitor books, looks up and cancels at a kiosk without telling who they are', async () => {
  const { kiosks, staff } = await openWithKiosks({ seats: 1 });
  const [kiosk] = kiosks;
  if (kiosk === undefined) throw new Error('no kiosk');
  const outlook = await kiosk.ask({ ask: 'outlook', minutes: 30, features: [] });
  expect(outlook).toMatchObject({ answer: 'outlook', first: { workstations: ['Poste 1'] } });
  const booked = await kiosk.ask({ ask: 'book', startsAt: noon, minutes: 30, features: [], purpose: 'job' });
  if (booked.answer !== 'booked') throw new Error(booked.answer);
  expect(booked.booking).toEqual({
    ...{ startsAt: noon, endsAt: '2026-12-02T11:30:00.000Z', workstation: 'Poste 1', cancellable: true },
  });
  expect(await kiosk.ask({ ask: 'find', code: booked.code })).toEqual({ answer: 'found', booking: booked.booking });
  expect((await timeline(staff)).entries).toHaveLength(1);
  expect(await kiosk.ask({ ask: 'cancel', code: booked.code })).toMatchObject({ answer: 'cancelled' });
  expect(await kiosk.ask({ ask: 'find', code: booked.code })).toEqual({ answer: 'unknown-code' });
  expect((await timeline(staff)).entries).toEqual([]);
});
