import { describe, expect, test } from 'vitest';
import { cardFace, heldFace } from '../../renderer/desk/card-face.ts';
import { QueueDesk } from '../../renderer/desk/queue-desk.svelte.ts';
import { Today } from '../../renderer/desk/today.svelte.ts';
import { openDeskView } from './desk-view-stage.ts';
import { entry, inMinutes, now, offerOf, queued, station, timeline } from './fake-place.ts';

const at = Date.parse(now);

async function open(...waiting: ReturnType<typeof queued>[]) {
  const stage = await openDeskView();
  stage.desk.tell({ queue: { waiting, waitNow: null } });
  stage.hear();
  return { ...stage, queue: new QueueDesk(stage.view) };
}

describe('the queue', () => {
  test('gives a number for what is needed, and starts afresh for the next one', async () => {
    const { desk, view, queue, hear } = await open();
    const mine = queued(7, { wait: { atLeastMinutes: 5, atMostMinutes: 15 } });
    desk.answers['queue.join'] = () => ({ id: mine.id, number: 7 });
    queue.want('scanner', true);
    queue.want('webcam', true);
    queue.want('webcam', false);
    await queue.give(30);
    expect(desk.askedOf('queue.join')).toEqual([{ minutes: 30, features: ['scanner'] }]);
    expect(queue.given).toMatchObject({ number: 7, minutes: 30 });
    expect(queue.givenInQueue).toBeNull();
    desk.tell({ queue: { waiting: [mine], waitNow: null } });
    hear();
    expect(queue.givenInQueue?.wait).toEqual({ atLeastMinutes: 5, atMostMinutes: 15 });
    queue.forgetGiven();
    expect([queue.given, queue.wanted.size, view.failure]).toEqual([null, 0, null]);
  });

  test('says who was sent where when they came', async () => {
    const called = queued(41, { offer: offerOf(3) });
    const { desk, queue } = await open(called, queued(42));
    desk.answers['queue.place'] = () => ({ workstation: station(3).id, minutes: 30 });
    await queue.place(called);
    expect(desk.askedOf('queue.place')).toEqual([{ id: called.id }]);
    expect(queue.placed).toEqual({ number: 41, workstation: station(3).id, minutes: 30 });
    expect(queue.nameOf(station(3).id)).toBe('Poste 3');
  });

  test('says why nobody was placed', async () => {
    const called = queued(41, { offer: offerOf(3) });
    const { desk, view, queue } = await open(called);
    desk.answers['queue.place'] = () => ({ refused: 'not-now' });
    await queue.place(called);
    expect(queue.placed).toBeNull();
    expect(view.failure?.code).toBe('not-now');
    expect(await queue.leave(called)).toBe(false);
  });

  test('holds a workstation for one number, for as long as the offer runs', async () => {
    const called = queued(41, { offer: offerOf(3), since: inMinutes(-12) });
    const { queue } = await open(called, queued(42));
    expect(queue.offeredAt(station(3).id)?.number).toBe(41);
    expect(queue.offeredAt(station(4).id)).toBeNull();
    expect(queue.offerLeftMs(called)).toBeGreaterThan(2 * 60_000);
    expect(queue.offerLeftMs(queued(9, { offer: { workstation: station(3).id, until: inMinutes(-1) } }))).toBe(0);
    expect(queue.minutesWaited(queued(9, { since: inMinutes(5) }))).toBe(0);
  });

  test('is read as empty while the room is not known', async () => {
    const { view } = await openDeskView();
    view.feed.clear();
    expect(new QueueDesk(view).queue).toEqual({ waiting: [], waitNow: null });
  });
});

test('a free workstation that is held says for whom; another state is said as it is', () => {
  expect(heldFace(cardFace(station(3), at))).toMatchObject({ word: 'offer.pill', tone: 'soon', big: 'offer.big' });
  const called = station(3, { phase: 'called' });
  expect(heldFace(cardFace(called, at))).toEqual(cardFace(called, at));
});

describe('the day', () => {
  test('has what is still to come, the earliest first, by the place’s own calendar', async () => {
    const { desk, view, hear } = await openDeskView();
    const [late, soon] = [entry({ startsAt: inMinutes(25) }), entry({ standing: 'due', startsAt: inMinutes(-5) })];
    desk.answers['timeline.read'] = () => timeline([late, entry({ standing: 'arrived' }), soon]);
    const today = new Today(view);
    expect(today.coming).toEqual([]);
    await today.read(today.day);
    expect(desk.askedOf('timeline.read')).toEqual([{ from: '2026-11-24', to: '2026-11-24' }]);
    expect(today.coming.map(({ id }) => id)).toEqual([soon.id, late.id]);
    expect(today.features).toEqual(['accessible-seat', 'large-screen']);
    desk.tell({ now: '2026-11-24T23:30:00.000Z' });
    hear();
    expect(today.day).toBe('2026-11-25');
  });

  test('keeps what it had when the desk does not answer', async () => {
    const { desk, view } = await openDeskView();
    desk.answers['timeline.read'] = () => timeline([entry()]);
    const today = new Today(view);
    await today.read('2026-11-24');
    desk.answers['timeline.read'] = () => ({ refused: 'internal' });
    await today.read('2026-11-24');
    expect(today.coming).toHaveLength(1);
  });
});
