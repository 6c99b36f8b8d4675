import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { code, eventually, profileInTest, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

const minuteMs = 60_000;

describe('a workstation on which things break', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    place.desk.slice = { ...place.desk.slice, tickets: [ticketInTest()] };
  });

  afterEach(() => place.remove());

  const reasons = (): readonly string[] =>
    place.desk.facts.flatMap((fact) => (fact.kind === 'session-ended' ? [fact.reason] : []));
  const countOf = (kind: string): number => place.desk.facts.filter((fact) => fact.kind === kind).length;

  describe('the visitor’s browser', () => {
    it('is replaced when it dies: locked, wiped, and the session goes on with the same deadline', async () => {
      await place.startSession();
      await place.pass(10 * minuteMs);
      const mark = place.host.done.length;
      place.host.visitor.crash();
      await eventually(() => place.host.visitors.length === 2 && place.host.layout === 'bar', 'a fresh browser');
      expect(place.host.done.slice(mark)).toEqual(['locked', 'look', 'visitor', 'begin', 'bar']);
      expect(place.host.snapshot?.scene).toMatchObject({ phase: 'active', leftMs: 20 * minuteMs });
      expect(reasons()).toEqual([]);
      await place.pass(20 * minuteMs);
      await place.phase('free');
      await eventually(() => reasons().length === 1 && countOf('wiped') === 1, 'one end, one wipe');
      expect(reasons()).toEqual(['time-over']);
    });

    it('puts the workstation out of service when it dies five times within a minute', async () => {
      await place.startSession();
      for (let crash = 1; crash <= 5; crash += 1) {
        await eventually(() => place.host.visitors.length === crash && place.host.layout === 'bar', `browser ${crash}`);
        place.host.visitor.crash();
      }
      await place.phase('out-of-service');
      await eventually(() => place.desk.lastState?.problem !== null && countOf('wiped') === 1, 'the desk is told');
      expect(place.host.layout).toBe('locked');
      expect(reasons()).toEqual(['fault']);
      expect(place.desk.lastState?.problem).toMatchObject({ where: 'visitor browser' });
    });

    it('is tried again when it does not start, and waited for no longer than five times', async () => {
      place.host.broken.add('visitor');
      await place.start();
      await place.phase('free');
      for (let step = 0; step < 10; step += 1) await place.pass(1000);
      await place.phase('out-of-service');
    });

    it('is replaced, unseen, when it dies while it waits', async () => {
      await place.startFree();
      place.host.visitor.crash();
      await place.pass(2000);
      expect(place.host.visitors).toHaveLength(2);
      expect(place.host.snapshot?.scene.phase).toBe('free');
      await place.openSession();
    });

    it('never shows when the bar cannot be proven', async () => {
      await place.startFree();
      place.host.broken.add('bar');
      await place.host.call('code.submit', { code });
      await place.host.call('charter.answer', { accepted: true });
      await eventually(() => place.host.visitors[0]?.alive === false, 'the browser is killed');
      expect(place.host.layout).toBe('locked');
      place.host.broken.delete('bar');
      await place.pass(2000);
      await eventually(() => place.host.layout === 'bar', 'the session goes on');
    });
  });

  describe('the screens', () => {
    it('come back over a session that goes on', async () => {
      await place.startSession();
      place.host.killScreens();
      expect(place.host.layout).toBe('locked');
      await place.pass(1000);
      await eventually(() => place.host.screensOpen && place.host.layout === 'bar', 'the bar is back');
      expect(place.host.visitor.alive).toBe(true);
      expect(await place.host.call('state.read', {})).toMatchObject({ value: { scene: { phase: 'active' } } });
    });

    it('come back locked when the time ran out without them', async () => {
      await place.startSession();
      await place.pass(30 * minuteMs - 500);
      place.host.killScreens();
      await place.pass(500);
      await eventually(() => !place.host.visitor.alive || place.host.visitors.length === 2, 'the browser is killed');
      await place.pass(1000);
      await eventually(() => place.host.screensOpen, 'the screens are back');
      expect(place.host.layout).toBe('locked');
    });

    it('that die five times within a minute end the session and leave a locked screen', async () => {
      await place.startSession();
      for (let death = 1; death <= 5; death += 1) {
        await eventually(() => place.host.screensOpen, `screens ${death}`);
        place.host.killScreens();
        await place.pass(1000);
      }
      await eventually(() => reasons().length === 1, 'the session is ended');
      expect(reasons()).toEqual(['fault']);
      expect(place.host.visitor.alive).toBe(false);
      await place.pass(30_000);
      await eventually(() => place.host.screensOpen, 'the reason can be read');
      expect(await place.host.call('state.read', {})).toMatchObject({ value: { scene: { phase: 'out-of-service' } } });
      expect(place.host.layout).toBe('locked');
    });

    it('that cannot prove the lock cost the visitor’s browser its life', async () => {
      await place.startSession();
      place.host.broken.add('locked');
      await place.host.call('session.end', {});
      await eventually(() => !place.host.visitor.alive || place.host.visitors.length === 2, 'the browser is killed');
      // The walls are proven once there are screens again.
      await place.pass(1000);
      await eventually(() => countOf('wiped') === 1, 'the wipe is proven');
      expect(reasons()).toEqual(['visitor-ended']);
    });
  });

  describe('the wipe', () => {
    it('that leaves something puts the workstation out of service and names only the kind', async () => {
      await place.startSession();
      place.host.leftovers = [{ what: 'file', where: '/run/escale/secret-name' }];
      await place.host.call('session.end', {});
      await eventually(() => place.host.done.at(-1) === 'look', 'a look');
      for (let step = 0; step < 35; step += 1) await place.pass(100);
      await place.phase('out-of-service');
      await eventually(() => countOf('wiped') === 1, 'the desk is told');
      expect(place.desk.facts.at(-1)).toMatchObject({ kind: 'wiped', leftovers: ['file'] });
      expect(JSON.stringify(place.desk.messages)).not.toContain('secret-name');
      expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'not-now' } });
    });

    it('waits for what takes a moment to vanish', async () => {
      await place.startSession();
      place.host.leftovers = [{ what: 'process', where: '4711' }];
      await place.host.call('session.end', {});
      await eventually(() => place.host.done.at(-1) === 'look', 'a look');
      place.host.leftovers = [];
      await place.pass(200);
      await place.phase('free');
    });

    it('that cannot be checked is no proof', async () => {
      await place.startSession();
      place.host.broken.add('look');
      await place.host.call('session.end', {});
      await place.phase('out-of-service');
      await eventually(() => countOf('wiped') === 1, 'the desk is told');
      expect(place.desk.facts.at(-1)).toMatchObject({ leftovers: ['unchecked'] });
    });
  });

  describe('the desk', () => {
    it('that is away does not keep a ticket of the slice from opening, once', async () => {
      await place.startFree();
      await place.desk.goAway();
      await eventually(() => place.host.snapshot?.deskReachable === false, 'the desk is gone');
      await place.openSession();
      await place.host.call('session.end', {});
      await place.phase('free');
      expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'code-refused' } });
      await place.desk.comeBack();
      await place.pass(30_000);
      await eventually(() => countOf('wiped') === 1, 'the facts arrive');
      expect(place.desk.facts).toHaveLength(3);
    });

    it('that does not answer a claim costs two seconds', async () => {
      await place.startFree();
      place.desk.mute.add('claim');
      const asked = place.host.call('code.submit', { code });
      await eventually(() => place.desk.messages.some(({ type }) => type === 'claim'), 'the claim is made');
      expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'not-now' } });
      place.clock.pass(2000);
      expect(await asked).toMatchObject({ ok: true });
      expect(place.host.snapshot?.scene).toMatchObject({ phase: 'charter', minutes: 30 });
    });

    it('that refuses a claim is obeyed', async () => {
      await place.startFree();
      const problem = { code: 'ticket-in-use', where: 'ticket', expected: 'a ticket that is free' } as const;
      place.desk.answerClaim = ({ id }) => ({ type: 'claim-refused', id, problem });
      expect(await place.host.call('code.submit', { code })).toEqual({ ok: false, problem });
      expect(place.host.snapshot?.scene.phase).toBe('free');
    });
  });

  describe('a stop', () => {
    it('in a session locks and kills; the next start wipes first and tells an estimated end', async () => {
      await place.startSession();
      await place.pass(10 * minuteMs);
      const { host } = place;
      await place.stop();
      expect(host.layout).toBe('locked');
      expect(host.visitor.alive).toBe(false);
      expect(host.done.filter((what) => what === 'locked')).toHaveLength(1);

      await place.startAgain();
      await place.phase('free');
      expect(place.host.done.indexOf('look')).toBeLessThan(place.host.done.indexOf('visitor'));
      await eventually(() => countOf('wiped') === 1, 'the facts arrive');
      expect(place.desk.facts).toMatchObject([
        { kind: 'session-started' },
        { kind: 'session-ended', reason: 'power-cut', estimated: true, usedSeconds: 600 },
        { kind: 'wiped', leftovers: [] },
      ]);
    });

    it('in freedom leaves nothing to tell', async () => {
      await place.startFree();
      await place.startAgain();
      await place.phase('free');
      expect(place.desk.facts).toEqual([]);
    });
  });

  describe('a start', () => {
    it('without built screens says which file is missing', async () => {
      await expect(place.start().then(() => place.stop())).resolves.toBeUndefined();
      place.settings.screens = join(place.settings.data, 'nowhere');
      await expect(place.start()).rejects.toThrow(/nowhere\/kiosk\/index\.html: expected the built screens/);
    });

    it('on a folder that another kiosk uses says so', async () => {
      await place.start();
      const other = await WorkstationInTest.make();
      other.settings.data = place.settings.data;
      await expect(other.start()).rejects.toThrow(/another one runs/);
      await other.remove();
    });

    it('with a damaged store sets it aside and serves', async () => {
      await place.start();
      await place.stop();
      const store = join(place.settings.data, 'kiosk.db');
      await writeFile(store, 'no database, just some text that is long enough to be looked at as one');
      await chmod(store, 0o600);
      await place.startFree();
      await place.openSession();
      expect((await readdir(place.settings.data)).some((name) => name.startsWith('kiosk.db.damaged-'))).toBe(true);
    });

    it('whose screens do not open leaves nothing running', async () => {
      place.host.broken.add('screens');
      await expect(place.start()).rejects.toThrow(/screens/);
      expect(place.host.visitors.every(({ alive }) => !alive)).toBe(true);
      place.host.broken.delete('screens');
      await place.startFree(profileInTest());
    });
  });
});
