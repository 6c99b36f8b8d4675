import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { drawDiagram } from '../../../main/kiosk/session/diagram.ts';
import type { Effect } from '../../../main/kiosk/session/session.ts';
import { sceneOf, layoutOf } from '../../../main/kiosk/session/views.ts';
import { around, knock, SessionInTest } from './session-in-test.ts';

const minuteMs = 60_000;
const doing = (effects: readonly Effect[]): readonly string[] => effects.map((effect) => effect.do);
const reasonOf = (effects: readonly Effect[]): unknown =>
  effects
    .flatMap((effect) => (effect.do === 'record' ? effect.facts : []))
    .find(({ kind }) => kind === 'session-ended');
/** `SessionInTest` begins at 13:05 UTC. */
const at = (time: string, day = 24): string => `2026-11-${day}T${time}:00.000Z`;
const until = (closes: string): { hours: { opensAt: string; closesAt: string }[] } => ({
  hours: [
    { opensAt: at('09:00'), closesAt: at(closes) },
    { opensAt: at('09:00', 25), closesAt: at('18:00', 25) },
  ],
});

describe('the diagram', () => {
  it('is the one that the table draws', async () => {
    const drawn = await readFile(new URL('../../../main/kiosk/session/diagram.md', import.meta.url), 'utf8');
    expect(drawn, 'run "npm run diagram"').toBe(drawDiagram());
  });
});

describe('the opening hours', () => {
  it('close a free workstation and open it again, and say when', () => {
    const test = new SessionInTest({ place: until('13:10') }).free();
    test.clock.pass(5 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(sceneOf(test.session, around, test.at)).toEqual({ phase: 'closed', opensAt: at('09:00', 25) });
    expect(test.knock()).toMatchObject([{ facts: [{ kind: 'refused', asked: 'session', reason: 'refused-closed' }] }]);
    test.clock.pass(20 * 60 * minuteMs);
    expect(doing(test.happen({ kind: 'tick' }))).toEqual(['prepare']);
    expect(test.session.phase).toBe('free');
  });

  it('shorten a session that they would cut, and end it as what it is', () => {
    const test = new SessionInTest({ place: until('13:25') }).charter();
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ minutes: 20, reason: 'shortened-by-closing' });
    test.clock.pass(2 * minuteMs);
    test.happen({ kind: 'charter-answered', accepted: true });
    test.clock.pass(18 * minuteMs);
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject({ reason: 'closing-time', usedSeconds: 18 * 60 });
  });

  it('that move to an earlier end take a running session with them, whatever the clock shows', () => {
    const test = new SessionInTest({ place: until('18:00') }).active();
    test.clock.setWall('2036-11-24T13:05:00.000Z');
    test.hear({ rules: until('13:15') });
    expect(test.session).toMatchObject({ phase: 'active', running: { endsBy: 'closing-time' } });
    test.clock.pass(10 * minuteMs);
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject({ reason: 'closing-time', estimated: true });
  });

  it('that move to a later end give nobody more', () => {
    const test = new SessionInTest({ place: until('13:25') }).active();
    test.hear({ rules: until('18:00') });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ leftMs: 20 * minuteMs });
  });
});

describe('a booking', () => {
  const booking = (startsAt: string, ticket = crypto.randomUUID()) => ({
    ticket,
    startsAt,
    minutes: 60,
    releasedAt: null,
  });

  it('shortens the session before it by itself and its margin', () => {
    const test = new SessionInTest().free();
    test.hear({ bookings: [booking(at('13:30'))] });
    test.knock();
    expect(test.session).toMatchObject({ admission: { minutes: 20, reason: 'shortened-by-booking' } });
  });

  it('turns away whoever would get less than is worth sitting down for, and says so for a minute', () => {
    const test = new SessionInTest().free();
    test.hear({ bookings: [booking(at('13:14'))] });
    expect(test.knock()).toMatchObject([{ facts: [{ kind: 'refused', reason: 'refused-booked' }] }]);
    expect(sceneOf(test.session, around, test.at)).toMatchObject({
      refused: 'refused-booked',
      reservedAt: at('13:14'),
    });
    test.clock.pass(minuteMs);
    test.happen({ kind: 'tick' });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ refused: null });
  });

  it('lets its own holder in', () => {
    const test = new SessionInTest().free();
    const ticket = crypto.randomUUID();
    test.hear({ bookings: [booking(at('13:10'), ticket)] });
    test.knock({ ticket, access: 'booking', minutes: 60 });
    expect(test.session).toMatchObject({ admission: { minutes: 60, reason: 'granted-whole' } });
  });

  it('made during a session does not shorten what was granted', () => {
    const test = new SessionInTest().active();
    test.hear({ bookings: [booking(at('13:20'))] });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ leftMs: 30 * minuteMs });
  });

  it('is not late because the charter was read for long', () => {
    const test = new SessionInTest().free();
    test.hear({ bookings: [booking(at('13:30'))] });
    test.knock();
    test.clock.pass(2 * minuteMs);
    test.happen({ kind: 'charter-answered', accepted: true });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ leftMs: 18 * minuteMs });
  });
});

describe('an allowance', () => {
  it.each([
    [{ sessionMinutes: 20, dayMinutes: null, weekMinutes: null }, 20, 'shortened-by-profile'],
    [{ sessionMinutes: null, dayMinutes: 60, weekMinutes: null }, 15, 'shortened-by-day'],
    [{ sessionMinutes: null, dayMinutes: null, weekMinutes: 120 }, 10, 'shortened-by-week'],
  ])('of %j grants %i minutes', (limits, minutes, reason) => {
    const test = new SessionInTest({ rules: { limits } }).free();
    test.knock({ used: { todayMinutes: 45, weekMinutes: 110 } });
    expect(test.session).toMatchObject({ admission: { minutes, reason } });
  });

  it('that is used up refuses', () => {
    const limits = { sessionMinutes: null, dayMinutes: 60, weekMinutes: null };
    const test = new SessionInTest({ rules: { limits } }).free();
    test.knock({ used: { todayMinutes: 60, weekMinutes: 60 } });
    expect(test.session).toMatchObject({ phase: 'free', refused: { reason: 'refused-day-used' } });
  });
});

describe('more time', () => {
  const place = { extension: { stepMinutes: 15, automatic: true } };

  it('comes by itself before the first warning, while no one waits', () => {
    const test = new SessionInTest({ place }).active();
    test.clock.pass(20 * minuteMs);
    expect(test.happen({ kind: 'tick' })).toMatchObject([
      { do: 'record', facts: [{ kind: 'session-extended', minutes: 15, by: 'automatic' }] },
      { do: 'note' },
      { do: 'show' },
    ]);
    expect(sceneOf(test.session, around, test.at)).toMatchObject({
      leftMs: 25 * minuteMs,
      extended: 15,
      warning: null,
    });
    test.happen({ kind: 'warning-seen' });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ extended: null });
  });

  it('does not come while somebody waits, and comes as soon as nobody does', () => {
    const test = new SessionInTest({ place }).active();
    test.hear({ waiting: 1 });
    test.clock.pass(20 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({
      warning: 10,
      extension: { possible: false, reason: 'refused-someone-waits' },
    });
    test.hear({ waiting: 0 });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ leftMs: 25 * minuteMs });
  });

  it('is given on request where it does not come by itself, and not to be kept in store', () => {
    const test = new SessionInTest({ place: { extension: { stepMinutes: 15, automatic: false } } }).active();
    expect(test.happen({ kind: 'extension-asked' })).toMatchObject([
      { facts: [{ kind: 'refused', asked: 'extension', reason: 'refused-too-early' }] },
    ]);
    test.clock.pass(20 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(test.happen({ kind: 'extension-asked' })).toMatchObject([
      { facts: [{ by: 'visitor', minutes: 15 }] },
      {},
      {},
    ]);
  });

  it.each([
    ['refused-by-place', { extension: null }, []],
    ['refused-booked', place, [{ ticket: crypto.randomUUID(), startsAt: at('13:40'), minutes: 30, releasedAt: null }]],
    ['refused-closing-soon', { ...place, ...until('13:40') }, []],
  ] as const)('is refused as %s', (reason, rules, bookings) => {
    const test = new SessionInTest({ place: rules }).active();
    test.hear({ bookings: [...bookings] });
    test.clock.pass(25 * minuteMs);
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ extension: { possible: false, reason } });
  });

  it('from the facilitator reaches into nothing that is booked for somebody else', () => {
    const test = new SessionInTest().active();
    const session = test.session.phase === 'active' ? test.session.running.session : '';
    test.hear({
      bookings: [{ ticket: crypto.randomUUID(), startsAt: at('13:45'), minutes: 60, releasedAt: null }],
    });
    const refusal = { kind: 'refused', asked: 'extension', reason: 'refused-booked' };
    expect(test.happen({ kind: 'extended', session, minutes: 11 })).toMatchObject([{ facts: [refusal] }]);
    test.happen({ kind: 'extended', session, minutes: 10 });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ leftMs: 40 * minuteMs });
  });

  it('from the facilitator is not asked of any rule, also out of the grace', () => {
    const test = new SessionInTest({ rules: { graceSeconds: 60 }, place: until('13:35') }).active();
    test.clock.pass(30 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(test.session.phase).toBe('ending');
    const session = test.session.phase === 'ending' ? test.session.running.session : '';
    test.happen({ kind: 'extended', session: crypto.randomUUID(), minutes: 10 });
    expect(test.session.phase).toBe('ending');
    test.happen({ kind: 'extended', session, minutes: 10 });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ phase: 'active', leftMs: 10 * minuteMs });
  });
});

describe('a pause', () => {
  const paused = (): SessionInTest => {
    const test = new SessionInTest().active();
    expect(doing(test.happen({ kind: 'paused', opensWith: 'cd' }))).toEqual(['lock']);
    return test;
  };

  it('hides the pages while the time goes on, and the right code opens it', () => {
    const test = paused();
    test.clock.pass(10 * minuteMs);
    expect(sceneOf(test.session, around, test.at)).toEqual({ phase: 'paused', leftMs: 20 * minuteMs, by: 'visitor' });
    expect(layoutOf(test.session)).toBe('locked');
    expect(doing(test.happen({ kind: 'unlock-tried', right: true }))).toEqual(['note', 'show']);
    expect(test.session.phase).toBe('active');
  });

  it('does not even look at a code after five wrong ones, for a delay that doubles', () => {
    const test = paused();
    for (let tries = 0; tries < 5; tries += 1) test.happen({ kind: 'unlock-tried', right: false });
    test.happen({ kind: 'unlock-tried', right: true });
    expect(test.session.phase).toBe('paused');
    test.clock.pass(30_000);
    test.happen({ kind: 'unlock-tried', right: false });
    test.clock.pass(59_999);
    test.happen({ kind: 'unlock-tried', right: true });
    expect(test.session.phase).toBe('paused');
    test.clock.pass(1);
    test.happen({ kind: 'unlock-tried', right: true });
    expect(test.session.phase).toBe('active');
  });

  it('is released by the facilitator, who means this session', () => {
    const test = paused();
    const session = test.session.phase === 'paused' ? test.session.running.session : '';
    test.happen({ kind: 'pause-released', session: crypto.randomUUID() });
    expect(test.session.phase).toBe('paused');
    test.happen({ kind: 'pause-released', session });
    expect(test.session.phase).toBe('active');
  });

  it('ends without a grace, since nobody is there to save anything', () => {
    const test = new SessionInTest({ rules: { graceSeconds: 60 } }).active();
    test.happen({ kind: 'paused', opensWith: 'cd' });
    test.clock.pass(30 * minuteMs);
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject({ reason: 'time-over' });
    expect(test.session.phase).toBe('wiping');
  });

  it('outlives its browser: the screen stays locked, and a fresh one opens with the code', () => {
    const test = paused();
    test.happen({ kind: 'browser-gone' });
    expect(doing(test.happen({ kind: 'wiped', leftovers: [] }))).toEqual(['note', 'prepare']);
    expect(test.session.phase).toBe('paused');
    expect(doing(test.happen({ kind: 'unlock-tried', right: true }))).toEqual(['note', 'begin']);
  });
});

describe('a session that nobody touches', () => {
  const asking = (then: 'pause' | 'end', access: 'ticket' | 'open' = 'ticket'): SessionInTest => {
    const place = { inactivity: { afterMinutes: 5, answerSeconds: 30, then } };
    const test = new SessionInTest({ place }).active({ access });
    test.clock.pass(5 * minuteMs);
    expect(doing(test.happen({ kind: 'untouched', idleMs: 5 * minuteMs }))).toEqual(['sound', 'show']);
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ presenceAskedMs: 30_000 });
    expect(layoutOf(test.session)).toBe('warning');
    return test;
  };

  it.each(['presence-confirmed', 'untouched'] as const)('goes on after %s', (kind) => {
    const test = asking('end');
    test.clock.pass(10_000);
    test.happen(kind === 'untouched' ? { kind, idleMs: 2_000 } : { kind });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ presenceAskedMs: null });
    expect(layoutOf(test.session)).toBe('bar');
  });

  it('ends where the place wants it', () => {
    const test = asking('end');
    test.clock.pass(30_000);
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject({ reason: 'inactivity' });
  });

  it('pauses where the place wants that, and the ticket opens it', () => {
    const test = asking('pause');
    test.clock.pass(30_000);
    test.happen({ kind: 'tick' });
    expect(test.session).toMatchObject({ phase: 'paused', pause: { by: 'inactivity', opensWith: 'ab'.repeat(32) } });
  });

  it('ends all the same when no code could open it', () => {
    const test = asking('pause', 'open');
    test.clock.pass(30_000);
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject({ reason: 'inactivity' });
  });
});

describe('a call from the desk', () => {
  it('begins with one touch, for what the facilitator decided', () => {
    const test = new SessionInTest({ place: until('13:00') }).free();
    expect(test.session.phase).toBe('closed');
    test.happen({ kind: 'called', knock: knock({ access: 'desk', codeHash: null, minutes: 45 }), label: '41' });
    expect(sceneOf(test.session, around, test.at)).toEqual({ phase: 'called', label: '41', minutes: 45 });
    test.happen({ kind: 'called-answered', rules: test.rules });
    test.happen({ kind: 'charter-answered', accepted: true });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ phase: 'active', leftMs: 45 * minuteMs });
  });

  it.each([
    ['13:30', { phase: 'charter', minutes: 20, reason: 'shortened-by-booking' }],
    ['13:12', { phase: 'free', refused: 'refused-booked' }],
  ] as const)('takes nothing of what is booked from %s on', (startsAt, scene) => {
    const test = new SessionInTest().free();
    test.happen({ kind: 'called', knock: knock({ access: 'desk', codeHash: null, minutes: 45 }), label: null });
    test.hear({ bookings: [{ ticket: crypto.randomUUID(), startsAt: at(startsAt), minutes: 60, releasedAt: null }] });
    test.happen({ kind: 'called-answered', rules: test.rules });
    expect(sceneOf(test.session, around, test.at)).toMatchObject(scene);
  });

  it('frees the seat when nobody comes', () => {
    const test = new SessionInTest().free();
    test.happen({ kind: 'called', knock: knock(), label: null });
    test.clock.pass(3 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(test.session.phase).toBe('free');
  });
});

describe('maintenance', () => {
  it('kills the waiting browser, and ends with a proof', () => {
    const test = new SessionInTest().free();
    expect(doing(test.happen({ kind: 'maintenance-begun' }))).toEqual(['lock', 'empty']);
    expect(doing(test.happen({ kind: 'maintenance-over' }))).toEqual(['lock', 'wipe']);
    test.happen({ kind: 'wiped', leftovers: [] });
    expect(test.session.phase).toBe('free');
  });

  it('brings a workstation back that was out of service', () => {
    const test = new SessionInTest().free();
    test.happen({ kind: 'fault', problem: { code: 'internal', where: 'here', expected: 'more' } });
    test.happen({ kind: 'wiped', leftovers: [] });
    test.happen({ kind: 'maintenance-begun' });
    test.happen({ kind: 'maintenance-over' });
    test.happen({ kind: 'wiped', leftovers: [] });
    expect(test.session.phase).toBe('free');
  });

  it('never comes over a visitor', () => {
    const test = new SessionInTest().active();
    expect(test.happen({ kind: 'maintenance-begun' })).toEqual([]);
    expect(test.session.phase).toBe('active');
  });
});

describe('after a power cut', () => {
  const interrupted = (notedAt: string) => ({
    ...{ session: 'a', ended: false, usedSeconds: 600, leftSeconds: 1200, notedAt },
  });

  it('the rest is offered for as long as the place allows', () => {
    const test = new SessionInTest({ interrupted: interrupted(at('13:00')) }).free();
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ resumable: true });
    test.clock.pass(10 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ resumable: false });
  });

  it.each([at('12:45'), at('12:00')])('that happened at %s, nothing is offered any more', (notedAt) => {
    const test = new SessionInTest({ interrupted: interrupted(notedAt) }).free();
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ resumable: false });
  });

  it('on a machine whose clock lost its battery, the offer is no longer than the place allows', () => {
    const test = new SessionInTest({ interrupted: interrupted('2036-01-01T00:00:00.000Z') }).free();
    test.clock.pass(15 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ resumable: false });
  });

  it('the rest is as long as it was, to the second', () => {
    const test = new SessionInTest().free();
    test.knock({ minutes: 20, leftSeconds: 1187 });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ resumed: true, minutes: 20 });
    test.happen({ kind: 'charter-answered', accepted: true });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ leftMs: 1187_000 });
  });
});

describe('the clock', () => {
  it.each([
    ['ten years back', '2016-11-24T13:05:00.000Z'],
    ['ten years ahead', '2036-11-24T13:05:00.000Z'],
    ['by NTP, half an hour', '2026-11-24T13:35:00.000Z'],
  ])('that is set %s moves no deadline, and the recorded time is flagged', (_, wall) => {
    const test = new SessionInTest({ place: until('18:00') }).active();
    test.clock.pass(10 * minuteMs);
    test.clock.setWall(wall);
    test.clock.pass(20 * minuteMs - 1);
    test.happen({ kind: 'tick' });
    expect(test.session.phase).toBe('active');
    test.clock.pass(1);
    const end = { reason: 'time-over', usedSeconds: 1800, estimated: true };
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject(end);
  });

  it.each(['2027-03-28T00:50:00.000Z', '2026-10-25T00:50:00.000Z'])('crosses the change of %s unmoved', (wall) => {
    const test = new SessionInTest();
    test.clock.setWall(wall);
    test.active();
    test.clock.pass(30 * minuteMs - 1);
    test.happen({ kind: 'tick' });
    expect(test.session.phase).toBe('active');
    test.clock.pass(1);
    const end = { at: new Date(Date.parse(wall) + 30 * minuteMs).toISOString(), usedSeconds: 1800, estimated: false };
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject(end);
  });

  it('of a machine that slept for twenty minutes has counted them', () => {
    const test = new SessionInTest().active();
    test.clock.pass(5 * minuteMs);
    test.clock.sleep(20 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ leftMs: 5 * minuteMs, warning: 5 });
    test.clock.pass(5 * minuteMs);
    expect(reasonOf(test.happen({ kind: 'tick' }))).toMatchObject({ usedSeconds: 1800, estimated: false });
  });
});
