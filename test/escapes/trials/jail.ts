import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { forwarderPort } from '../../../main/kiosk/jail/jail.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { rowsInTurn } from '../names.ts';
import { comesAbout } from '../waiting.ts';

/** The jail as its prisoner has it: by /proc of the browser itself. */

const inside = (place: Place, path: string): string => `/proc/${place.browser()}/root${path}`;

interface Mount {
  readonly point: string;
  readonly kind: string;
  readonly flags: readonly string[];
  readonly options: string;
}

function mounts(place: Place): readonly Mount[] {
  return readFileSync(`/proc/${place.browser()}/mountinfo`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [left = '', right = ''] = line.split(' - ');
      const words = left.split(' ');
      const [kind = '', , options = ''] = right.split(' ');
      return { point: words[4] ?? '', kind, flags: (words[5] ?? '').split(','), options };
    });
}

/** Listening sockets in the browser's own network: the forwarder to the proxy and nothing else. */
export async function listening(place: Place): Promise<Faults> {
  await Promise.resolve();
  const listens = '0A';
  const rows = ['tcp', 'tcp6'].flatMap((file) =>
    readFileSync(`/proc/${place.browser()}/net/${file}`, 'utf8').trim().split('\n').slice(1),
  );
  const ports = rows
    .map((row) => row.trim().split(/\s+/))
    .filter((words) => words[3] === listens)
    .map((words) => Number.parseInt((words[1] ?? '').split(':')[1] ?? '', 16));
  const strange = [...new Set(ports)].filter((port) => port !== forwarderPort);
  const open = place.words(place.browser()).includes('--remote-debugging-port') ? ['the tools have a port'] : [];
  return [...open, ...strange.map((port) => `the jail sees port ${port}`)];
}

/** The folder that downloads go to, and every other that a page can fill. */
export async function documentsDoNotRun(place: Place): Promise<Faults> {
  await Promise.resolve();
  return mounts(place)
    .filter(({ point, flags }) => point === '/home' && !flags.includes('noexec'))
    .map(({ point }) => `programs may run from ${point}`);
}

/** What a page can write to is memory of the jail's own, with an end. */
export async function boundedMemory(place: Place): Promise<Faults> {
  await Promise.resolve();
  const all = mounts(place);
  const writable = all.filter(
    ({ kind, flags }) => flags.includes('rw') && kind !== 'proc' && kind !== 'devpts' && kind !== 'mqueue',
  );
  const own = writable.filter(({ point }) => !point.startsWith('/dev/') || point === '/dev/shm');
  return own
    .filter(({ kind, options, point }) => point !== '/dev' && !(kind === 'tmpfs' && /size=\d+/.test(options)))
    .map(({ point, kind }) => `${point} (${kind}) can be filled without end`);
}

export async function noSpool(place: Place): Promise<Faults> {
  await Promise.resolve();
  const paths = ['/var/spool/cups', '/run/cups', '/run/dbus', '/run/user', '/root', '/etc/passwd'];
  return paths.filter((path) => existsSync(inside(place, path))).map((path) => `the jail sees ${path}`);
}

export const homeOf = (place: Place): readonly string[] => readdirSync(inside(place, '/home/visitor/downloads'));

/** A page and a worker of it that ask all the time; nothing may arrive once the lock stands. */
export async function requestsAfterEnd(place: Place): Promise<Faults> {
  const script = `navigator.serviceWorker.register('/ouvrier.js?code=' + encodeURIComponent("setInterval(() => fetch('/encore'), 50)"));
    addEventListener('pagehide', () => navigator.sendBeacon('/encore'));
    setInterval(() => fetch('/encore'), 20); return 'asked'`;
  const name = `encore${rowsInTurn()}`;
  await place.runAtClick(name, script);
  await comesAbout(() => place.town.heard(`${name}-outcome`).length > 0, 3000);
  await place.endSession();
  const before = place.town.requests;
  await pause(3000);
  const late = place.town.requests - before;
  return late === 0 ? [] : [`${late} requests came after the end`];
}
