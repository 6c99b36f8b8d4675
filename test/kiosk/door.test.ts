import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Door } from '../../main/kiosk/door.ts';
import { KioskStore } from '../../main/kiosk/store/store.ts';
import { sliceInTest } from './desk-in-test.ts';
import { FakeClock } from './fake-clock.ts';
import { code, key, ticketInTest } from './workstation-in-test.ts';

const wrong = 'CCCCCC';

describe('the door', () => {
  let folder: string;
  let store: KioskStore;
  let clock: FakeClock;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-door-'));
    clock = new FakeClock();
    store = openStore();
    offer(ticketInTest());
  });

  afterEach(async () => {
    store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const openStore = (): KioskStore => {
    const opened = KioskStore.open(folder);
    if (!opened.ok) throw new Error(opened.problem.expected);
    return opened.value;
  };
  const offer = (...tickets: ReturnType<typeof ticketInTest>[]): void => store.keepSlice(sliceInTest({ tickets }));
  const door = (): Door =>
    new Door({
      ...{ key, store, clock },
      claim: () => Promise.resolve(null),
      mayBegin: () => true,
    });
  const answerTo = async (asked: Door, typed: string): Promise<string> => {
    const admission = await asked.admit(typed);
    return admission.ok ? 'admitted' : admission.problem.code;
  };

  it.each(['K7M4QX', 'k7m-4qx', ' K7M 4QX ', 'k.7.m.4.q.x'])('opens for %j', async (typed) => {
    expect(await answerTo(door(), typed)).toBe('admitted');
  });

  it('answers a wrong, an expired and a used code alike', async () => {
    offer(ticketInTest({ expiresAt: '2026-11-24T13:05:00.000Z' }));
    const expired = await door().admit(code);
    const used = ticketInTest();
    offer(used);
    store.record([
      {
        kind: 'session-started',
        session: crypto.randomUUID(),
        ticket: used.ticket,
        access: 'ticket',
        profile: 'adult',
        at: clock.now().wall,
        minutes: 30,
        reason: 'granted-whole',
        charterVersion: 1,
        resumed: false,
      },
    ]);
    const spent = await door().admit(code);
    expect(await door().admit(wrong)).toEqual(expired);
    expect(spent).toEqual(expired);
    expect(expired).toMatchObject({ problem: { code: 'code-refused' } });
  });

  it('does not know a code of another workstation’s key', async () => {
    const other = new Door({
      ...{ store, clock },
      key: 'the key of another workstation, as long',
      claim: () => Promise.resolve(null),
      mayBegin: () => true,
    });
    expect(await answerTo(other, code)).toBe('code-refused');
  });

  it('takes four wrong codes and a right one without delay, and forgets the wrong ones', async () => {
    const asked = door();
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 0; tries < 4; tries += 1) expect(await answerTo(asked, wrong)).toBe('code-refused');
      expect(await answerTo(asked, code)).toBe('admitted');
    }
  });

  it('delays after the fifth wrong code, the right one too, and doubles', async () => {
    const asked = door();
    for (let tries = 0; tries < 4; tries += 1) await asked.admit(wrong);
    expect(await asked.admit(wrong)).toMatchObject({ problem: { code: 'code-delayed', retryInSeconds: 30 } });
    clock.pass(29_000);
    expect(await asked.admit(code)).toMatchObject({ problem: { code: 'code-delayed', retryInSeconds: 1 } });
    clock.pass(1_000);
    expect(await asked.admit(wrong)).toMatchObject({ problem: { retryInSeconds: 60 } });
    clock.pass(60_000);
    expect(await asked.admit(wrong)).toMatchObject({ problem: { retryInSeconds: 120 } });
    clock.pass(120_000);
    expect(await answerTo(asked, code)).toBe('admitted');
  });

  it('counts the wrong codes of bookings too, one at a time, and a right one excuses none', async () => {
    const asked = door();
    const look = async (found: string): Promise<string> => {
      const answer = await asked.lookUp(() => Promise.resolve(found));
      return answer.ok ? (answer.value ?? 'nothing') : answer.problem.code;
    };
    const both = [look('unknown'), look('unknown')];
    expect(await Promise.all(both)).toEqual(['code-refused', 'not-now']);
    for (let tries = 0; tries < 3; tries += 1) await look('unknown');
    expect(await look('a booking')).toBe('a booking');
    expect(await look('unknown')).toBe('code-delayed');
    expect(await look('a booking')).toBe('code-delayed');
  });

  it('is never closed for longer than ten minutes', async () => {
    store.wrongTries = 40;
    expect(await door().admit(code)).toMatchObject({ problem: { retryInSeconds: 600 } });
  });

  it('starts the delay again with a restart, whatever the clock says', async () => {
    for (let tries = 0; tries < 5; tries += 1) await door().admit(wrong);
    store.close();
    store = openStore();
    clock.setWall('2036-11-24T13:05:00.000Z');
    expect(await door().admit(code)).toMatchObject({ problem: { code: 'code-delayed', retryInSeconds: 30 } });
  });

  it('does not count what cannot be a code', async () => {
    const asked = door();
    for (let tries = 0; tries < 10; tries += 1) expect(await answerTo(asked, 'K7M')).toBe('malformed');
    expect(store.wrongTries).toBe(0);
  });

  it('stays shut before the first word from the desk', async () => {
    store.close();
    await rm(folder, { recursive: true });
    store = openStore();
    expect(await answerTo(door(), code)).toBe('code-refused');
  });
});
