import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact, KioskMessage, Slice } from '../../contract/desk-link.ts';
import { DeskLink } from '../../main/kiosk/desk-link.ts';
import { PlaceClock } from '../../main/kiosk/place-clock.ts';
import { KioskStore } from '../../main/kiosk/store/store.ts';
import { DeskInTest } from './desk-in-test.ts';
import { FakeClock } from './fake-clock.ts';
import { eventually, key, ticketInTest } from './workstation-in-test.ts';

const hour = '2026-11-24T13:00:00.000Z';
const facts = (count: number): readonly Fact[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'refusals-counted', hour, category: 'site', count: index + 1 }));

describe('the line to the desk', () => {
  const workstation = crypto.randomUUID();
  let folder: string;
  let clock: FakeClock;
  let desk: DeskInTest;
  let store: KioskStore;
  let link: DeskLink;
  let logged: string;
  let slices: Slice[];
  let ended: string[];
  let commands: string[];
  let seatedUntil: string | null;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-link-'));
    const opened = KioskStore.open(folder);
    if (!opened.ok) throw new Error(opened.problem.expected);
    store = opened.value;
    clock = new FakeClock();
    desk = await DeskInTest.open();
    [logged, slices, ended, commands] = ['', [], [], []];
    seatedUntil = null;
  });

  afterEach(async () => {
    link.close();
    await desk.goAway();
    store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const dial = (): void => {
    const sink = { write: (line: string) => (logged += line) };
    link = new DeskLink({
      settings: { desk: desk.address, workstation, key },
      ...{ store, clock: new PlaceClock(clock, store), seatedUntil: () => seatedUntil },
      log: pino({ level: 'info' }, sink),
      state: () => ({
        type: 'state',
        phase: 'free',
        session: null,
        endsAt: null,
        helpCalled: false,
        missingWalls: [],
        problem: null,
      }),
      heard: {
        reachable: () => undefined,
        slice: (slice) => slices.push(slice),
        listOffered: (digest) => commands.push(`list ${digest}`),
        endSession: (session) => ended.push(session),
        startSession: (call) => commands.push(`start ${call.minutes}`),
        extendSession: ({ minutes }) => commands.push(`extend ${minutes}`),
        releasePause: () => commands.push('release'),
        maintenance: (on) => commands.push(on ? 'maintenance' : 'no maintenance'),
        checkWalls: () => commands.push('check'),
        siteAnswered: ({ opened }) => commands.push(opened ? 'site opened' : 'site refused'),
        helpComing: () => undefined,
      },
    });
  };
  const askOutlook = () => link.ask({ ask: 'outlook', minutes: 30, features: [] });
  const reached = (): Promise<void> => eventually(() => link.reachable, 'the desk is reached');
  const emptied = (): Promise<void> => eventually(() => store.waitingFacts(1).length === 0, 'the outbox is empty');
  /** The pause before the next try goes by. */
  const redial = async (connections: number): Promise<void> => {
    await eventually(() => {
      clock.pass(15_000);
      return desk.connections >= connections;
    }, `connection ${connections}`);
    await reached();
  };

  it('says who it is, takes the slice, and tells its state', async () => {
    desk.slice = { ...desk.slice, tickets: [ticketInTest()] };
    dial();
    await reached();
    await eventually(() => desk.lastState !== undefined, 'a state');
    expect(desk.messages[0]).toEqual({ type: 'hello', version: 1, workstation, key });
    expect(slices).toEqual([desk.slice]);
    expect(store.slice()).toEqual(desk.slice);
  });

  const held = (): readonly KioskMessage[] => desk.messages.filter(({ type }) => type === 'slice-held');

  it('says which slice it holds once it is on its disk, and until when somebody sits here', async () => {
    desk.slice = { ...desk.slice, epoch: 7 };
    seatedUntil = hour;
    dial();
    await eventually(() => held().length === 1, 'the slice is held');
    expect(held()).toEqual([{ type: 'slice-held', epoch: 7, endsAt: hour }]);
    expect(store.slice()?.epoch).toBe(7);
  });

  it('takes no slice that is older than the one it holds, and says which that is, also after a restart', async () => {
    store.keepSlice({ ...desk.slice, epoch: 9, waiting: 3 });
    desk.slice = { ...desk.slice, epoch: 8, waiting: 0 };
    dial();
    await eventually(() => held().length === 1, 'the older slice is answered');
    expect(held()).toEqual([{ type: 'slice-held', epoch: 9, endsAt: null }]);
    expect(store.slice()?.waiting).toBe(3);
    desk.say({ type: 'slice', slice: { ...desk.slice, epoch: 10, waiting: 1 } });
    await eventually(() => slices.length === 1, 'the later slice is followed');
    expect(store.slice()?.waiting).toBe(1);
  });

  it('asks the book for a visitor, and gives up when the desk goes', async () => {
    dial();
    expect(await askOutlook()).toBeNull();
    await reached();
    expect(await askOutlook()).toEqual({ answer: 'at-the-desk' });
    desk.mute.add('book-asked');
    const unanswered = askOutlook();
    await eventually(() => desk.messages.filter(({ type }) => type === 'book-asked').length === 2, 'it is asked');
    await desk.goAway();
    expect(await unanswered).toBeNull();
  });

  it('gives a booking back of which it hears too late to show its code', async () => {
    dial();
    await reached();
    const booking = { startsAt: hour, endsAt: hour, workstation: 'Poste 2', cancellable: true };
    const asked = (): unknown[] =>
      desk.messages.flatMap((message) => (message.type === 'book-asked' ? message.question : []));
    desk.say({ type: 'book-answered', id: crypto.randomUUID(), answer: { answer: 'found', booking } });
    desk.say({
      type: 'book-answered',
      id: crypto.randomUUID(),
      answer: { answer: 'booked', code: 'K7M-4QX', booking },
    });
    await eventually(() => asked().length > 0, 'something is asked');
    expect(asked()).toEqual([{ ask: 'cancel', code: 'K7M-4QX' }]);
  });

  it('sends facts in batches and deletes only what is acknowledged', async () => {
    store.record(facts(450));
    desk.mute.add('facts');
    dial();
    await reached();
    await eventually(() => desk.received.length > 0, 'a batch');
    expect(desk.received).toHaveLength(200);
    expect(store.waitingFacts(1000)).toHaveLength(450);
    desk.say({ type: 'acknowledged', upTo: desk.received[99]?.seq ?? 0 });
    await eventually(() => store.waitingFacts(1000).length === 350, 'half a batch is acknowledged');
    desk.mute.clear();
    desk.say({ type: 'acknowledged', upTo: desk.received[199]?.seq ?? 0 });
    await emptied();
    expect(desk.facts).toEqual(facts(450));
  });

  it('does not believe an acknowledgement of what it never sent', async () => {
    store.record(facts(201));
    desk.mute.add('facts');
    dial();
    await eventually(() => desk.received.length === 200, 'a batch');
    desk.say({ type: 'acknowledged', upTo: Number.MAX_SAFE_INTEGER });
    await eventually(() => desk.received.length === 201, 'the fact behind the batch is sent, not forgotten');
  });

  it('sends again what was not acknowledged before the line broke', async () => {
    store.record(facts(3));
    desk.mute.add('facts');
    dial();
    await eventually(() => desk.received.length === 3, 'facts');
    desk.mute.clear();
    desk.cut();
    await redial(2);
    await emptied();
    expect(desk.received).toHaveLength(6);
    expect(desk.facts).toEqual(facts(3));
  });

  it('brings what was recorded while the desk was away', async () => {
    dial();
    await reached();
    await desk.goAway();
    await eventually(() => !link.reachable, 'the desk is gone');
    store.record(facts(2));
    link.bringFacts();
    await desk.comeBack();
    await redial(2);
    await emptied();
    expect(desk.facts).toEqual(facts(2));
  });

  it('gives a desk up that has not been heard for 25 seconds', async () => {
    dial();
    await reached();
    clock.sleep(26_000);
    clock.pass(10_000);
    await eventually(() => !link.reachable, 'the line is given up');
  });

  it('hands on what the desk asks', async () => {
    dial();
    await reached();
    const session = crypto.randomUUID();
    desk.say({ type: 'end-session', session });
    await eventually(() => ended.length === 1, 'the session is to end');
    expect(ended).toEqual([session]);
  });

  it.each([
    ['no JSON', '{"type":', /valid JSON/],
    ['an unknown message', '{"type":"dance"}', /message from the desk: type/],
    ['a field of another form', '{"type":"acknowledged","upTo":"all"}', /message from the desk: upTo/],
    ['bytes', Buffer.from([1, 2, 3]), /message from the desk/],
  ])('ends the connection over %s, names the field once, and dials again', async (_, said, named) => {
    dial();
    await reached();
    desk.sayRaw(said);
    await eventually(() => !link.reachable, 'the line is given up');
    const errors = logged.split('\n').filter((line) => line.includes('"level":50'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(named);
    await redial(2);
  });

  it('does not hammer a desk that does not know it', async () => {
    desk.mute.add('hello');
    dial();
    await eventually(() => desk.messages.length === 1, 'hello');
    const problem = { code: 'not-accepted', where: 'key', expected: 'the key of this workstation' } as const;
    desk.say({ type: 'refused', problem });
    await eventually(() => logged.includes('not-accepted'), 'it is logged');
    clock.pass(7_000);
    expect(desk.connections).toBe(1);
    desk.mute.clear();
    await redial(2);
  });

  it('answers a claim in two seconds, whatever the desk does', async () => {
    dial();
    expect(await link.claim(crypto.randomUUID())).toBeNull();
    await reached();
    expect(await link.claim(crypto.randomUUID())).toMatchObject({ ok: true, value: { minutes: 30, resumed: false } });
    desk.mute.add('claim');
    const slow = link.claim(crypto.randomUUID());
    clock.pass(2_000);
    expect(await slow).toBeNull();
    const cut = link.claim(crypto.randomUUID());
    desk.cut();
    expect(await cut).toBeNull();
  });

  it('never logs its key', async () => {
    dial();
    await reached();
    desk.sayRaw('{"type":"dance"}');
    await eventually(() => !link.reachable, 'the line is given up');
    expect(logged).not.toContain(key);
  });
});
