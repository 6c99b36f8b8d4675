import { look } from '../attempts.ts';
import type { Place } from '../place.ts';
import { fr } from '../../../main/kiosk/browsing/refusal-words/fr.ts';
import { detours } from '../detours.ts';
import { rowsInTurn } from '../names.ts';
import { badCertificate } from '../outside.ts';
import type { Faults } from '../row.ts';
import { middle, townPage } from '../town.ts';
import { comesAbout, seenDuring, untilTrue } from '../waiting.ts';

/** The programs that belong to a visitor's browser; any other was started by a page. */
const known = /\b(chromium|chrome_crashpad_handler|bwrap|unshare|socat|sh)\b/;

export async function protocols(place: Place): Promise<Faults> {
  const faults: string[] = [];
  for (const address of ['mailto:a@b.example', 'tel:112', 'escale:x', 'file:///usr/bin/xterm', 'ssh://127.0.0.1']) {
    await place.toBase();
    const page = `/lien?vers=${encodeURIComponent(address)}`;
    await place.visitor.openTab(townPage(page));
    await untilTrue(
      'the link is there',
      () => place.paints(middle) && place.tabs.some(({ title }) => title === 'Lien'),
    );
    place.screen.click(...middle);
    faults.push(...(await seenDuring(700, () => look(place, { passing: true }))));
  }
  const strangers = place
    .processes('visitor')
    .map((pid) => place.words(pid))
    .filter((words) => words !== '' && !known.test(words));
  return [...faults, ...strangers.map((words) => `a program was started: ${words.slice(0, 60)}`)];
}

const isFiltered = ({ title }: { readonly title: string }): boolean => title === fr.reasons['category-refused'].title;

/** Sites that would show a refused one: typed, with and without encryption, and from within an allowed page. Held: nobody even looks their names up. */
export async function detoursTaken(place: Place): Promise<Faults> {
  const faults: string[] = [];
  const addresses = detours.flatMap((host) =>
    ['http', 'https'].map((scheme) => `${scheme}://www.${host}/?u=refuse.example`),
  );
  for (const address of addresses) {
    await place.toBase();
    await place.visitor.openTab(address);
    const told = await comesAbout(() => place.tabs.some(isFiltered), 5000);
    if (!told) faults.push(`nobody was told that ${address} is filtered`);
  }
  await place.toBase();
  const name = `essai${rowsInTurn()}`;
  const asking = `return (await Promise.allSettled(${JSON.stringify(addresses)}.map((one) => fetch(one, { mode: 'no-cors' })))).length`;
  await place.visitor.openTab(place.town.pageFor(name, asking));
  await untilTrue('the page has asked', () => place.town.heard(`${name}-outcome`).length > 0);
  const found = place.outside.lookedUp.filter((host) => detours.some((detour) => host.endsWith(detour)));
  return [...faults, ...found.map((host) => `${host} was looked up`), ...(await look(place, { passing: true }))];
}

/** Chromium looks for a portal some seconds after a site failed. */
const portalMs = 6000;

/** The warning stands in the way, and the word that Chromium lets developers type past it is for nobody. */
export async function warningPassed(place: Place): Promise<Faults> {
  const before = place.badSite.visits;
  await place.visitor.openTab(`https://${badCertificate}/`);
  const shown = await comesAbout(() => place.tabs.length === 2, 5000);
  const seen = await seenDuring(1500, () => look(place, { passing: true }));
  place.screen.click(...middle);
  place.screen.type('thisisunsafe');
  const later = await seenDuring(1500, () => look(place, { passing: true }));
  const passed = place.badSite.visits > before ? ['the site was shown in spite of its certificate'] : [];
  return [...seen, ...later, ...passed, ...(shown ? [] : ['no tab was opened to try it in'])];
}

/**
 * A network that sends whoever asks for a site to the page where one signs in, and answers for every encrypted one with a certificate of its own.
 * Held: nothing but the tabs that were asked for, and the rules go on.
 */
export async function captivePortal(place: Place): Promise<Faults> {
  place.outside.weather = 'portal';
  try {
    await place.visitor.openTab('http://quelquechose.example/');
    const shown = await comesAbout(() => place.tabs.some(({ title }) => title === 'Portail'), 8000);
    await place.visitor.openTab('https://quelquechose.example/');
    const seen = await seenDuring(portalMs, () => look(place, { passing: true }));
    const more = place.tabs.length > 3 ? [`${place.tabs.length} tabs are open`] : [];
    return [...seen, ...more, ...(shown ? [] : ['the portal’s page is not shown'])];
  } finally {
    place.outside.weather = 'fair';
  }
}

export async function passwordAsked(place: Place): Promise<Faults> {
  await place.visitor.openTab(townPage('/mot-de-passe'));
  const seen = await seenDuring(1500, () => look(place, { passing: true }));
  return seen;
}
