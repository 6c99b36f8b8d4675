import { describe, expect, it } from 'vitest';
import { play, safeguards } from './cells/play.ts';
import { askedRoutes, tellingRoutes } from './cells/questions.ts';

const seed = 20_261_127;
const size = { places: 4, months: 3 };
const small = { places: 3, months: 2 };

describe('what places hide', () => {
  it('is found out by nobody who asks central everything and knows how desks hide', { timeout: 120_000 }, async () => {
    const { hidden, recovered, contradictions } = await play(seed, { size, without: [] });
    expect(hidden).toBeGreaterThan(300);
    expect({ recovered, contradictions }).toEqual({ recovered: [], contradictions: [] });
  });

  it.each(safeguards)('would be found out without its safeguard "%s"', { timeout: 120_000 }, async (safeguard) => {
    const { recovered } = await play(seed, { size: small, without: [safeguard] });
    expect(recovered).not.toEqual([]);
  });

  it('is looked for in the answers of every route that tells figures', () => {
    expect(askedRoutes).toEqual(tellingRoutes);
  });
});
