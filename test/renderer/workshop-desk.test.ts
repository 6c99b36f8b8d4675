import { describe, expect, test } from 'vitest';
import type { WorkshopView } from '../../contract/book/workshops.ts';
import { Attendance } from '../../renderer/desk/attendance.svelte.ts';
import { DateDraft } from '../../renderer/desk/date-draft.svelte.ts';
import { WorkshopDesk } from '../../renderer/desk/workshop-desk.svelte.ts';
import { WorkshopDraft } from '../../renderer/desk/workshop-draft.svelte.ts';
import { openDeskView } from './desk-view-stage.ts';
import { entry, inMinutes, registration, station, workshop, workshopId, workshopSession } from './fake-place.ts';

async function open(first: WorkshopView = workshop()) {
  const stage = await openDeskView();
  const shelf = { workshops: [first] };
  stage.desk.answers['workshops.read'] = () => shelf;
  const desk = new WorkshopDesk(stage.view);
  await desk.read();
  desk.choose(first.id);
  return { ...stage, fake: stage.desk, shelf, desk };
}

describe('workshops', () => {
  test('are unknown until the desk has told them, and gone from sight when somebody removes the chosen one', async () => {
    const { view, desk, shelf } = await open();
    expect(new WorkshopDesk(view).workshops).toBeNull();
    expect(desk.chosen?.title).toBe('Premiers mails');
    shelf.workshops = [];
    await desk.read();
    expect([desk.chosen, desk.workshops]).toEqual([null, []]);
  });

  test('tell the number of who registers, and the place on the waiting list when there is no seat', async () => {
    const seat = registration(1);
    const { fake, shelf, desk } = await open(workshop({ seats: 1 }));
    const join = (one: typeof seat) => {
      fake.answers['workshop.register'] = () => one;
      shelf.workshops = shelf.workshops.map((each) => ({ ...each, registrations: [...each.registrations, one] }));
      return desk.register(workshop());
    };
    await join(seat);
    expect(desk.registered).toEqual({ workshop: workshopId, number: 1, place: 0 });
    await join(registration(2, { standing: 'waiting' }));
    await join(registration(3, { standing: 'waiting' }));
    expect(desk.registered).toEqual({ workshop: workshopId, number: 3, place: 2 });
    expect(fake.askedOf('workshop.register')).toContainEqual({ workshop: workshopId, person: null });
  });

  test('say which workstations started and which did not', async () => {
    const session = workshopSession();
    const { fake, desk } = await open(workshop({ sessions: [session] }));
    const [first, second] = [station(7).id, station(8).id];
    fake.answers['workshop.start'] = () => ({ started: [first], notStarted: [second] });
    await desk.start(session);
    expect(desk.started).toEqual({ session: session.id, started: [first], notStarted: [second] });
  });

  test('are removed with the version that was seen; a stale one stays and is read again', async () => {
    const { fake, view, desk, shelf } = await open();
    fake.answers['workshop.remove'] = () => ({ refused: 'stale' });
    shelf.workshops = [workshop({ version: 2, title: 'Mails' })];
    expect(await desk.remove(workshop())).toBe(false);
    expect(view.failure?.code).toBe('stale');
    expect(desk.chosen?.title).toBe('Mails');
    fake.answers['workshop.remove'] = () => ({});
    expect(await desk.remove(workshop({ version: 2 }))).toBe(true);
    expect(fake.askedOf('workshop.remove')).toContainEqual({ workshop: workshopId, version: 2 });
    expect(desk.chosen).toBeNull();
  });
});

describe('attendance', () => {
  async function note() {
    const session = workshopSession();
    const people = [registration(1, { attendance: { [session.id]: false } }), registration(2), registration(3)];
    const stage = await open(workshop({ sessions: [session], registrations: people }));
    const attendance = new Attendance({ view: stage.view, session: session.id, read: () => stage.desk.read() });
    stage.fake.answers['workshop.attend'] = ({ registration: id, present }) => {
      stage.shelf.workshops = stage.shelf.workshops.map((each) => ({
        ...each,
        registrations: each.registrations.map((one) =>
          one.id === id && present !== null ? { ...one, attendance: { [session.id]: present } } : one,
        ),
      }));
      return {};
    };
    const now = () => stage.desk.chosen?.registrations ?? [];
    return { ...stage, attendance, people, now };
  }

  test('stands at once, and is told to the desk in the order of marking', async () => {
    const { fake, attendance, people, now } = await note();
    const [first, second, third] = people;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three people');
    expect(attendance.of(first)).toBe(false);
    void attendance.mark(third, true);
    const told = attendance.mark(second, false);
    expect([attendance.of(second), attendance.of(third)]).toEqual([false, true]);
    expect(attendance.counts(people)).toEqual({ present: 1, absent: 2, open: 0 });
    await told;
    expect(fake.askedOf('workshop.attend').map((input) => (input as { registration: string }).registration)).toEqual([
      third.id,
      second.id,
    ]);
    expect(attendance.counts(now())).toEqual({ present: 1, absent: 2, open: 0 });
  });

  test('that the desk does not take is taken back, and the view says why', async () => {
    const { fake, view, attendance, people } = await note();
    const [, second] = people;
    if (second === undefined) throw new Error('two people');
    fake.answers['workshop.attend'] = () => ({ refused: 'not-found' });
    await attendance.mark(second, true);
    expect(attendance.of(second)).toBeNull();
    expect(view.failure?.code).toBe('not-found');
  });

  test('marks whoever nobody has spoken of as present', async () => {
    const { attendance, people, now } = await note();
    await attendance.markRest(people);
    expect(attendance.counts(now())).toEqual({ present: 2, absent: 1, open: 0 });
  });
});

describe('a workshop that is being written', () => {
  test('says field by field what is wrong, once saving was tried', async () => {
    const { fake, view } = await open();
    const draft = new WorkshopDraft(view, null);
    draft.seats = null;
    expect(draft.faults).toEqual([]);
    expect(await draft.save()).toBeNull();
    expect(draft.faults).toEqual(['title', 'seats']);
    expect(fake.askedOf('workshop.write')).toEqual([]);
    draft.title = ' Retouche photo ';
    draft.seats = 8;
    expect(draft.faults).toEqual([]);
    fake.answers['workshop.write'] = () => ({
      id: workshopId,
      version: 1,
      title: 'x',
      description: '',
      audience: '',
      seats: 8,
    });
    expect(await draft.save()).toMatchObject({ id: workshopId });
    expect(fake.askedOf('workshop.write')).toEqual([
      { workshop: null, version: null, title: 'Retouche photo', description: '', audience: '', seats: 8 },
    ]);
  });

  test('overwrites nothing that changed meanwhile, and starts again from what is there', async () => {
    const { fake, view } = await open();
    const draft = new WorkshopDraft(view, workshop());
    fake.answers['workshop.write'] = () => ({ refused: 'stale' });
    draft.title = 'Mails';
    expect(await draft.save()).toBeNull();
    expect(draft.stale).toBe(true);
    draft.take(workshop({ title: 'Mes mails', version: 4 }));
    expect([draft.stale, draft.title]).toEqual([false, 'Mes mails']);
    await draft.save();
    expect(fake.askedOf('workshop.write').at(-1)).toMatchObject({ version: 4, title: 'Mes mails' });
  });
});

describe('a date that is being chosen', () => {
  test('stands a week after the last one, at the same time of the place’s clock, on the same workstations', async () => {
    // The last Saturday of summer time: a week later the clock is another hour away from UTC.
    const last = workshopSession({ startsAt: '2027-03-27T13:00:00.000Z', endsAt: '2027-03-27T15:00:00.000Z' });
    const series = workshop({ sessions: [last, workshopSession({ startsAt: inMinutes(-9000) })] });
    const { fake, view } = await open(series);
    const draft = new DateDraft(view, series);
    expect([draft.day, draft.from, draft.to, draft.all]).toEqual(['2027-04-03', '14:00', '16:00', false]);
    fake.answers['workshop.add-session'] = () => ({ made: true, entry: last });
    expect(await draft.save()).toBe(true);
    expect(fake.askedOf('workshop.add-session')).toEqual([
      {
        workshop: workshopId,
        startsAt: '2027-04-03T12:00:00.000Z',
        endsAt: '2027-04-03T14:00:00.000Z',
        workstations: last.workstations,
      },
    ]);
  });

  test('of a series that stopped long ago is not in the past', async () => {
    const series = workshop({ sessions: [workshopSession({ startsAt: inMinutes(-60 * 24 * 60) })] });
    const { view } = await open(series);
    expect(new DateDraft(view, series).day >= '2026-11-24').toBe(true);
  });

  test('asks for an end after the beginning, and for a workstation', async () => {
    const { fake, view } = await open();
    const draft = new DateDraft(view, workshop());
    expect([draft.day, draft.all]).toEqual(['2026-11-25', true]);
    draft.to = '13:00';
    draft.all = false;
    expect(await draft.save()).toBe(false);
    expect([draft.timeFault, draft.stationsFault]).toEqual([true, true]);
    expect(fake.askedOf('workshop.add-session')).toEqual([]);
  });

  test('that cannot be had says what stands in the way', async () => {
    const { fake, view } = await open();
    const inTheWay = [entry()];
    fake.answers['workshop.add-session'] = () => ({ made: false, broken: ['taken'], inTheWay });
    const draft = new DateDraft(view, workshop());
    expect(await draft.save()).toBe(false);
    expect(draft.refused).toMatchObject({ broken: ['taken'], inTheWay });
  });
});
