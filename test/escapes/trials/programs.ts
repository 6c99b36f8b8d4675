import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from '../../../main/chromium/chromium.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Words by which a program runs code that is not its own. */
const poison = {
  NODE_OPTIONS: '--inspect=127.0.0.1:0',
  ELECTRON_RUN_AS_NODE: '1',
  LD_PRELOAD: '/usr/lib/libescale-none.so',
  LD_LIBRARY_PATH: '/usr/lib/escale-none',
  GTK_MODULES: 'escale-none',
  CHROME_DEVEL_SANDBOX: '/bin/true',
};

/** The kiosk's own environment is spoiled; what it starts from then on must know nothing of it. */
export async function environmentKept(place: Place): Promise<Faults> {
  await place.endSession();
  const before = Object.entries(poison).map(([name]) => [name, process.env[name]] as const);
  Object.assign(process.env, poison);
  try {
    // The browser that waits was started before; the one that comes after this session was not.
    await place.beginSession();
    await place.be('idle');
    await place.beginSession();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
  const found = new Set(
    [...place.processes('visitor'), ...place.processes('screens')].flatMap((pid) => spoiledWords(pid)),
  );
  const sameSpace = readlinkSync(`/proc/${place.browser()}/ns/pid`) === readlinkSync('/proc/self/ns/pid');
  return [...found, ...(sameSpace ? ['the browser sees the kiosk’s process, and could signal it'] : [])];
}

function spoiledWords(pid: number): readonly string[] {
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return Object.keys(poison)
    .filter((name) => environment.some((word) => word.startsWith(`${name}=`)))
    .map((name) => `${name} reaches a browser`);
}

/** What the kiosk and its browser are made of: out of the jail's sight, and nothing that the browsers' account may write. */
export async function programsKept(place: Place): Promise<Faults> {
  await Promise.resolve();
  const visible = existsSync(`/proc/${place.browser()}/root${root}`) ? ['the jail sees the kiosk’s program'] : [];
  const open = readFileSync(`/proc/${place.browser()}/mountinfo`, 'utf8')
    .split('\n')
    // Memory of the jail's own is nobody's program.
    .filter((line) => !line.includes(' - tmpfs '))
    .map((line) => line.split(' '))
    .filter(([, , , , point = '', flags = '']) => /^\/(usr|etc|lib|bin)\b/.test(point) && !/\bro\b/.test(flags))
    .map(([, , , , point = '']) => `the jail may write to ${point}`);
  return [...visible, ...open, ...writable(place)];
}

/** Nothing to ask where the kiosk runs as whoever starts it: then only the jail stands between. */
function writable({ settings: { browserUser } }: Place): Faults {
  if (browserUser === null) return [];
  const account = ['--reuid', String(browserUser.uid), '--regid', String(browserUser.gid), '--clear-groups'];
  const programs = [...['main', 'contract', 'deploy', 'out'].map((name) => `${root}/${name}`), chromiumPath()];
  const words = ['find', ...programs.filter((path) => existsSync(path)), '-writable', '-not', '-type', 'l'];
  // Its status is no answer: it also tells of folders that are closed to it, which is as good.
  const { stdout } = spawnSync('setpriv', [...account, ...words], { encoding: 'utf8' });
  const found = stdout.split('\n').filter((line) => line !== '');
  return found.slice(0, 5).map((path) => `the browsers’ account may write ${path}`);
}
