import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noEase } from '../../contract/screens.ts';
import { code, eventually, profileInTest, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

const minuteMs = 60_000;

describe('a workstation', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    place.desk.slice = { ...place.desk.slice, tickets: [ticketInTest()] };
  });

  afterEach(() => place.remove());

  const kinds = (): readonly string[] => place.desk.facts.map(({ kind }) => kind);
  const happenedSince = (mark: number): readonly string[] => place.host.done.slice(mark);

  it('opens a session for a ticket and ends it, wiped, when its minutes are over', async () => {
    await place.startSession();
    const mark = place.host.done.length;
    const [visitor] = place.host.visitors;
    await place.pass(30 * minuteMs);
    await place.phase('free');
    await eventually(() => kinds().length === 3, 'three facts');

    expect(happenedSince(mark).slice(0, 4)).toEqual(['warning', 'locked', 'end', 'look']);
    expect(visitor?.alive).toBe(false);
    expect(place.host.layout).toBe('locked');
    expect(place.host.snapshot?.scene).toMatchObject({ phase: 'free', justErased: true });
    expect(place.desk.facts).toMatchObject([
      { kind: 'session-started', ticket: place.desk.slice.tickets[0]?.ticket, minutes: 30, access: 'ticket' },
      { kind: 'session-ended', reason: 'time-over', usedSeconds: 1800, estimated: false },
      { kind: 'wiped', leftovers: [] },
    ]);
  });

  it('makes keyboard and pointer easier until the session ends, and gives them back', async () => {
    await place.startFree();
    const wishes = { stickyKeys: true, slowRepeat: false, largePointer: true };
    expect(await place.host.call('ease.choose', wishes)).toEqual({ ok: true, value: {} });
    await place.openSession();
    expect([place.host.eased, place.host.snapshot?.ease]).toEqual([wishes, wishes]);
    await place.host.call('session.end', {});
    await place.phase('free');
    await eventually(() => !place.host.eased.stickyKeys, 'given back');
    expect([place.host.eased, place.host.snapshot?.ease]).toEqual([noEase, noEase]);
  });

  it('keeps them through a crash of its screens, and gives them back when it stops', async () => {
    await place.startSession();
    await place.host.call('ease.choose', { ...noEase, slowRepeat: true });
    place.host.killScreens();
    await place.pass(2_000);
    await eventually(() => place.host.screensOpen, 'the screens are open again');
    expect(place.host.eased).toEqual({ ...noEase, slowRepeat: true });
    await place.stop();
    expect(place.host.eased).toEqual(noEase);
  });

  it('begins by giving back what a killed kiosk left', async () => {
    place.host.eased = { stickyKeys: true, slowRepeat: true, largePointer: true };
    await place.startFree();
    expect(place.host.eased).toEqual(noEase);
  });

  it('serves nobody else with a keyboard that could not be given back', async () => {
    await place.startSession();
    place.host.broken.add('ease');
    await place.host.call('session.end', {});
    await place.phase('out-of-service');
    expect(place.host.snapshot?.scene).toMatchObject({ problem: { where: 'ease' } });
  });

  it('offers nothing where its host cannot', async () => {
    place.host.ease = null;
    await place.startFree();
    expect(place.host.snapshot?.ease).toBeNull();
    expect(await place.host.call('ease.choose', noEase)).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  it('is in session one second before the deadline and locked at the deadline', async () => {
    await place.startSession();
    await place.pass(30 * minuteMs - 1000);
    expect(place.host.snapshot?.scene.phase).toBe('active');
    place.clock.pass(1000);
    expect(place.host.snapshot?.scene.phase).toBe('wiping');
  });

  it('counts the time that the machine sleeps', async () => {
    await place.startSession();
    place.clock.sleep(31 * minuteMs);
    place.clock.pass(1000);
    expect(place.host.snapshot?.scene.phase).toBe('wiping');
    await place.phase('free');
  });

  it.each(['2016-11-24T13:05:00.000Z', '2036-11-24T13:05:00.000Z'])(
    'does not heed a wall clock set to %s',
    async (wall) => {
      await place.startSession();
      place.clock.setWall(wall);
      await place.pass(30 * minuteMs - 1000);
      expect(place.host.snapshot?.scene.phase).toBe('active');
      place.clock.pass(1000);
      expect(place.host.snapshot?.scene.phase).toBe('wiping');
      await eventually(() => kinds().includes('session-ended'), 'the end is told');
      expect(place.desk.facts[1]).toMatchObject({ usedSeconds: 1800 });
    },
  );

  it('gives the grace of the profile below the bar, and not a second more', async () => {
    await place.startSession(profileInTest({ graceSeconds: 60 }));
    await place.pass(30 * minuteMs);
    expect(place.host.snapshot?.scene).toMatchObject({ phase: 'ending', reason: 'time-over' });
    await place.pass(59_000);
    expect(place.host.layout).toBe('bar');
    place.clock.pass(1_000);
    expect(place.host.snapshot?.scene.phase).toBe('wiping');
    await eventually(() => kinds().includes('session-ended'), 'the end is told');
    expect(place.desk.facts[1]).toMatchObject({ reason: 'time-over', usedSeconds: 1800 });
  });

  it('warns at the minutes of the profile until the warning is seen', async () => {
    await place.startSession();
    await place.pass(20 * minuteMs);
    expect(place.host.snapshot?.scene).toMatchObject({ warning: 10 });
    await place.host.call('warning.seen', {});
    expect(place.host.snapshot?.scene).toMatchObject({ warning: null });
    await place.pass(5 * minuteMs);
    expect(place.host.snapshot?.scene).toMatchObject({ warning: 5 });
    await place.pass(3 * minuteMs);
    expect(place.host.snapshot?.scene).toMatchObject({ warning: 2 });
  });

  it('ends at once when the visitor or the facilitator says so', async () => {
    place.desk.slice = { ...place.desk.slice, tickets: [ticketInTest(), ticketInTest({}, 'H7M4QX')] };
    await place.startSession();
    expect(await place.host.call('session.end', {})).toMatchObject({ ok: true });
    await place.phase('free');

    await place.openSession('H7M4QX');
    const session = place.desk.lastState?.session ?? '';
    place.desk.say({ type: 'end-session', session: crypto.randomUUID() });
    place.desk.say({ type: 'end-session', session });
    await place.phase('free');
    await eventually(() => kinds().length === 6, 'both sessions are told');
    expect(place.desk.facts.flatMap((fact) => (fact.kind === 'session-ended' ? [fact.reason] : []))).toEqual([
      'visitor-ended',
      'facilitator-ended',
    ]);
  });

  it('never begins a browser when the charter is refused, and says so in the figures', async () => {
    await place.startFree();
    await place.host.call('code.submit', { code });
    await place.host.call('charter.answer', { accepted: false });
    await place.phase('free');
    await eventually(() => kinds().length === 3, 'three facts');
    expect(place.host.done).not.toContain('begin');
    expect(place.desk.facts[1]).toMatchObject({ reason: 'charter-refused', usedSeconds: 0 });
  });

  it('frees the seat when nobody answers the charter', async () => {
    await place.startFree();
    await place.host.call('code.submit', { code });
    await place.pass(3 * minuteMs);
    await place.phase('free');
    await eventually(() => kinds().length === 3, 'three facts');
    expect(place.desk.facts[1]).toMatchObject({ reason: 'inactivity' });
  });

  it.each(['startFree', 'startSession'] as const)('calls help after %s, until someone is on the way', async (start) => {
    await place[start]();
    await place.host.call('help.call', {});
    await eventually(() => place.desk.lastState?.helpCalled === true, 'the desk is called');
    place.desk.say({ type: 'help-coming' });
    await eventually(() => place.desk.lastState?.helpCalled === false, 'the screen calms down');
    expect(place.host.snapshot).toMatchObject({ helpCalled: false });
  });

  it('turns the pages that the bar asks for, and only while there is a session', async () => {
    await place.startFree();
    expect(await place.host.call('tab.open', {})).toMatchObject({ ok: false, problem: { code: 'not-now' } });
    await place.openSession();
    await place.host.call('tab.open', {});
    await place.host.call('page.back', {});
    await place.host.call('page.reload', {});
    await place.host.call('tab.show', { tab: 'tab-1' });
    expect(place.host.snapshot?.scene).toMatchObject({ tabs: [{ id: 'tab-1', shown: true }, { id: 'tab-2' }] });
    await place.host.call('tab.close', { tab: 'tab-2' });
    expect(place.host.visitor.did).toEqual([
      'http://accueil.escale.internal/?lang=fr&theme=light&text=100',
      'http://accueil.escale.internal/?lang=fr&theme=light&text=100',
      'back',
      'reload',
    ]);
    expect(await place.host.call('tab.show', { tab: 'tab-2' })).toMatchObject({ problem: { code: 'not-found' } });
  });

  it('makes pages larger, copies and pastes, and begins a fresh browser at the usual size', async () => {
    await place.startSession();
    await place.host.call('page.zoom', { zoom: 150 });
    await place.host.call('page.copy', {});
    await place.host.call('page.paste', {});
    expect(place.host.visitor.did.slice(-3)).toEqual(['zoom 150', 'copy', 'paste']);
    expect(place.host.snapshot?.scene).toMatchObject({ zoom: 150 });
    expect(await place.host.rawCall('page.zoom', { zoom: 1000 })).toMatchObject({ problem: { code: 'malformed' } });
    place.host.visitor.crash();
    await eventually(() => place.host.visitors.length === 2 && place.host.layout === 'bar', 'a fresh browser');
    expect(place.host.snapshot?.scene).toMatchObject({ zoom: 100 });
  });

  describe('with documents that the visitor saved', () => {
    const one = { id: 'one', name: 'a.pdf', bytes: 3 };
    const two = { id: 'two', name: 'b.jpg', bytes: 4 };
    const laidOut = (layout: string): Promise<void> =>
      eventually(() => place.host.layout === layout, `the layout ${layout}`);

    beforeEach(async () => {
      await place.startSession();
      place.host.visitor.saves(two, one);
    });

    it('shows them when they are asked for, and puts them away', async () => {
      await place.host.call('documents.show', {});
      await laidOut('locked');
      expect(place.host.snapshot?.scene).toMatchObject({
        panel: { for: 'looking' },
        documents: [
          { id: 'two', kind: 'image' },
          { id: 'one', kind: 'pdf' },
        ],
      });
      await place.host.call('documents.hide', {});
      await laidOut('bar');
      expect(place.host.snapshot?.scene).toMatchObject({ panel: null });
    });

    it('gives a page those that it takes, and no others', async () => {
      place.host.visitor.wants({ several: false, accept: '.pdf' });
      await laidOut('locked');
      const panel = { for: 'upload', several: false, fitting: ['one'] };
      expect(place.host.snapshot?.scene).toMatchObject({ panel });
      for (const documents of [['two'], ['three'], ['one', 'one']])
        expect(await place.host.call('documents.give', { documents })).toMatchObject({
          problem: { code: 'not-found' },
        });
      await place.host.call('documents.give', { documents: ['one'] });
      expect(place.host.visitor.did.at(-1)).toBe('give one');
      await laidOut('bar');
      expect(await place.host.call('documents.give', { documents: ['one'] })).toMatchObject({ ok: false });
    });

    it('tells a page that its visitor changed their mind', async () => {
      place.host.visitor.wants({ several: true, accept: '' });
      await laidOut('locked');
      await place.host.call('documents.hide', {});
      expect(place.host.visitor.did.at(-1)).toBe('give');
      await laidOut('bar');
    });

    it('lets a warning go before, and comes back', async () => {
      await place.host.call('documents.show', {});
      await laidOut('locked');
      await place.pass(20 * minuteMs);
      await laidOut('warning');
      await place.host.call('warning.seen', {});
      await laidOut('locked');
    });

    it('forgets them with their browser', async () => {
      place.host.visitor.wants({ several: true, accept: '' });
      await laidOut('locked');
      place.host.visitor.crash();
      await eventually(() => place.host.visitors.length === 2 && place.host.layout === 'bar', 'a fresh browser');
      // What a browser says after its end is nobody's.
      place.host.visitors[0]?.saves(one);
      expect(place.host.snapshot?.scene).toMatchObject({ documents: [], panel: null });
    });
  });

  it('opens no more tabs than the profile allows', async () => {
    await place.startSession(profileInTest({ maxTabs: 1 }));
    expect(await place.host.call('tab.open', {})).toMatchObject({ ok: false, problem: { code: 'not-now' } });
  });

  it('tells the figures how often a session was refused something, and nothing else', async () => {
    await place.startSession();
    place.host.visitor.refuse();
    place.host.visitor.refuse();
    await place.host.call('session.end', {});
    await eventually(() => kinds().includes('refusals-counted'), 'refusals are told');
    expect(place.desk.facts.find(({ kind }) => kind === 'refusals-counted')).toEqual({
      kind: 'refusals-counted',
      hour: '2026-11-24T13:00:00.000Z',
      category: 'site-not-in-list',
      count: 2,
    });
  });

  it('tells refusals when their hour is over, also during a long session', async () => {
    place.desk.slice = { ...place.desk.slice, tickets: [ticketInTest({ minutes: 120 })] };
    await place.startSession();
    place.host.visitor.refuse();
    await place.pass(60 * minuteMs);
    await eventually(() => kinds().includes('refusals-counted'), 'refusals are told');
    expect(place.host.snapshot?.scene.phase).toBe('active');
    expect(place.desk.facts.at(-1)).toMatchObject({ hour: '2026-11-24T13:00:00.000Z', count: 1 });
  });

  it('answers a call that is not in the table, or not of its form, without doing anything', async () => {
    await place.startFree();
    for (const [name, input] of [
      ['desktop.open', {}],
      ['__proto__', {}],
      [null, {}],
      ['code.submit', { code: 5 }],
      ['code.submit', { code: 'K'.repeat(65) }],
      ['session.end', { now: true }],
      ['charter.answer', 'yes'],
      ['text.choose', { text: 400 }],
      ['speech.say', { text: 'a', language: 'fr', wordsPerMinute: 5000, volumePercent: 100 }],
      ['speech.say', { text: 'a', language: 'fr', wordsPerMinute: 175, volumePercent: 900 }],
    ]) {
      expect(await place.host.rawCall(name, input)).toMatchObject({ ok: false, problem: { code: 'malformed' } });
    }
    expect(place.host.snapshot?.scene.phase).toBe('free');
  });

  it('numbers its snapshots upwards', async () => {
    await place.startFree();
    const before = place.host.snapshot?.number ?? 0;
    await place.host.call('code.submit', { code });
    expect(place.host.snapshot?.number).toBeGreaterThan(before);
    expect(await place.host.call('state.read', {})).toMatchObject({ value: { number: place.host.snapshot?.number } });
  });
});
