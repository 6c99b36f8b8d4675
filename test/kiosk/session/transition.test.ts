import { describe, expect, it } from 'vitest';
import type { Effect, SessionEventKind } from '../../../main/kiosk/session/session.ts';
import { dueMs } from '../../../main/kiosk/session/due.ts';
import { means } from '../../../main/kiosk/session/transition.ts';
import { sceneOf, stateMessageOf } from '../../../main/kiosk/session/views.ts';
import { around, SessionInTest } from './session-in-test.ts';

const minuteMs = 60_000;
const problem = { code: 'internal', where: 'here', expected: 'something else' } as const;
const doing = (effects: readonly Effect[]): readonly string[] => effects.map((effect) => effect.do);

describe('a start', () => {
  it('wipes before anything else, whatever was there before', () => {
    const start = new SessionInTest();
    expect(start.session).toMatchObject({ phase: 'wiping', ended: null });
    expect(doing(start.effects)).toEqual(['wipe']);
    expect(doing(start.happen({ kind: 'wiped', leftovers: [] }))).toEqual(['prepare']);
    expect(start.session).toEqual({ phase: 'free', erasedUntilMs: null, resumableUntilMs: null, refused: null });
  });

  it('ends the session that a power cut interrupted, by what was noted last', () => {
    const session = crypto.randomUUID();
    const notedAt = '2026-11-24T12:00:00.000Z';
    const interrupted = { session, ended: false, notedAt, usedSeconds: 95, leftSeconds: 0 };
    const { effects } = new SessionInTest({ interrupted });
    const end = { kind: 'session-ended', session, at: notedAt, reason: 'power-cut', usedSeconds: 95, estimated: true };
    expect(effects).toEqual([{ do: 'record', facts: [end] }, { do: 'wipe' }]);
  });

  it('only wipes for a session whose end was recorded', () => {
    const interrupted = { session: 'a', ended: true, notedAt: '', usedSeconds: 0, leftSeconds: 0 };
    const start = new SessionInTest({ interrupted });
    expect(start.session).toMatchObject({ ended: 'a' });
    expect(doing(start.effects)).toEqual(['wipe']);
  });
});

describe('a session', () => {
  it('is on disk before its browser begins', () => {
    const { effects } = new SessionInTest().active();
    expect(doing(effects).slice(-2)).toEqual(['record', 'begin']);
  });

  it('notes its use every four seconds, so that with a late look it is never more than five', () => {
    const test = new SessionInTest().active();
    test.clock.pass(3_999);
    expect(test.happen({ kind: 'tick' })).toEqual([]);
    test.clock.pass(1);
    expect(test.happen({ kind: 'tick' })).toMatchObject([{ do: 'note', usedSeconds: 4 }]);
    expect(test.happen({ kind: 'tick' })).toEqual([]);
  });

  it('does not warn of minutes that it never had', () => {
    const test = new SessionInTest().active({ minutes: 5 });
    test.happen({ kind: 'tick' });
    expect(test.session).toMatchObject({ warning: null, warningsToCome: [2] });
  });

  it('warns once of the nearest when several were slept through', () => {
    const test = new SessionInTest().active();
    test.clock.sleep(26 * minuteMs);
    test.happen({ kind: 'tick' });
    expect(test.session).toMatchObject({ warning: 5, warningsToCome: [2] });
  });

  it('that sleeps through deadline and grace is locked without a grace of its own', () => {
    const test = new SessionInTest({ rules: { graceSeconds: 60 } }).active();
    test.clock.sleep(40 * minuteMs);
    expect(doing(test.happen({ kind: 'tick' }))).toEqual(['lock', 'record', 'wipe']);
  });

  it('is not ended by a facilitator who means another one', () => {
    const test = new SessionInTest().active();
    expect(test.happen({ kind: 'facilitator-ended', session: crypto.randomUUID() })).toEqual([]);
    expect(test.session.phase).toBe('active');
  });

  it('whose browser broke ends without a fresh one when its time runs out meanwhile', () => {
    const test = new SessionInTest().active();
    test.happen({ kind: 'browser-gone' });
    test.clock.pass(30 * minuteMs);
    expect(test.happen({ kind: 'tick' })).toMatchObject([{ do: 'record', facts: [{ reason: 'time-over' }] }]);
    expect(doing(test.happen({ kind: 'wiped', leftovers: [] }))).toEqual(['record', 'prepare']);
    expect(test.session.phase).toBe('free');
  });

  it('ends all the same when nobody looked at the clock before the wipe was done', () => {
    const test = new SessionInTest().active();
    test.happen({ kind: 'browser-gone' });
    test.clock.pass(30 * minuteMs);
    expect(doing(test.happen({ kind: 'wiped', leftovers: [] }))).toEqual(['record', 'record', 'prepare']);
  });

  it('ends as a fault when the wipe for its fresh browser leaves something', () => {
    const test = new SessionInTest().active();
    test.happen({ kind: 'browser-gone' });
    expect(test.happen({ kind: 'wiped', leftovers: ['mount'] })).toMatchObject([
      { facts: [{ kind: 'session-ended', reason: 'fault' }] },
      { facts: [{ kind: 'wiped', leftovers: ['mount'] }] },
    ]);
    expect(test.session).toMatchObject({ phase: 'out-of-service', problem: { where: 'wipe: mount' } });
  });
});

describe('traces that a wipe left', () => {
  const dirty = (): SessionInTest => {
    const test = new SessionInTest().active();
    test.happen({ kind: 'visitor-ended' });
    test.happen({ kind: 'wiped', leftovers: ['file', 'clipboard'] });
    return test;
  };

  it('are remembered with the fact that tells of them, all or none', () => {
    expect(dirty().effects.at(-1)).toMatchObject({
      do: 'record',
      facts: [{ kind: 'wiped', leftovers: ['file', 'clipboard'] }],
      traces: ['file', 'clipboard'],
    });
  });

  it('are wiped and proven afresh once a facilitator has seen them', () => {
    const test = dirty();
    expect(test.happen({ kind: 'traces-seen' })).toEqual([
      { do: 'lock' },
      { do: 'record', facts: [], traces: [] },
      { do: 'wipe' },
    ]);
    expect(test.session.phase).toBe('wiping');
    test.happen({ kind: 'wiped', leftovers: [] });
    expect(test.session).toMatchObject({ phase: 'free', erasedUntilMs: null });
  });

  it('keep it out of service when they are seen and still there', () => {
    const test = dirty();
    test.happen({ kind: 'traces-seen' });
    expect(test.happen({ kind: 'wiped', leftovers: ['file'] })).toEqual([
      { do: 'record', facts: [], traces: ['file'] },
    ]);
    expect(test.session).toMatchObject({ phase: 'out-of-service', problem: { where: 'wipe: file' } });
  });

  it('keep it out of service over a restart that finds nothing', () => {
    const test = new SessionInTest({ traces: ['file'] });
    test.happen({ kind: 'wiped', leftovers: [] });
    expect(test.session).toMatchObject({ phase: 'out-of-service', problem: { where: 'wipe: file' } });
    expect(test.effects.some((effect) => effect.do === 'prepare')).toBe(false);
  });

  it('are seen by whoever opens the machine to mend it', () => {
    const test = dirty();
    expect(test.happen({ kind: 'maintenance-begun' })).toContainEqual({ do: 'record', facts: [], traces: [] });
    expect(test.session.phase).toBe('maintenance');
  });

  it('are the only thing that is over once seen: what is broken waits for the technician', () => {
    const test = new SessionInTest().free();
    test.happen({ kind: 'fault', problem });
    test.happen({ kind: 'wiped', leftovers: [] });
    expect(test.happen({ kind: 'traces-seen' })).toEqual([]);
    expect(test.session.phase).toBe('out-of-service');
  });
});

describe('a fault', () => {
  it.each([
    ['free', new SessionInTest().free()],
    ['active', new SessionInTest().active()],
    ['wiping', new SessionInTest()],
  ] as const)('while %s leads out of service, wiped', (_, test) => {
    test.happen({ kind: 'fault', problem });
    expect(test.session.phase).toBe('wiping');
    test.happen({ kind: 'wiped', leftovers: [] });
    expect(test.session).toEqual({ phase: 'out-of-service', problem });
    expect(test.effects.at(-1)?.do).not.toBe('prepare');
  });

  it('during the charter counts the ticket as used', () => {
    const test = new SessionInTest().charter();
    expect(test.happen({ kind: 'fault', problem })).toMatchObject([
      { do: 'lock' },
      { facts: [{ kind: 'session-started' }, { kind: 'session-ended', reason: 'fault', usedSeconds: 0 }] },
      { do: 'wipe' },
    ]);
  });

  it('is final until a technician comes: nothing else means anything any more', () => {
    const test = new SessionInTest().free();
    test.happen({ kind: 'fault', problem });
    test.happen({ kind: 'wiped', leftovers: [] });
    const kinds: readonly SessionEventKind[] = ['tick', 'knocked', 'called', 'charter-answered', 'wiped', 'fault'];
    expect(kinds.filter((kind) => means(test.session, kind))).toEqual([]);
    expect(dueMs(test.session, test.at)).toBeNull();
  });
});

describe('others see', () => {
  it('the time left on the screen, and the end by the wall clock at the desk', () => {
    const test = new SessionInTest().active();
    test.clock.pass(minuteMs);
    const now = test.at;
    expect(sceneOf(test.session, around, now)).toMatchObject({ leftMs: 29 * minuteMs, totalMs: 30 * minuteMs });
    const list = { inUse: null, refused: null };
    expect(
      stateMessageOf(test.session, { missingWalls: ['keys'], check: null, list, helpCalled: false }, now),
    ).toMatchObject({ phase: 'active', endsAt: '2026-11-24T13:35:00.000Z', missingWalls: ['keys'], list });
  });

  it('that everything is erased, for ten seconds', () => {
    const test = new SessionInTest().active();
    test.happen({ kind: 'visitor-ended' });
    test.happen({ kind: 'wiped', leftovers: [] });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ phase: 'free', justErased: true });
    test.clock.pass(10_000);
    test.happen({ kind: 'tick' });
    expect(sceneOf(test.session, around, test.at)).toMatchObject({ phase: 'free', justErased: false });
  });
});
