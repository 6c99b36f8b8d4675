import { look, stillTypes } from '../attempts.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { middle } from '../town.ts';
import { comesAbout, seenDuring } from '../waiting.ts';

/** From the moment that a display shows something until all of it is ours. */
const coverLimitMs = 2000;

/** A second display beside the first, and pulled out again. Held: what stood on the screen covers both, and whoever had the keyboard keeps it. */
export async function plugIn(place: Place): Promise<Faults> {
  const faults: string[] = [];
  const phase = place.phase;
  try {
    for (const displays of [2, 1, 2] as const) {
      place.screen.plug(displays);
      faults.push(...(await stands(place)).map((fault) => `with ${displays}: ${fault}`));
    }
  } finally {
    place.screen.plug(1);
  }
  faults.push(...(await stands(place)), ...(place.phase === phase ? [] : [`it is ${place.phase} now`]));
  if (!place.inSession) return faults;
  place.screen.click(...middle);
  return [...faults, ...(await stillTypes(place))];
}

async function stands(place: Place): Promise<Faults> {
  const isRight = async (): Promise<boolean> => (await look(place)).length === 0;
  if (!(await comesAbout(isRight, coverLimitMs))) return [`not covered in time: ${(await look(place)).join(', ')}`];
  return seenDuring(500, () => look(place));
}
