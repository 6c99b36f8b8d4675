import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Leftover } from '../kiosk/host.ts';
import { filledClipboards } from './clipboard.ts';
import { browsersFolder } from './launcher.ts';
import { markedProcesses } from './processes.ts';
import type { Desktop } from './x11/desktop.ts';

export interface Search {
  readonly runtime: string;
  readonly desktop: Desktop;
  /** Account of the browsers. */
  readonly uid: number;
  /** Ids of the browsers that may live: the screens and a spare that waits. */
  readonly living: ReadonlySet<string>;
}

const named = (what: Leftover['what'], where: readonly string[]): readonly Leftover[] =>
  where.map((place) => ({ what, where: place }));

function processes({ runtime, living }: Search): readonly string[] {
  const isFinished = (mark: string): boolean => {
    const [role, id = '', ...folder] = mark.split(':');
    return role === 'visitor' && folder.join(':') === runtime && !living.has(id);
  };
  return markedProcesses(isFinished).map((pid) => `process ${pid}`);
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function files({ runtime, living }: Search): Promise<readonly string[]> {
  const folder = browsersFolder(runtime);
  return (await entriesOf(folder)).filter((id) => !living.has(id)).map((id) => join(folder, id));
}

async function mounts({ runtime }: Search): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const points = table.split('\n').map((line) => line.split(' ')[4] ?? '');
  return points.filter((point) => point.startsWith(`${browsersFolder(runtime)}/`));
}

/** Chromium names its shared memory so, and takes the name away at once; a jail has shared memory of its own anyway. */
async function sharedFiles({ uid }: Search): Promise<readonly string[]> {
  const folder = '/dev/shm';
  const paths = (await entriesOf(folder))
    .filter((name) => /^\.?org\.chromium\./.test(name))
    .map((name) => join(folder, name));
  const owned = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return paths.filter((_, index) => owned[index]?.uid === uid);
}

/** Segments that no process is attached to any more. */
async function sharedSegments({ uid }: Search): Promise<readonly string[]> {
  const [, ...lines] = (await readFile('/proc/sysvipc/shm', 'utf8')).trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return rows.filter((row) => row[6] === 0 && row[7] === uid).map((row) => `segment ${row[1] ?? 0}`);
}

/** Looks afresh at every kind of place where a finished visitor's browser could have left something. Empty is the proof. */
export async function findLeftovers(search: Search): Promise<readonly Leftover[]> {
  const found = await Promise.all([
    files(search).then((places) => named('file', places)),
    mounts(search).then((places) => named('mount', places)),
    sharedFiles(search).then((places) => named('shared-memory', places)),
    sharedSegments(search).then((places) => named('shared-memory', places)),
    filledClipboards(search.desktop).then((places) => named('clipboard', places)),
  ]);
  return [...named('process', processes(search)), ...found.flat()];
}
