import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rowsInTurn } from '../names.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { middle, town } from '../town.ts';
import { comesAbout } from '../waiting.ts';

/** A word that stands nowhere else, put into every store that a page can reach. */
const plant = (token: string): string => `
  const token = '${token}';
  document.cookie = 'a=' + token + '; max-age=9999999';
  localStorage.setItem('a', token); sessionStorage.setItem('a', token);
  document.title = token; history.pushState({ token }, '', '?' + token);
  await new Promise((done, fail) => {
    const opening = indexedDB.open(token); opening.onerror = fail;
    opening.onupgradeneeded = () => opening.result.createObjectStore('a').put(token, 'a');
    opening.onsuccess = done;
  });
  await (await caches.open(token)).put('/' + token, new Response(token.repeat(2000)));
  const file = await (await navigator.storage.getDirectory()).getFileHandle(token, { create: true });
  const stream = await file.createWritable(); await stream.write(token.repeat(2000)); await stream.close();
  await navigator.serviceWorker.register('/ouvrier.js?code=' + encodeURIComponent('//' + token));
  await fetch('/' + token, { cache: 'force-cache' });
  return 'planted'`;

const encodings = (token: string): readonly string[] => [token, token.split('').join('\\x00')];

/** Where a browser of this account could leave files, as the machine sees it. */
const folders = [
  '/tmp',
  '/var/tmp',
  '/dev/shm',
  '/run',
  '/home',
  '/root/.cache',
  '/root/.config',
  '/var/spool',
  '/var/lib/systemd/coredump',
  '/var/crash',
];

function search(place: Place, token: string): readonly string[] {
  const there = [...folders, place.settings.runtime].filter((folder) => existsSync(folder));
  return encodings(token).flatMap((pattern) => {
    const words = ['-rlaPs', '--devices=skip', pattern, ...there];
    // Its status is no answer: it also tells of files that went away while it read.
    const { stdout } = spawnSync('grep', words, { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line !== '');
  });
}

type End = 'asked to end' | 'killed' | 'crashed';

/** Plants a word, ends the session in that way, and looks for the word on the machine and in the next visitor's browser. */
export async function residues(place: Place, end: End): Promise<Faults> {
  const token = `jeton${randomBytes(8).toString('hex')}`;
  await place.runAtClick(token, plant(token));
  await comesAbout(() => place.town.heard(`${token}-outcome`).length > 0, 10_000);
  const [outcome] = place.town.heard(`${token}-outcome`);
  if (outcome !== 'planted') return [`the word could not be planted: ${outcome ?? 'nothing was said'}`];
  if (end === 'killed') process.kill(place.browser(), 'SIGKILL');
  if (end === 'crashed') process.kill(place.renderer(), 'SIGSEGV');
  await comesAbout(() => end !== 'killed' || place.deaths > 0, 3000);
  await place.endWhatever();
  const left = search(place, token).map((path) => `left in ${path}`);
  const found = (await place.host.findLeftovers()).map(({ what, where }) => `${what} left: ${where}`);
  return [...left, ...found, ...(await next(place, token))];
}

/** The next visitor looks everywhere. */
async function next(place: Place, token: string): Promise<Faults> {
  await place.beginSession();
  const script = `const names = (await indexedDB.databases()).map(({ name }) => name);
    const files = []; for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return JSON.stringify([document.cookie, localStorage.a, sessionStorage.a, names, await caches.keys(), files,
      (await navigator.serviceWorker.getRegistrations()).length, history.length > 2])`;
  const name = `${token}-apres`;
  await place.visitor.openTab(place.town.pageFor(name, script));
  await comesAbout(() => place.town.heard(`${name}-outcome`).length > 0, 8000);
  const [answer] = place.town.heard(`${name}-outcome`);
  return answer === '["",null,null,[],[],[],0,false]'
    ? []
    : [`the next visitor on ${town} finds ${answer ?? 'no answer'}`];
}

export async function clipboard(place: Place): Promise<Faults> {
  const word = `copie${randomBytes(4).toString('hex')}`;
  place.screen.click(...middle);
  place.screen.type(word);
  place.screen.press('--delay', '80', 'ctrl+a', 'ctrl+c');
  if (!(await comesAbout(() => place.screen.selection('clipboard')?.includes(word) === true, 5000))) {
    return ['the word could not be copied'];
  }
  await place.endSession();
  const names = ['clipboard', 'primary'] as const;
  return names.flatMap((name) => (place.screen.selection(name) === null ? [] : [`${name} still holds something`]));
}

export async function nothingRestored(place: Place): Promise<Faults> {
  await place.visitor.openTab(place.town.pageFor(`revient${rowsInTurn()}`, 'return 1'));
  await comesAbout(() => place.tabs.length === 2, 5000);
  const deaths = place.deaths;
  process.kill(place.browser(), 'SIGKILL');
  await comesAbout(() => place.deaths > deaths, 5000);
  const fresh = (): boolean => place.phase === 'active' && place.layout === 'other' && place.tabs.length > 0;
  if (!(await comesAbout(fresh, 20_000))) return place.phase === 'free' ? [] : ['no fresh browser came'];
  const again = place.tabs.filter(({ title }) => title === 'Essai');
  return again.length === 0 ? [] : ['the page came back'];
}

/** Every line that the kiosk has written so far, in this whole run. */
export async function logKeepsQuiet(place: Place): Promise<Faults> {
  const word = `journal${randomBytes(4).toString('hex')}`;
  await place.visitor.openTab(place.town.pageFor(word, `document.title = '${word}'; return 1`));
  await comesAbout(() => place.town.heard(`${word}-outcome`).length > 0, 5000);
  await place.visitor.openTab(`http://refuse.example/${word}`);
  await comesAbout(() => place.tabs.length === 3, 3000);
  await place.endSession();
  const secrets = [word, 'refuse.example', town];
  return place.log
    .filter((line) => secrets.some((secret) => line.includes(secret)))
    .map((line) => `the log says ${line.slice(0, 100)}`);
}
