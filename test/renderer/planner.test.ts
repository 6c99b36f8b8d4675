import { describe, expect, test } from 'vitest';
import { cellAt } from '../../contract/book/cells.ts';
import type { Entry } from '../../contract/book/entries.ts';
import { BookingDraft, timeOf, timeOfSpan } from '../../renderer/desk/book/booking-draft.svelte.ts';
import { ClosureDraft } from '../../renderer/desk/book/closure-draft.svelte.ts';
import { DayDrag, type Dropped, type Grip, type Spot } from '../../renderer/desk/book/day-drag.svelte.ts';
import { Planner } from '../../renderer/desk/book/planner.svelte.ts';
import { SlotSearch } from '../../renderer/desk/book/slot-search.svelte.ts';
import { bookOf, everyStanding, expected, fromTwo, placed } from './book-day.ts';
import { openDeskView } from './desk-view-stage.ts';
import { station } from './fake-place.ts';

const day = '2026-11-24';
const cell = (minutes: number): number => cellAt(Date.parse(fromTwo(minutes)));
const many = placed({ station: 2, from: 150, to: 180 }, { workstations: [station(2).id, station(3).id] });

/** The day as the desk tells of it; what is booked, moved and cancelled there is seen at the next look. */
async function open(entries: Entry[] = everyStanding()) {
  const stage = await openDeskView();
  const { desk, view } = stage;
  let book = entries;
  const put = (entry: Entry): Entry => {
    book = [...book.filter(({ id }) => id !== entry.id), entry];
    return entry;
  };
  desk.answers['timeline.read'] = (days) => bookOf(book, days);
  desk.answers['booking.make'] = ({ wish }) => ({
    made: true,
    entry: put(placed({ station: 4, from: 240, to: 270 }, { startsAt: wish.startsAt })),
    codes: ['K7M-4QX'],
  });
  view.look({ page: 'day', day });
  // No moment before the room was told.
  view.tick();
  const planner = new Planner(view);
  await planner.read(planner.days);
  return { ...stage, planner, put, entries: () => book };
}

/** A drag over that board, from a grip to a spot. */
function drag(planner: Planner, grip: Grip, to: Omit<Spot, 'row'> & { row: number }): Dropped | null {
  const hand = new DayDrag(() => planner.board);
  hand.take(grip);
  hand.follow({ row: station(to.row).id, cell: to.cell });
  return hand.drop();
}

const grip = (what: 'move' | 'lengthen', entry: Entry, minutes: number): Grip => ({
  what,
  entry,
  row: entry.workstations[0] ?? '',
  cell: cell(minutes),
});

const bookFrom = (number: number, minutes: number): Grip => ({
  what: 'book',
  row: station(number).id,
  cell: cell(minutes) + 0.4,
});

describe('a drag', () => {
  test('over free time is a booking from quarter to quarter, in either direction', async () => {
    const { planner } = await open();
    const wanted = { what: 'book', workstation: station(1).id, span: { from: cell(90), to: cell(135) } };
    expect(drag(planner, bookFrom(1, 92), { row: 1, cell: cell(125) + 0.5 })).toEqual(wanted);
    expect(drag(planner, bookFrom(1, 130), { row: 5, cell: cell(95) })).toEqual(wanted);
  });

  test('over free time takes no more than is free', async () => {
    const { planner } = await open();
    expect(drag(planner, bookFrom(2, 0), { row: 2, cell: cell(80) })).toMatchObject({
      span: { from: cell(0), to: cell(30) },
    });
    expect(drag(planner, bookFrom(2, 40), { row: 2, cell: cell(80) })).toBeNull();
  });

  test('of a booking moves it by what the hand has moved, to another row too, and to an edge that is near', async () => {
    const { planner } = await open();
    const to = (row: number, minutes: number) =>
      drag(planner, grip('move', expected, 50), { row, cell: cell(minutes) + 0.3 });
    expect(to(2, 110)).toMatchObject({ workstation: station(2).id, span: { from: cell(90), to: cell(150) } });
    expect(to(8, 71)).toMatchObject({ workstation: station(8).id, span: { from: cell(45), to: cell(105) } });
    const until = placed({ station: 8, from: 60, to: 70 });
    const { planner: other } = await open([expected, until]);
    const near = drag(other, grip('move', expected, 50), { row: 8, cell: cell(91) });
    expect(near).toMatchObject({ span: { from: cell(70), to: cell(130) } });
  });

  test('of its edge makes it longer or shorter, never to nothing', async () => {
    const { planner } = await open();
    const to = (minutes: number) => drag(planner, grip('lengthen', expected, 90), { row: 3, cell: cell(minutes) });
    expect(to(121)).toMatchObject({ workstation: station(2).id, span: { from: cell(30), to: cell(120) } });
    expect(to(60)).toMatchObject({ span: { from: cell(30), to: cell(60) } });
    expect(to(-100)).toMatchObject({ span: { from: cell(30), to: cell(35) } });
  });

  test('back to where it was, or given up, is nothing', async () => {
    const { planner } = await open();
    expect(drag(planner, grip('move', expected, 50), { row: 2, cell: cell(50) })).toBeNull();
    const hand = new DayDrag(() => planner.board);
    hand.take(grip('move', expected, 50));
    hand.follow({ row: station(8).id, cell: cell(200) });
    hand.cancel();
    expect([hand.ghost, hand.drop()]).toEqual([null, null]);
  });

  test('says beforehand that somebody is there', async () => {
    const { planner } = await open();
    const hand = new DayDrag(() => planner.board);
    hand.take(grip('move', expected, 30));
    hand.follow({ row: station(3).id, cell: cell(30) });
    expect(hand.ghost).toMatchObject({ row: station(3).id, meets: true });
    hand.follow({ row: station(8).id, cell: cell(30) });
    expect(hand.ghost).toMatchObject({ row: station(8).id, meets: false });
  });
});

describe('each drag and its form', () => {
  test('ask the same of the desk for a new booking', async () => {
    const { planner, desk, view } = await open();
    const dropped = drag(planner, bookFrom(1, 90), { row: 1, cell: cell(150) });
    if (dropped === null) throw new Error('nothing was dropped');
    await planner.drop(dropped);
    if (planner.question?.what !== 'booking') throw new Error('nothing is asked');
    await planner.send(planner.question.draft);
    const form = new BookingDraft(view, { startsAt: 0, minutes: 15, workstation: null });
    Object.assign(form, { day, from: '15:30', minutes: 60, workstation: station(1).id });
    await planner.send(form);
    const [dragged, filledIn] = desk.askedOf('booking.make');
    expect(dragged).toMatchObject({ wish: { startsAt: fromTwo(90), minutes: 60, workstation: station(1).id } });
    expect(filledIn).toEqual(dragged);
  });

  test.each([
    {
      what: 'another time and row',
      dropped: (planner: Planner) => drag(planner, grip('move', expected, 30), { row: 8, cell: cell(45) }),
      fields: { from: '14:45', workstation: station(8).id },
    },
    {
      what: 'another length',
      dropped: (planner: Planner) => drag(planner, grip('lengthen', expected, 90), { row: 2, cell: cell(120) }),
      fields: { minutes: 90 },
    },
  ])('ask the same of the desk for $what', async ({ dropped, fields }) => {
    const { planner, desk, view } = await open();
    desk.answers['booking.move'] = () => ({ refused: 'internal' });
    const drop = dropped(planner);
    if (drop === null) throw new Error('nothing was dropped');
    await planner.drop(drop);
    const form = new BookingDraft(view, timeOf(expected), expected);
    Object.assign(form, fields);
    await planner.send(form);
    const [dragged, filledIn] = desk.askedOf('booking.move');
    expect(dragged).toMatchObject({ entry: expected.id, version: 1, override: null });
    expect(filledIn).toEqual(dragged);
  });

  test('leave it to the desk which workstations several of them become', async () => {
    const { planner, desk, view } = await open([many]);
    desk.answers['booking.move'] = () => ({ refused: 'internal' });
    const drop = drag(planner, grip('move', many, 150), { row: 8, cell: cell(180) });
    if (drop === null) throw new Error('nothing was dropped');
    await planner.drop(drop);
    const form = new BookingDraft(view, timeOf(many), many);
    form.from = '17:00';
    await planner.send(form);
    const [dragged, filledIn] = desk.askedOf('booking.move');
    expect(dragged).toMatchObject({ startsAt: fromTwo(180), minutes: 30, workstation: null });
    expect(filledIn).toEqual(dragged);
  });
});

describe('a booking', () => {
  test('begins with the next quarter of an hour, for an hour, anywhere', async () => {
    const { planner, view } = await open();
    planner.book();
    const { question } = planner;
    if (question?.what !== 'booking') throw new Error('nothing is asked');
    expect(question.draft).toMatchObject({ day, from: '14:15', minutes: 60, workstation: null });
    view.look({ day: '2026-11-28' });
    await planner.read(planner.days);
    planner.book();
    expect(planner.question).toMatchObject({ draft: { day: '2026-11-28', from: '10:00' } });
  });

  test('from a cell is an hour, or what is free of it; from the cell that runs it begins now', async () => {
    const { planner } = await open();
    const row = planner.board?.rows[1];
    if (row === undefined) throw new Error('no row');
    planner.bookAt(row, cell(0));
    expect(planner.question).toMatchObject({ draft: { from: '14:05', minutes: 25, workstation: station(2).id } });
    planner.bookAt(row, cell(120));
    expect(planner.question).toMatchObject({ draft: { from: '16:00', minutes: 60 } });
  });

  test('shows its codes when it is made, and can be taken back', async () => {
    const { planner, desk } = await open();
    desk.answers['booking.cancel'] = ({ entry }) => ({
      entry: placed({ station: 4, from: 240, to: 270 }, { id: entry, standing: 'cancelled', version: 2 }),
    });
    planner.book();
    if (planner.question?.what !== 'booking') throw new Error('nothing is asked');
    await planner.send(planner.question.draft);
    expect(planner.question).toMatchObject({ what: 'codes', codes: ['K7M-4QX'] });
    expect(planner.last.done?.what).toBe('made');
    await planner.undo('Retour');
    expect(desk.askedOf('booking.cancel')).toMatchObject([{ version: 1 }]);
    expect(planner.last.undone).toEqual({ ok: true });
  });

  test('says at the field what is wrong, and asks nothing', async () => {
    const { planner, desk, view } = await open();
    const draft = new BookingDraft(view, timeOfSpan({ from: cell(60), to: cell(120) }, null));
    Object.assign(draft, { from: '', minutes: 0.5, together: 21 });
    expect([draft.timeFault, draft.minutesFault, draft.togetherFault]).toEqual([false, false, false]);
    expect(await planner.send(draft)).toBe(false);
    expect([draft.timeFault, draft.minutesFault, draft.togetherFault]).toEqual([true, true, true]);
    expect(desk.askedOf('booking.make')).toEqual([]);
  });

  test('of several leaves the workstations to the desk, with all that is wished', async () => {
    const { planner, desk, view } = await open();
    const draft = new BookingDraft(view, timeOfSpan({ from: cell(60), to: cell(120) }, station(2).id));
    Object.assign(draft, { together: 2, purpose: 'job', group: 'jeunes' });
    draft.need('scanner', true);
    draft.need('webcam', true);
    draft.need('webcam', false);
    await planner.send(draft);
    expect(desk.askedOf('booking.make')).toEqual([
      {
        wish: {
          ...{ startsAt: fromTwo(60), minutes: 60, workstation: null, features: ['scanner'], together: 2 },
          ...{ purpose: 'job', group: 'jeunes', person: null },
        },
        override: null,
      },
    ]);
  });

  test('that is refused tells why, offers what is near, and goes over soft rules with a reason', async () => {
    const { planner, desk, view } = await open();
    const alternatives = [{ startsAt: fromTwo(75), workstations: [station(5).id, station(4).id] }];
    desk.answers['booking.make'] = () => ({ made: false, broken: ['too-long'], alternatives });
    const draft = new BookingDraft(view, timeOfSpan({ from: cell(60), to: cell(240) }, station(2).id));
    expect(await planner.send(draft)).toBe(false);
    expect([draft.refused?.broken, draft.canOverride]).toEqual([['too-long'], true]);
    await planner.send(draft, true);
    expect([draft.reasonFault, desk.askedOf('booking.make').length]).toEqual([true, 1]);
    draft.reason = ' Démarche longue ';
    await planner.send(draft, true);
    expect(desk.askedOf('booking.make')[1]).toMatchObject({ override: 'Démarche longue' });
    draft.take(alternatives[0] ?? { startsAt: '', workstations: [] });
    await planner.send(draft);
    expect(desk.askedOf('booking.make')[2]).toMatchObject({
      wish: { startsAt: fromTwo(75), workstation: station(5).id },
      override: null,
    });
  });

  test('that lacks a workstation cannot be forced', async () => {
    const { planner, desk, view } = await open();
    desk.answers['booking.make'] = () => ({ made: false, broken: ['too-long', 'taken'], alternatives: [] });
    const draft = new BookingDraft(view, timeOfSpan({ from: cell(60), to: cell(240) }, null));
    await planner.send(draft);
    expect(draft.canOverride).toBe(false);
  });
});

describe('what was done last', () => {
  test('is undone by the way back: moved back with its reason, restored, counted again', async () => {
    const { planner, desk, put, view } = await open();
    const moved = { ...expected, startsAt: fromTwo(120), endsAt: fromTwo(180), version: 2 };
    desk.answers['booking.move'] = ({ version }) => ({
      made: true,
      entry: { ...moved, version: version + 1 },
      codes: null,
    });
    const draft = new BookingDraft(view, timeOfSpan({ from: cell(120), to: cell(180) }, station(2).id), expected);
    await planner.send(draft);
    expect(planner.question).toBeNull();
    await planner.undo('Retour en arrière');
    expect(desk.askedOf('booking.move')[1]).toEqual({
      ...{ entry: expected.id, version: 2, startsAt: expected.startsAt, minutes: 60 },
      ...{ workstation: station(2).id, override: 'Retour en arrière' },
    });

    desk.answers['booking.cancel'] = ({ version }) => ({
      entry: put({ ...expected, standing: 'cancelled', version: version + 1 }),
    });
    desk.answers['booking.restore'] = () => ({ made: false, broken: ['taken'], alternatives: [] });
    await planner.cancel(expected);
    await planner.undo('');
    expect(desk.askedOf('booking.restore')).toEqual([{ entry: expected.id, version: 2 }]);
    expect(planner.last.undone).toEqual({ ok: false, broken: ['taken'] });

    const absent = placed({ station: 5, from: -260, to: -200 }, { standing: 'no-show' });
    desk.answers['booking.excuse'] = ({ version, excused }) => ({
      entry: { ...absent, excused, version: version + 1 },
    });
    await planner.excuse(absent);
    expect(planner.last).toMatchObject({ done: { what: 'excused' }, undone: null });
    await planner.undo('');
    expect(desk.askedOf('booking.excuse')[1]).toEqual({ entry: absent.id, version: 2, excused: false });
  });

  test('is undone once', async () => {
    const { planner, desk } = await open();
    desk.answers['booking.cancel'] = () => ({ entry: { ...expected, standing: 'cancelled', version: 2 } });
    desk.answers['booking.restore'] = () => ({ made: true, entry: { ...expected, version: 3 }, codes: null });
    await planner.cancel(expected);
    await planner.undo('');
    await planner.undo('');
    expect(desk.askedOf('booking.restore')).toHaveLength(1);
  });
});

describe('what somebody else changed meanwhile', () => {
  test('is not overwritten but shown, and gone on from', async () => {
    const { planner, desk, put, view } = await open();
    desk.answers['booking.move'] = () => ({ refused: 'stale' });
    const drop = drag(planner, grip('move', expected, 30), { row: 8, cell: cell(30) });
    if (drop === null) throw new Error('nothing was dropped');
    const now = put({ ...expected, startsAt: fromTwo(60), endsAt: fromTwo(120), version: 5 });
    await planner.drop(drop);
    expect(view.failure?.code).toBe('stale');
    const { question } = planner;
    if (question?.what !== 'booking') throw new Error('nothing is asked');
    expect(planner.entryNow(expected)).toEqual(now);
    question.draft.adopt(planner.entryNow(expected));
    expect([question.draft.from, question.draft.entry?.version, view.failure]).toEqual(['15:00', 5, null]);
  });

  test.each([
    ['on another day', { startsAt: '2026-11-26T09:00:00.000Z', endsAt: '2026-11-26T10:00:00.000Z' }],
    ['cancelled', { standing: 'cancelled' as const }],
  ])('is found %s, where no timeline that is looked at has it', async (_where, changes) => {
    const { planner, desk } = await open();
    const now = { ...expected, ...changes, version: 2 };
    desk.answers['booking.cancel'] = () => ({ refused: 'stale' });
    desk.answers['timeline.read'] = (days) => bookOf([], days);
    desk.answers['entry.read'] = ({ entry }) => (entry === now.id ? { entry: now } : { refused: 'not-found' });
    expect(await planner.cancel(expected)).toBe(false);
    expect(planner.entryNow(expected)).toEqual(now);
    expect(planner.last.done).toBeNull();
  });

  test('is seen as soon as the room tells of it', async () => {
    const { planner, put } = await open();
    planner.change(expected);
    const now = put({ ...expected, standing: 'cancelled', version: 2 });
    await planner.read(planner.days);
    expect(planner.entryNow(expected)).toEqual(now);
  });
});

describe('the search for a slot', () => {
  test('asks for length, neighbours, features and days, and books one of them as it was asked for', async () => {
    const { planner, desk, view } = await open();
    const slot = { startsAt: fromTwo(1440), workstations: [station(4).id, station(5).id, station(1).id] };
    desk.answers['slots.find'] = () => ({ slots: [slot] });
    const search = new SlotSearch(view, day);
    Object.assign(search, { minutes: 90, together: 2, from: '2026-11-26', to: '2026-11-26' });
    search.need('scanner', true);
    await search.find();
    expect(desk.askedOf('slots.find')).toEqual([
      { minutes: 90, together: 2, features: ['scanner'], from: '2026-11-26', to: '2026-11-26' },
    ]);
    expect(search.found).toEqual([slot]);
    search.together = 5;
    await planner.send(search.draftOf(slot));
    expect(desk.askedOf('booking.make')).toMatchObject([
      { wish: { startsAt: slot.startsAt, minutes: 90, together: 2, workstation: null, features: ['scanner'] } },
    ]);
  });

  test('of one workstation books the one that was shown', async () => {
    const { planner, desk, view } = await open();
    const slot = { startsAt: fromTwo(60), workstations: [station(4).id, station(5).id] };
    desk.answers['slots.find'] = () => ({ slots: [slot] });
    const search = new SlotSearch(view, day);
    await search.find();
    await planner.send(search.draftOf(slot));
    expect(desk.askedOf('booking.make')).toMatchObject([{ wish: { workstation: station(4).id } }]);
  });

  test('asks nothing for days that run backwards or are too many', async () => {
    const { desk, view } = await open();
    const search = new SlotSearch(view, day);
    for (const to of ['2026-11-23', '2027-01-05', '']) {
      search.to = to;
      await search.find();
      expect([to, search.daysFault]).toEqual([to, true]);
    }
    expect(desk.askedOf('slots.find')).toEqual([]);
  });
});

describe('a closure', () => {
  test('takes all workstations or some, over several days', async () => {
    const { planner, desk, view } = await open();
    const closed = placed({ station: 2, from: 1140, to: 1200 }, { kind: 'closure', title: 'Noël' });
    desk.answers['closure.make'] = () => ({ made: true, entry: closed });
    const draft = new ClosureDraft(view, day, planner.openHours);
    expect(draft).toMatchObject({ from: '09:00', to: '18:00' });
    expect(await draft.send()).toBeNull();
    expect(draft.titleFault).toBe(true);
    Object.assign(draft, { title: ' Noël ', fromDay: '2026-12-24', from: '12:00', toDay: '2027-01-03', all: false });
    expect(await draft.send()).toBeNull();
    expect(draft.stationsFault).toBe(true);
    draft.choose(station(3).id, true);
    expect(await draft.send()).toEqual(closed);
    expect(desk.askedOf('closure.make')).toEqual([
      {
        ...{ kind: 'closure', title: 'Noël', workstations: [station(3).id] },
        ...{ startsAt: '2026-12-24T11:00:00.000Z', endsAt: '2027-01-03T17:00:00.000Z' },
      },
    ]);
    await planner.closed(closed);
    expect(planner.last.done).toMatchObject({ what: 'made', entry: { kind: 'closure' } });
  });

  test('with people in the way is not made, and tells of them', async () => {
    const { desk, planner, view } = await open();
    desk.answers['closure.make'] = () => ({ made: false, broken: ['taken'], inTheWay: [expected] });
    const draft = new ClosureDraft(view, day, planner.openHours);
    draft.title = 'Réunion';
    expect(await draft.send()).toBeNull();
    expect(draft.refused).toEqual({ made: false, broken: ['taken'], inTheWay: [expected] });
  });
});
