import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { NumberedFact } from '../../contract/desk-link.ts';
import { whySkipped } from '../hosts/machine.ts';
import { Screen } from '../hosts/screen.ts';
import { Happened, lostFacts, type SeenSession } from './monkey/happened.ts';
import { movesOf } from './monkey/moves.ts';
import { Watcher } from './monkey/watcher.ts';
import { untilTrue } from './waiting.ts';

/** Whoever watches a monkey must be able to see what went wrong: each fault is planted here. */

describe.skipIf(whySkipped('chromium') !== null)('the one who watches the display', () => {
  it('sees a stranger’s window, and for how long it stood', { timeout: 30_000 }, async () => {
    const screen = await Screen.start();
    const watcher = await Watcher.open(screen);
    const stranger = spawn('xev', ['-geometry', '300x150+100+100'], { env: screen.environment, stdio: 'ignore' });
    const shown = (): boolean => screen.run('xwininfo', '-root', '-tree').includes('Event Tester');
    await untilTrue('the stranger is there', shown);
    await new Promise((resolve) => setTimeout(resolve, 300));
    stranger.kill();
    const { sightings, looks, longestGapMs } = await watcher.close();
    await screen.close();
    const window = sightings.find(({ what }) => what.startsWith('a window'));
    expect(window?.forMs).toBeGreaterThan(100);
    // Nothing covers a display without a kiosk.
    expect(sightings.map(({ what }) => what)).toContain('a part of the screen uncovered');
    expect(looks).toBeGreaterThan(5);
    expect(longestGapMs).toBeLessThan(1000);
  });
});

describe('what happened and what the desk was told', () => {
  const at = '2026-11-24T13:00:00.000Z';
  const [session, other] = ['9f1b1a52-6f0c-4f39-8f0e-0d4a60b5a001', '9f1b1a52-6f0c-4f39-8f0e-0d4a60b5a002'];
  const began = (of: string): NumberedFact['fact'] => ({
    ...{ kind: 'session-started', session: of, ticket: null, access: 'ticket', profile: 'adult', at, minutes: 1 },
    ...{ reason: 'granted-whole', charterVersion: 1, resumed: false },
  });
  const ended = (of: string): NumberedFact['fact'] => ({
    ...{ kind: 'session-ended', session: of, at, reason: 'time-over', usedSeconds: 60, estimated: false },
  });
  const wiped = (of: string): NumberedFact['fact'] => ({ kind: 'wiped', session: of, at, leftovers: [] });
  const numbered = (...facts: NumberedFact['fact'][]): readonly NumberedFact[] =>
    facts.map((fact, index) => ({ seq: index + 1, fact }));
  const seen: SeenSession = { beganAt: Date.parse(at), endedAt: Date.parse(at) + 60_000 };

  it('agree when every session was told whole', () => {
    expect(lostFacts(numbered(began(session), ended(session), wiped(session)), [seen])).toEqual([]);
  });

  it('differ by a number that never came', () => {
    const [first, , third] = numbered(began(session), ended(session), wiped(session));
    expect(
      lostFacts(
        [first, third].filter((one) => one !== undefined),
        [seen],
      ),
    ).toContain('the fact before 3 never came');
  });

  it('differ by a session that nobody saw, and by one that nobody told', () => {
    const told = numbered(began(session), ended(session), wiped(session), began(other), ended(other), wiped(other));
    expect(lostFacts(told, [seen])).toContain('1 sessions were seen, 2 told');
    expect(lostFacts([], [seen])).toContain('1 sessions were seen, 0 told');
  });

  it('differ by an end that is missing or told twice', () => {
    expect(lostFacts(numbered(began(session), wiped(session)), [seen])).toHaveLength(1);
    expect(lostFacts(numbered(began(session), ended(session), ended(session), wiped(session)), [seen])).toHaveLength(1);
  });
});

describe('an end that comes too late', () => {
  const active = (leftMs: number) => ({
    ...({ phase: 'active', leftMs, totalMs: 60_000, warning: null, tabs: [], extended: null } as const),
    ...({ extension: { possible: false, reason: 'refused-used-up' }, presenceAskedMs: null } as const),
  });

  it('is counted from the deadline, and from the end of the grace', () => {
    const happened = new Happened();
    happened.note({ scene: active(1000) as never }, 0);
    happened.note({ scene: { phase: 'ending', reason: 'time-over', graceLeftMs: 500 } }, 1300);
    happened.note({ scene: { phase: 'wiping', reason: 'time-over' } }, 1900);
    happened.note({ layout: 'locked' }, 2500);
    expect(happened.ends.map(({ end, lateMs }) => [end, lateMs])).toEqual([
      ['time', 300],
      ['lock', 700],
    ]);
  });

  it('is seen also while it has not come', () => {
    const happened = new Happened();
    happened.note({ scene: active(1000) as never }, 0);
    expect(happened.latestEndMs(4000)).toBe(3000);
  });
});

describe('the moves of a monkey', () => {
  const some = (seed: number): readonly unknown[] => {
    const moves = movesOf(seed);
    return Array.from({ length: 150 }, (): unknown => moves.next().value);
  };

  it('are the same for the same seed, and others for another', () => {
    expect(some(7)).toEqual(some(7));
    expect(some(7)).not.toEqual(some(1007));
  });
});
