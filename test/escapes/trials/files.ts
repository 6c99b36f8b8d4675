import { look } from '../attempts.ts';
import { rowsInTurn } from '../names.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { townPage } from '../town.ts';
import { comesAbout, seenDuring } from '../waiting.ts';
import { homeOf } from './jail.ts';

export async function downloads(place: Place): Promise<Faults> {
  const script = `const link = document.createElement('a'); link.href = '/piece-jointe'; link.download = 'outil.sh'; link.click(); return 'asked'`;
  await place.runAtClick(`telecharge${rowsInTurn()}`, script);
  await place.visitor.openTab(townPage('/piece-jointe'));
  const seen = await seenDuring(2000, () => look(place, { bubbles: true, passing: true }));
  return [...seen, ...homeOf(place).map((name) => `${name} was written`)];
}

/** The buttons stand in a row at the right of the viewer's own bar; each is pressed. */
export async function pdfToolbar(place: Place): Promise<Faults> {
  await place.visitor.openTab(townPage('/papier.pdf'));
  await comesAbout(() => place.tabs.length === 2, 5000);
  const faults = [...(await seenDuring(2000, () => look(place, { passing: true })))];
  for (const x of [1070, 1110, 1150, 1190, 1230, 1260]) {
    place.screen.click(x, 100);
    faults.push(...(await seenDuring(400, () => look(place, { bubbles: true, passing: true }))));
    place.screen.press('Escape');
  }
  return [...new Set(faults), ...homeOf(place).map((name) => `${name} was written`)];
}
