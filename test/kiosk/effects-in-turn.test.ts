import { describe, expect, it } from 'vitest';
import { EffectsInTurn } from '../../main/kiosk/effects-in-turn.ts';
import type { Effect } from '../../main/kiosk/session/session.ts';

const record: Effect = { do: 'record', facts: [] };
const note: Effect = { do: 'note', session: 's', at: '2026-11-02T09:00:00.000Z', usedSeconds: 1 };
const lock: Effect = { do: 'lock' };

describe('effects', () => {
  const done: string[] = [];
  const failures: string[] = [];
  const make = (): EffectsInTurn => {
    done.length = failures.length = 0;
    return new EffectsInTurn({
      act: (effect) => {
        done.push(effect.do);
        return effect.do === 'note' ? Promise.reject(new Error('the disk is full')) : Promise.resolve();
      },
      failed: (effect) => failures.push(effect.do),
    });
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('that go on disk first are there before anybody can be shown what they tell of', () => {
    make().take([record, lock]);
    expect(done).toEqual(['record']);
  });

  it('overtake nothing that came before them', async () => {
    const effects = make();
    effects.take([lock, record]);
    effects.take([record, lock]);
    expect(done).toEqual([]);
    await settled();
    expect(done).toEqual(['lock', 'record', 'record', 'lock']);
    effects.take([record]);
    expect(done).toHaveLength(5);
  });

  it('that fail are told, and hold up nothing', async () => {
    make().take([note, lock, note, lock]);
    await settled();
    expect(done).toEqual(['note', 'lock', 'note', 'lock']);
    expect(failures).toEqual(['note', 'note']);
  });

  it('that still wait are not done once the kiosk stops', async () => {
    const effects = make();
    effects.take([lock, record]);
    effects.stop();
    effects.take([record]);
    await settled();
    expect(done).toEqual([]);
  });
});
