import { describe, expect, it } from 'vitest';
import type { Violation } from './run.ts';
import type { Safeguard } from './book/desk.ts';
import { playAll, tell } from './book/histories.ts';

const seed = 20_261_124;
const histories = 1_000;
const soon = 300;
const replays = 20;

async function foundIn(count: number, without: readonly Safeguard[]): Promise<{ played: number; found: Violation[] }> {
  const found: Violation[] = [];
  let played = 0;
  await playAll({ from: seed, count, without }, (broken) => {
    played += 1;
    if (broken !== null) found.push(broken);
    return found.length === 0;
  });
  return { played, found };
}

async function toldOf(of: number): Promise<string[]> {
  const lines: string[] = [];
  await tell(of, [], (line) => lines.push(line));
  return lines;
}

describe('a room in which networks, machines and people fail', () => {
  it(
    'promises no cell twice, loses no fact, and agrees when everything works again',
    { timeout: 120_000 },
    async () => {
      expect(await foundIn(histories, [])).toEqual({ played: histories, found: [] });
    },
  );

  it.each([
    { safeguard: 'constraint', what: /^promised twice: / },
    { safeguard: 'handover', what: /^promised twice: / },
    { safeguard: 'epochs', what: /^promised twice: |: holds another slice than the desk gives: / },
  ] as const)('would be found out without its $safeguard', { timeout: 120_000 }, async ({ safeguard, what }) => {
    const { found } = await foundIn(soon, [safeguard]);
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toMatch(what);
  });

  it('comes about alike each time that it is played', { timeout: 120_000 }, async () => {
    for (let replayed = seed; replayed < seed + replays; replayed += 1) {
      const [once, again] = [await toldOf(replayed), await toldOf(replayed)];
      expect(once.length).toBeGreaterThan(10);
      expect(again).toEqual(once);
    }
  });
});
