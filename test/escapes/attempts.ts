import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from './place.ts';
import { rowsInTurn } from './names.ts';
import type { Attempt, Faults } from './row.ts';
import type { State } from './states.ts';
import { middle } from './town.ts';
import { comesAbout, seenDuring } from './waiting.ts';

/** How long a window gets to show itself. */
const watchMs = 600;
const idleWatchMs = 1000;
const reportMs = 12_000;

/** How long a page that the guard refuses may take to close, and a new window to become a tab. */
const settleMs = 400;

interface Allowing {
  /** Small notes of the browser's own over the page. */
  readonly bubbles?: boolean;
  /** Pages that come and go: only what is still there a moment later counts. */
  readonly passing?: boolean;
}

/** What is wrong with the screen and the browsers at this moment. */
export async function look(place: Place, { bubbles = false, passing = false }: Allowing = {}): Promise<Faults> {
  const [windows, covered] = await Promise.all([place.windows.strangers({ bubbles }), place.windows.covered()]);
  const strangers = (): Promise<Faults> => place.pages.strangers(() => (place.inSession ? place.tabs.length : 0));
  let pages = await strangers();
  if (passing && pages.length > 0) {
    await pause(settleMs);
    const later = await strangers();
    pages = pages.filter((one) => later.includes(one));
  }
  return [...windows, ...pages, ...(covered ? [] : ['a part of the screen is uncovered'])];
}

/** Runs an attempt and adds what stays wrong around it: windows, pages, knocks at the canaries, dead browsers. */
export async function tryOne(place: Place, attempt: Attempt, state: State): Promise<Faults> {
  const before = { knocks: place.canaries.knocks.length, reached: place.outside.reached.length, deaths: place.deaths };
  const faults = await run(place, attempt, state);
  return [
    ...faults,
    ...place.canaries.knocks.slice(before.knocks).map((where) => `${where} was knocked at`),
    ...place.outside.reached.slice(before.reached).map((where) => `${where} was reached through the proxy`),
    ...(attempt.by !== 'trial' && place.deaths > before.deaths ? ['a browser ended'] : []),
  ];
}

function run(place: Place, attempt: Attempt, state: State): Promise<Faults> {
  switch (attempt.by) {
    case 'keys':
      return state === 'idle' ? pressOnLock(place, attempt.chords) : pressOnPage(place, attempt.chords);
    case 'page':
      return tryPage(place, attempt);
    case 'addresses':
      return tryAddresses(place, attempt.addresses);
    case 'trial':
      return attempt.trial(place);
  }
}

async function pressOnLock(place: Place, chords: readonly string[]): Promise<Faults> {
  place.screen.press('--delay', '60', ...chords);
  const seen = await seenDuring(idleWatchMs, () => look(place));
  return place.phase === 'free' && place.layout === 'locked' ? seen : [...seen, `the lock gave way to ${place.phase}`];
}

/** The chords, then a word into the field: it arrives when the page still has the keyboard, and after whatever the chords did. */
async function pressOnPage(place: Place, chords: readonly string[]): Promise<Faults> {
  place.screen.click(...middle);
  place.screen.press('--delay', '60', ...chords);
  const faults = await stillTypes(place);
  return [...faults, ...(await seenDuring(watchMs, () => look(place)))];
}

export async function stillTypes(place: Place): Promise<Faults> {
  const word = `mot${rowsInTurn()}x`;
  place.screen.type(word);
  const arrived = await comesAbout(() => place.town.heard('tape').some((text) => text.includes(word)), 5000);
  return arrived ? [] : ['the page no longer has the keyboard'];
}

async function tryPage(place: Place, attempt: Extract<Attempt, { by: 'page' }>): Promise<Faults> {
  const name = `essai${rowsInTurn()}`;
  const canaries = `const canaries = ${JSON.stringify(place.canaries.places)};`;
  const { gesture = false, bubble: bubbles = false } = attempt;
  const script = `${canaries} ${attempt.script}`;
  if (gesture) await place.runAtClick(name, script);
  else await place.visitor.openTab(place.town.pageFor(name, script));
  const faults = attempt.holds === null ? [] : await judge(place, name, attempt.holds);
  if (attempt.then !== undefined) place.screen.press('--delay', '60', ...attempt.then);
  return [...faults, ...(await seenDuring(watchMs, () => look(place, { bubbles, passing: true })))];
}

async function judge(place: Place, name: string, holds: RegExp): Promise<Faults> {
  await comesAbout(() => place.town.heard(`${name}-outcome`).length > 0, reportMs);
  const [outcome] = place.town.heard(`${name}-outcome`);
  if (outcome === undefined) return ['the page never said what came of it'];
  return holds.test(outcome) ? [] : [`the page got "${outcome.slice(0, 80)}"`];
}

async function tryAddresses(place: Place, addresses: readonly string[]): Promise<Faults> {
  const faults: string[] = [];
  for (const address of addresses) {
    await place.visitor.openTab(address);
    faults.push(...(await look(place, { passing: true })));
  }
  const tab = place.tabs[0]?.id;
  if (tab === undefined) return [...faults, 'no tab is left to ask in'];
  // Chromium never answers a call for `view-source:`; web addresses are the proxy's and the kiosk's to refuse.
  const asked = addresses.filter((one) => !/^(view-source|https?):/.test(one));
  const answers = await place.pages.navigate(tab, asked);
  answers.forEach((answer, at) => {
    if (answer === 'opened') faults.push(`the browser itself opens ${asked[at] ?? ''}`);
  });
  return [...faults, ...(await seenDuring(watchMs, () => look(place, { passing: true })))];
}
