import { randomBytes, scryptSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rulesInTest, sliceInTest } from './desk-in-test.ts';
import { code, eventually, profileInTest, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

const minuteMs = 60_000;
const other = 'H7M4QX';

describe('a workstation, for its visitors and its facilitator', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    place.desk.slice = sliceInTest({ tickets: [ticketInTest()] });
  });

  afterEach(() => place.remove());

  const scene = () => place.host.snapshot?.scene;
  const session = (): string => place.desk.lastState?.session ?? '';
  const ends = (): readonly unknown[] =>
    place.desk.facts.flatMap((fact) => (fact.kind === 'session-ended' ? [fact.reason] : []));
  const hear = (slice: Parameters<typeof sliceInTest>[0]): void => {
    place.desk.slice = { ...place.desk.slice, ...sliceInTest({ tickets: place.desk.slice.tickets, ...slice }) };
    place.desk.say({ type: 'slice', slice: place.desk.slice });
  };

  it('slides the bar open for a warning, and closed again when it was seen', async () => {
    await place.startSession();
    await place.pass(20 * minuteMs);
    await eventually(() => place.host.layout === 'warning', 'the warning is shown');
    await place.host.call('warning.seen', {});
    await eventually(() => place.host.layout === 'bar', 'the bar closes');
  });

  it('is locked while it is paused, opens with the code of the visitor’s choice, and with no other', async () => {
    await place.startSession();
    expect(await place.host.call('session.pause', { code: '12' })).toMatchObject({ problem: { code: 'malformed' } });
    await place.host.call('session.pause', { code: '2580' });
    await eventually(() => place.host.layout === 'locked', 'the screen is locked');
    expect(place.host.visitor.alive).toBe(true);
    expect(await place.host.call('tab.open', {})).toMatchObject({ problem: { code: 'not-now' } });
    expect(await place.host.call('session.end', {})).toMatchObject({ problem: { code: 'not-now' } });
    expect(await place.host.call('session.unpause', { code: '2581' })).toMatchObject({
      problem: { code: 'code-refused' },
    });
    expect(place.host.layout).toBe('locked');
    for (let tries = 0; tries < 4; tries += 1) await place.host.call('session.unpause', { code: '0000' });
    expect(await place.host.call('session.unpause', { code: '2580' })).toMatchObject({
      problem: { code: 'code-delayed', retryInSeconds: 30 },
    });
    await place.pass(30_000);
    expect(await place.host.call('session.unpause', { code: '2580' })).toMatchObject({ ok: true });
    await eventually(() => place.host.layout === 'bar', 'the pages are back');
  });

  it('is released from a pause by the facilitator', async () => {
    await place.startSession();
    await place.host.call('session.pause', { code: '2580' });
    await eventually(() => place.desk.lastState?.phase === 'paused', 'the desk sees the pause');
    place.desk.say({ type: 'release-pause', session: session() });
    await eventually(() => place.host.layout === 'bar', 'the pages are back');
  });

  it('asks who touches nothing, pauses, and takes the ticket’s code back', async () => {
    await place.startSession();
    hear({
      rules: rulesInTest({
        helpLine: '03 81 00 00 00',
        inactivity: { afterMinutes: 1, answerSeconds: 20, then: 'pause' },
      }),
    });
    await eventually(() => place.host.snapshot?.helpLine !== null, 'the rules are heard');
    const sinceMs = place.clock.now().monotonicMs;
    place.host.idle = () => place.clock.now().monotonicMs - sinceMs;
    await place.pass(70_000);
    await eventually(() => place.host.layout === 'warning', 'the question is shown');
    await place.pass(25_000);
    await place.phase('paused');
    expect(scene()).toMatchObject({ by: 'inactivity' });
    place.host.idle = () => 0;
    expect(await place.host.call('session.unpause', { code: other })).toMatchObject({ ok: false });
    expect(await place.host.call('session.unpause', { code: 'k7m-4qx' })).toMatchObject({ ok: true });
    await eventually(() => place.host.layout === 'bar', 'the pages are back');
  });

  it('goes on when nobody can say whether it is touched', async () => {
    place.desk.slice = sliceInTest({
      tickets: place.desk.slice.tickets,
      rules: rulesInTest({ inactivity: { afterMinutes: 1, answerSeconds: 20, then: 'end' } }),
    });
    await place.startSession();
    place.host.broken.add('idle');
    await place.pass(5 * minuteMs);
    expect(scene()).toMatchObject({ phase: 'active', presenceAskedMs: null });
  });

  it('begins for whom the facilitator sends, without a code', async () => {
    await place.startFree();
    place.desk.say({ type: 'start-session', ticket: crypto.randomUUID(), minutes: 45, label: '41' });
    await place.phase('called');
    expect(scene()).toEqual({ phase: 'called', label: '41', minutes: 45 });
    await place.host.call('called.answer', {});
    await place.host.call('charter.answer', { accepted: true });
    await eventually(() => place.desk.facts.length === 1, 'the desk is told');
    expect(place.desk.facts).toMatchObject([{ access: 'desk', minutes: 45, charterVersion: 1 }]);
  });

  it('begins without any code where the profile is open to all', async () => {
    await place.startFree(profileInTest({ openAccessMinutes: 20 }));
    expect(scene()).toMatchObject({ openAccessMinutes: 20 });
    await place.host.call('open.start', {});
    await place.host.call('charter.answer', { accepted: true });
    await eventually(() => place.desk.facts.length === 1, 'the desk is told');
    expect(place.desk.facts).toMatchObject([{ access: 'open', ticket: null, minutes: 20 }]);
  });

  it('does not begin without a code anywhere else', async () => {
    await place.startFree();
    expect(await place.host.call('open.start', {})).toMatchObject({ problem: { code: 'not-now' } });
  });

  it('takes a booking’s code from some minutes before its time, and a card’s from a scanner', async () => {
    const card = '2090-1234-5678';
    place.desk.slice = sliceInTest({
      tickets: [
        ticketInTest({ access: 'booking', validFrom: '2026-11-24T13:20:00.000Z' }),
        ticketInTest({ access: 'card', minutes: 60, usedToday: 30, usedThisWeek: 30 }, '209012345678'),
      ],
    });
    const limits = { sessionMinutes: null, dayMinutes: 60, weekMinutes: null };
    await place.startFree(profileInTest({ limits }));
    expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'code-refused' } });
    await place.host.call('code.submit', { code: card });
    expect(scene()).toMatchObject({ phase: 'charter', minutes: 30, reason: 'shortened-by-day' });
    await place.host.call('session.end', {});
    await place.phase('free');
    await place.pass(15 * minuteMs);
    await place.host.call('code.submit', { code });
    await place.phase('charter');
  });

  it('says in the scene why the rules turn a good code away, and claims no ticket for it', async () => {
    const bookings = [
      { ticket: crypto.randomUUID(), startsAt: '2026-11-24T13:12:00.000Z', minutes: 60, releasedAt: null },
    ];
    place.desk.slice = sliceInTest({ tickets: place.desk.slice.tickets, bookings });
    await place.startFree();
    expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'not-now' } });
    expect(scene()).toMatchObject({ phase: 'free', refused: 'refused-booked' });
    expect(place.desk.messages.some(({ type }) => type === 'claim')).toBe(false);
  });

  it('is closed outside the hours, and opens when they begin', async () => {
    const hours = [{ opensAt: '2026-11-24T13:30:00.000Z', closesAt: '2026-11-24T14:00:00.000Z' }];
    place.desk.slice = sliceInTest({ tickets: place.desk.slice.tickets, rules: rulesInTest({ hours }) });
    await place.start();
    await place.phase('closed');
    expect(scene()).toEqual({ phase: 'closed', opensAt: '2026-11-24T13:30:00.000Z' });
    await place.pass(25 * minuteMs);
    await place.phase('free');
    await place.openSession();
    await place.pass(30 * minuteMs);
    await eventually(() => ends().length === 1, 'the end is told');
    expect(ends()).toEqual(['time-over']);
    await place.phase('closed');
  });

  it('gives a little more time on request, and the facilitator’s without asking', async () => {
    place.desk.slice = sliceInTest({
      tickets: place.desk.slice.tickets,
      rules: rulesInTest({ extension: { stepMinutes: 15, automatic: false } }),
    });
    await place.startSession();
    expect(await place.host.call('session.extend', {})).toMatchObject({ problem: { code: 'not-now' } });
    await place.pass(20 * minuteMs);
    expect(await place.host.call('session.extend', {})).toMatchObject({ ok: true });
    expect(scene()).toMatchObject({ leftMs: 25 * minuteMs, extended: 15 });
    const leftMs = (): number => Date.parse(place.desk.lastState?.endsAt ?? '') - Date.parse(place.clock.now().wall);
    place.desk.say({ type: 'extend-session', session: session(), minutes: 10 });
    await eventually(() => leftMs() === 35 * minuteMs, 'the desk hears the new end');
    await eventually(() => place.desk.facts.length === 4, 'all is told');
    expect(place.desk.facts).toMatchObject([
      { kind: 'session-started' },
      { kind: 'refused', asked: 'extension', reason: 'refused-too-early' },
      { kind: 'session-extended', by: 'visitor', minutes: 15 },
      { kind: 'session-extended', by: 'facilitator', minutes: 10 },
    ]);
  });

  it('shows pages and refusals in the visitor’s language, colours and size of text, and forgets them', async () => {
    place.desk.slice = sliceInTest({ tickets: [ticketInTest(), ticketInTest({}, other)] });
    await place.startFree();
    await place.host.call('language.choose', { language: 'ar' });
    await place.host.call('theme.choose', { theme: 'dark' });
    await place.host.call('text.choose', { text: 150 });
    await place.openSession();
    expect(place.host.visitor.did).toEqual(['http://accueil.escale.internal/?lang=ar&theme=dark&text=150']);
    expect(place.host.visitor.policy).toMatchObject({ language: 'ar' });
    await place.host.call('session.end', {});
    await place.phase('free');
    await place.openSession(other);
    expect(place.host.visitor.did).toEqual(['http://accueil.escale.internal/?lang=fr&theme=light&text=100']);
  });

  describe('in maintenance', () => {
    const salt = randomBytes(16);
    const hash = scryptSync('246810', salt, 32, { N: 16_384, r: 8, p: 1 });
    const maintenanceCode = { salt: salt.toString('hex'), hash: hash.toString('hex') };

    beforeEach(() => {
      place.desk.slice = sliceInTest({ tickets: [ticketInTest()], rules: rulesInTest({ maintenanceCode }) });
    });

    it('no browser lives, from before the code was looked at', async () => {
      await place.startFree();
      expect(await place.host.call('maintenance.enter', { code: '246810' })).toMatchObject({ ok: true });
      expect(scene()).toEqual({ phase: 'maintenance' });
      expect(place.host.visitors.every(({ alive }) => !alive)).toBe(true);
      expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'not-now' } });
      await place.host.call('maintenance.leave', {});
      await place.phase('free');
    });

    it('nobody is by guessing', async () => {
      await place.startFree();
      for (let tries = 0; tries < 4; tries += 1) {
        expect(await place.host.call('maintenance.enter', { code: '246811' })).toMatchObject({
          problem: { code: 'code-refused' },
        });
      }
      await place.host.call('maintenance.enter', { code: '246811' });
      expect(await place.host.call('maintenance.enter', { code: '246810' })).toMatchObject({
        problem: { code: 'code-delayed' },
      });
      expect(scene()).toMatchObject({ phase: 'free' });
    });

    it('nobody is over a visitor, and the desk can send it there and back', async () => {
      await place.startSession();
      await eventually(() => session() !== '', 'the desk knows of the session');
      place.desk.say({ type: 'maintenance', on: true });
      place.desk.say({ type: 'extend-session', session: session(), minutes: 1 });
      await eventually(() => place.desk.facts.length === 2, 'both were heard');
      expect(await place.host.call('maintenance.enter', { code: '246810' })).toMatchObject({
        problem: { code: 'not-now' },
      });
      expect(place.host.visitor.alive).toBe(true);
      await place.host.call('session.end', {});
      await place.phase('free');
      place.desk.say({ type: 'maintenance', on: true });
      await place.phase('maintenance');
      place.desk.say({ type: 'maintenance', on: false });
      await place.phase('free');
    });
  });

  describe('after a power cut', () => {
    const cutAfter = async (milliseconds: number): Promise<void> => {
      await place.startSession();
      await place.pass(milliseconds);
      await place.startAgain();
      await place.phase('free');
    };

    it('gives the rest back to the same code, to within five seconds, though the desk is away', async () => {
      await place.startFree();
      await place.stop();
      await cutAfter(10 * minuteMs);
      await place.desk.goAway();
      await eventually(() => place.host.snapshot?.deskReachable === false, 'the desk is gone');
      expect(scene()).toMatchObject({ resumable: true });
      await place.host.call('code.submit', { code });
      expect(scene()).toMatchObject({ phase: 'charter', resumed: true });
      await place.host.call('charter.answer', { accepted: true });
      const active = scene();
      if (active?.phase !== 'active') throw new Error('no session');
      expect(Math.abs(active.leftMs - 20 * minuteMs)).toBeLessThanOrEqual(5_000);
    });

    it('gives what the desk says when it is there, and once only', async () => {
      await cutAfter(minuteMs);
      place.desk.answerClaim = ({ id }) => ({ type: 'claimed', id, minutes: 18, resumed: true, leftSeconds: 1075 });
      await eventually(() => place.host.snapshot?.deskReachable === true, 'the desk is reached');
      hear({ tickets: [] });
      await place.openSession();
      expect(scene()).toMatchObject({ leftMs: 1_075_000 });
      await place.host.call('session.end', {});
      await place.phase('free');
      expect(scene()).toMatchObject({ resumable: false });
      expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'code-refused' } });
      await eventually(() => ends().length === 2, 'both ends are told');
      expect(place.desk.facts).toContainEqual(expect.objectContaining({ kind: 'session-started', resumed: true }));
    });

    it('gives nothing back after the place’s time for it', async () => {
      await cutAfter(minuteMs);
      await place.desk.goAway();
      await eventually(() => place.host.snapshot?.deskReachable === false, 'the desk is gone');
      await place.pass(16 * minuteMs);
      expect(scene()).toMatchObject({ resumable: false });
      expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'code-refused' } });
    });
  });
});
