import { describe, expect, it } from 'vitest';
import type { Violation } from './run.ts';
import { type Safeguard, safeguards } from './book/desk.ts';
import { playAll } from './book/histories.ts';

const seed = 20_261_124;
const histories = 1_000;
const soon = 300;

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

describe('a room in which networks, machines and people fail', () => {
  it(
    'promises no cell twice, loses no fact, and agrees when everything works again',
    { timeout: 120_000 },
    async () => {
      expect(await foundIn(histories, [])).toEqual({ played: histories, found: [] });
    },
  );

  it.each(safeguards)('would be found out without its %s', { timeout: 120_000 }, async (safeguard) => {
    const { found } = await foundIn(soon, [safeguard]);
    expect(found).toHaveLength(1);
  });
});
