import type { Violation } from '../run.ts';
import type { Safeguard } from './desk.ts';
import { play } from './history.ts';
import { openMemoryStore } from './memory-store.ts';

/** Histories one after the other, each drawn from its own seed. */
export interface Stretch {
  readonly from: number;
  readonly count: number;
  readonly without: readonly Safeguard[];
}

/** `every`: called after each history with what it broke, or null; returns whether to go on. */
export async function playAll(
  { from, count, without }: Stretch,
  every: (broken: Violation | null) => boolean,
): Promise<void> {
  const memory = openMemoryStore({ tripwires: !without.includes('constraint') });
  const missing = new Set(without);
  for (let seed = from; seed < from + count; seed += 1) {
    // Between histories, never within one, the machine has its turn.
    await new Promise(setImmediate);
    const what = await play({ seed, memory, without: missing, told: null });
    const words = without.map((safeguard) => ` --without ${safeguard}`).join('');
    if (!every(what === null ? null : { seed, what, replay: `book --seed ${seed} --trace${words}` })) return;
  }
}

/** One history, told step by step. */
export async function tell(
  seed: number,
  without: readonly Safeguard[],
  told: (line: string) => void,
): Promise<string | null> {
  const memory = openMemoryStore({ tripwires: !without.includes('constraint') });
  await new Promise(setImmediate);
  return play({ seed, memory, without: new Set(without), told });
}
