import { setTimeout as pause } from 'node:timers/promises';
import { freeTries } from '../../../main/kiosk/wrong-tries.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { comesAbout } from '../waiting.ts';

const hourMs = 3_600_000;

async function leftMinutes(place: Place): Promise<number> {
  const { scene } = await place.read();
  return scene.phase === 'active' ? Math.round(scene.leftMs / 60_000) : 0;
}

/** The clock on the wall is set hours back and forth while a session runs: its time goes on as before, and its end comes when it is due. */
export async function clockSet(place: Place): Promise<Faults> {
  const faults: string[] = [];
  const begin = performance.now();
  try {
    for (const hours of [-30, 5, -3]) {
      place.clock.wallAheadMs = hours * hourMs;
      const left = await leftMinutes(place);
      const due = 60 - Math.round((performance.now() - begin) / 60_000);
      if (Math.abs(left - due) > 1) faults.push(`${left} minutes are left with the clock ${hours} hours off`);
    }
    place.clock.jump(hourMs);
    if (!(await comesAbout(() => place.phase === 'ending', 3000))) faults.push('the end did not come when it was due');
  } finally {
    place.clock.wallAheadMs = 0;
  }
  await place.endWhatever();
  return faults;
}

const spentMinutes = 50;
/** The kiosk notes the use so often; what a power cut loses is no more. */
const noteMs = 6000;

/** The kiosk is stopped in the middle and started again: the same code gives what was left, and no second time. */
export async function restarted(place: Place): Promise<Faults> {
  await place.endWhatever();
  const code = await place.beginSession();
  place.clock.jump(spentMinutes * 60_000);
  await pause(noteMs);
  await place.stopKiosk();
  await place.startKiosk();
  await place.comeOnline();
  await place.enter(code);
  const left = await leftMinutes(place);
  await place.endWhatever();
  const again = await place.submit(code);
  return [
    ...(left > 60 - spentMinutes + 1 ? [`the restart gave ${left} minutes`] : []),
    ...(again === 'code-refused' ? [] : [`the code was answered "${again}" afterwards`]),
  ];
}

/** As fast as a hand types: wrong codes into the lock, by real keys. */
export async function guessCodes(place: Place): Promise<Faults> {
  const before = place.calls.length;
  for (let turn = 0; turn < 2 * freeTries; turn += 1) {
    const typed = place.calls.length;
    place.screen.type(`2222${String(22 + turn)}`.replaceAll(/[015]/g, '9'));
    place.screen.press('Return');
    await comesAbout(() => place.calls.length > typed, 1500);
  }
  const codes = place.calls.slice(before).filter(({ name }) => name === 'code.submit');
  const judged = codes.filter(({ answer }) => !answer.ok && answer.problem.code === 'code-refused').length;
  const good = await place.submit(await place.spareCode());
  // Nobody waits for real: the next visitor finds the door open.
  place.clock.jump(hourMs);
  return [
    ...(codes.length === 0 ? ['no code that was typed arrived'] : []),
    ...(judged > freeTries ? [`${judged} wrong codes were judged in a row`] : []),
    ...(good === 'code-delayed' ? [] : [`a good code was answered "${good}" right after them`]),
  ];
}
