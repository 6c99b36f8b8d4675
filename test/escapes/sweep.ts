import { look, stillTypes } from './attempts.ts';
import { modifierSets, sweptKeys } from './keys.ts';
import type { Host } from '../../main/kiosk/host.ts';
import { hourOn, Place } from './place.ts';
import type { Faults } from './row.ts';
import type { State } from './states.ts';
import type { Finding } from './suite.ts';
import { middle } from './town.ts';

/** Last where nobody is there: what is typed into the lock counts as wrong codes, and the next try has to wait. */
const order: readonly State[] = ['session', 'offline', 'ending', 'idle'];

/** Every key with every set of modifiers in every state; row 0 of the table. */
export async function sweep(host: Host['name'], say: (line: string) => void): Promise<readonly Finding[]> {
  const place = await Place.open(hourOn(host));
  const findings: Finding[] = [];
  try {
    for (const state of order) {
      const faults: string[] = [];
      for (const set of modifierSets) {
        await place.be(state);
        faults.push(...(await press(place, set, state)).map((fault) => `with ${set.join('+')}: ${fault}`));
        say(`sweep ${state} ${set.join('+')}: ${faults.join('; ')}`);
      }
      const attack = `${sweptKeys.length} keys with ${modifierSets.length} sets of modifiers`;
      const outcome = faults.length === 0 ? 'held' : 'broken';
      findings.push({ row: 0, attack, state, outcome, because: faults.join('; ') });
    }
  } finally {
    await place.close();
  }
  return findings;
}

async function press(place: Place, set: readonly string[], state: State): Promise<Faults> {
  const deaths = place.deaths;
  if (state !== 'idle') {
    await place.toBase();
    place.screen.click(...middle);
  }
  place.screen.press('--delay', '8', ...sweptKeys.map((key) => [...set, key].join('+')));
  const typed = state === 'idle' ? [] : await typesAgain(place);
  return [...typed, ...(await look(place)), ...(place.deaths > deaths ? ['a browser ended'] : [])];
}

const tries = 3;

/** Tab has led the keyboard away from the field, F5 has the page load again: a click brings the keyboard back, and a word once it is there. */
async function typesAgain(place: Place): Promise<Faults> {
  let faults: Faults = [];
  for (let attempt = 0; attempt < tries; attempt += 1) {
    place.screen.click(...middle);
    faults = await stillTypes(place);
    if (faults.length === 0) break;
  }
  return faults;
}
