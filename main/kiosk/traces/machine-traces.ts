import { execFile } from 'node:child_process';
import type { Stats } from 'node:fs';
import { access, lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KioskSettings } from '../../../contract/settings.ts';
import type { Leftover } from '../host.ts';
import { notBeforeMs } from './token.ts';
import { searchWord } from './word-search.ts';

/** What a host cannot know: what of a visitor lies on this machine, whichever browser it was. */
export interface MachineTraces {
  /** Looked for afresh. `token`: what was planted in the browser; null = nothing was. Rejects when it could not look. */
  find(token: string | null): Promise<readonly Leftover[]>;
}

/** Paths of a machine, so that a test can lay out one of its own. */
export interface MachinePlaces {
  /** Where any account may write. */
  readonly open: readonly string[];
  /** Where each account that is logged in has a folder of its own, named by its number. */
  readonly sessions: string;
  readonly sharedMemory: string;
  readonly spool: string;
  readonly crashes: readonly string[];
  /** There while a print server runs. */
  readonly printSocket: string;
  readonly accounts: string;
}

const machinePlaces: MachinePlaces = {
  open: ['/tmp', '/var/tmp', '/run'],
  sessions: '/run/user',
  sharedMemory: '/dev/shm',
  spool: '/var/spool',
  crashes: ['/var/lib/systemd/coredump', '/var/crash', '/var/lib/apport/coredump'],
  printSocket: '/run/cups/cups.sock',
  accounts: '/etc/passwd',
};

interface Account {
  readonly uid: number;
  readonly name: string | null;
  readonly home: string | null;
  readonly gid: number;
}

type Told = Pick<KioskSettings, 'data' | 'runtime' | 'browserUser'>;

const named = (what: Leftover['what'], paths: readonly string[]): readonly Leftover[] =>
  paths.map((where) => ({ what, where }));

/** Looks through every folder in which the browsers' account could have written. */
export function machineTraces(settings: Told, places: MachinePlaces = machinePlaces): MachineTraces {
  return {
    async find(token) {
      const account = await accountOf(settings, places);
      const found = await Promise.all([
        crashDumps(account, places),
        printJobs(account, places),
        ...(token === null ? [] : [words(token, account, { settings, places })]),
      ]);
      return found.flat();
    },
  };
}

const own = (): NonNullable<Told['browserUser']> => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

async function accountOf({ browserUser }: Told, { accounts }: MachinePlaces): Promise<Account> {
  const { uid, gid } = browserUser ?? own();
  const rows = (await readFile(accounts, 'utf8')).split('\n').map((line) => line.split(':'));
  const [name = null, , , , , home = null] = rows.find(([, , id]) => id === String(uid)) ?? [];
  // The kiosk's own account has a home that browsers, whose home is elsewhere, never see.
  return { uid, gid, name, home: browserUser === null ? null : home };
}

interface Where {
  readonly settings: Told;
  readonly places: MachinePlaces;
}

async function words(
  token: string,
  { uid, gid, home }: Account,
  { settings, places }: Where,
): Promise<readonly Leftover[]> {
  const except = [settings.data];
  const sinceMs = notBeforeMs(token);
  // Who tries a demonstration runs the browsers under an account that has files of its own.
  const isOwn = (entry: Stats): boolean => entry.uid === uid && (entry.isDirectory() || entry.ctimeMs >= sinceMs);
  const isOpen = (folder: Stats): boolean =>
    isOwn(folder) || (folder.mode & 0o002) !== 0 || (folder.gid === gid && (folder.mode & 0o020) !== 0);
  const search = async (what: Leftover['what'], folders: readonly string[], concerns = isOwn) => {
    const enters = concerns === isOwn ? isOpen : () => true;
    const ground = { folders: folders.filter(isAbsolute), except, concerns, enters };
    const { holding, unseen } = await searchWord(token, ground);
    return [...named(what, holding), ...named('unchecked', unseen)];
  };
  const found = await Promise.all([
    search('file', [...new Set([...places.open, join(places.sessions, String(uid)), settings.runtime, home ?? ''])]),
    search('shared-memory', [places.sharedMemory]),
    // A print server keeps documents under its own account.
    search('spool', [places.spool], () => true),
    // The account's own dumps count whatever they hold: `crashDumps` tells of them.
    search('crash-dump', places.crashes, (entry) => entry.uid !== uid),
  ]);
  return found.flat();
}

const isAbsolute = (path: string): boolean => path.startsWith('/') && path !== '/';

/** Memory of a browser on disk, most often compressed: it is there, and that is enough. */
async function crashDumps({ uid }: Account, { crashes }: MachinePlaces): Promise<readonly Leftover[]> {
  const found = await Promise.all(
    crashes.map(async (folder) => {
      const paths = (await namesIn(folder)).map((name) => join(folder, name));
      const own = await Promise.all(paths.map(async (path) => isDumpOf(uid, path)));
      return paths.filter((_, index) => own[index]);
    }),
  );
  return named('crash-dump', found.flat());
}

/** systemd writes `core.program.uid.…` under its own account, Debian's and Ubuntu's reporters `_path_program.uid.crash`. */
async function isDumpOf(uid: number, path: string): Promise<boolean> {
  if (new RegExp(`\\.${uid}\\.`).test(path)) return true;
  return (await unlessGone(lstat(path)))?.uid === uid;
}

const namesIn = async (folder: string): Promise<readonly string[]> => (await unlessGone(readdir(folder))) ?? [];

async function unlessGone<Found>(attempt: Promise<Found>): Promise<Found | null> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const run = promisify(execFile);
const answerWithinMs = 2_000;

/** Jobs that wait or print, where a print server runs. */
async function printJobs({ name }: Account, { printSocket }: MachinePlaces): Promise<readonly Leftover[]> {
  const runs = await access(printSocket).then(
    () => true,
    () => false,
  );
  if (!runs || name === null) return [];
  const asked = ['-h', printSocket, '-W', 'not-completed', '-o'];
  const { stdout } = await run('lpstat', asked, { timeout: answerWithinMs, env: { ...process.env, LC_ALL: 'C' } });
  const jobs = stdout.split('\n').map((line) => line.split(/\s+/));
  return named(
    'spool',
    jobs.flatMap(([job, owner]) => (owner === name && job !== undefined ? [`job ${job}`] : [])),
  );
}
