import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { KioskMessage } from '../../contract/desk-link.ts';
import { type Room, roomEventsPath, roomSchema } from '../../contract/desk-routes.ts';
import { started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

type State = Extract<KioskMessage, { type: 'state' }>;

const state = (changes: Partial<State> = {}): State => ({
  type: 'state',
  phase: 'free',
  session: null,
  endsAt: null,
  helpCalled: false,
  missingWalls: [],
  problem: null,
  ...changes,
});

async function open() {
  const place = await makePlace();
  const clock = movableClock('2026-11-24T09:00:00Z');
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  return { place, clock, desk, staff, line: await KioskLine.welcomed(desk.address, seat(place, 0)) };
}

/** Everything that the live stream has told so far. */
async function watch(address: string, staff: StaffClient): Promise<Room[]> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(address + roomEventsPath, { headers: { cookie: staff.cookie }, signal: stop.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const rooms: Room[] = [];
  void (async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^event: room\ndata: (.*)$/.exec(event)?.[1];
        if (data !== undefined) rooms.push(roomSchema.parse(JSON.parse(data)));
      }
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return rooms;
}

describe('the room', () => {
  test('shows each workstation silent until it has spoken, then as it says', async () => {
    const { staff, line } = await open();
    expect((await staff.must('room.read')).workstations.map(({ phase }) => phase)).toEqual(['silent', 'silent']);
    line.say(state({ missingWalls: ['jail'] }));
    await vi.waitFor(async () => {
      const [first, second] = (await staff.must('room.read')).workstations;
      expect(first).toMatchObject({ name: 'Poste 1', phase: 'free', missingWalls: ['jail'] });
      expect(second).toMatchObject({ name: 'Poste 2', phase: 'silent' });
    }, openWaitMs);
  });

  test('tells its watchers each change: a session, a call for help, silence', async () => {
    const { desk, staff, line } = await open();
    const rooms = await watch(desk.address, staff);
    const last = () => rooms.at(-1)?.workstations[0];
    const start = started({ at: '2026-11-24T08:50:00.000Z' });
    line.tell({ seq: 1, fact: start });
    line.say(state({ phase: 'active', session: start.session, endsAt: '2026-11-24T09:20:00.000Z', helpCalled: true }));
    await vi.waitFor(
      () =>
        expect(last()).toMatchObject({
          phase: 'active',
          startedAt: '2026-11-24T08:50:00.000Z',
          endsAt: '2026-11-24T09:20:00.000Z',
          helpCalledAt: '2026-11-24T09:00:00.000Z',
        }),
      openWaitMs,
    );
    line.cut();
    await vi.waitFor(
      () => expect(last()).toMatchObject({ phase: 'silent', session: null, endsAt: null, helpCalled: false }),
      openWaitMs,
    );
  });

  test('keeps since when a phase stands and help is called, however often the kiosk repeats it', async () => {
    const { staff, line, clock } = await open();
    line.say(state({ phase: 'charter', helpCalled: true }));
    const first = async () => (await staff.must('room.read')).workstations[0];
    await vi.waitFor(async () => expect((await first())?.phase).toBe('charter'), openWaitMs);
    clock.forward(60_000);
    line.say(state({ phase: 'charter', helpCalled: true, missingWalls: ['keys'] }));
    await vi.waitFor(async () => expect((await first())?.missingWalls).toEqual(['keys']), openWaitMs);
    const at = '2026-11-24T09:00:00.000Z';
    expect(await first()).toMatchObject({ since: at, helpCalledAt: at });
  });
});

describe('a facilitator', () => {
  test('ends the session that runs, and no other', async () => {
    const { place, staff, line } = await open();
    const session = randomUUID();
    line.say(state({ phase: 'active', session, endsAt: '2026-11-24T09:20:00.000Z' }));
    const workstation = seat(place, 0).id;
    await vi.waitFor(() => staff.must('session.end', { workstation, session }), openWaitMs);
    expect(await line.next('end-session')).toEqual({ type: 'end-session', session });
    const other = await staff.call('session.end', { workstation, session: randomUUID() });
    expect(other).toMatchObject({ status: 409, problem: { code: 'not-now', where: 'session' } });
    expect(line.heard.filter(({ type }) => type === 'end-session')).toEqual([]);
  });

  test('tells who calls that help is coming', async () => {
    const { place, staff, line } = await open();
    await staff.must('help.answer', { workstation: seat(place, 0).id });
    expect(await line.next('help-coming')).toEqual({ type: 'help-coming' });
  });

  test('hears that a silent workstation cannot be told anything', async () => {
    const { place, staff } = await open();
    const { status, problem } = await staff.call('help.answer', { workstation: seat(place, 1).id });
    expect(status).toBe(409);
    expect(problem).toMatchObject({ code: 'not-now', where: 'workstation' });
  });
});
