import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Leftover } from '../kiosk/host.ts';
import { filledClipboards } from './clipboard.ts';
import { browsersFolder } from './launcher.ts';
import { markedProcesses, strayProcesses } from './processes.ts';
import type { SharedMemory } from './shared-memory.ts';
import type { Desktop } from './x11/desktop.ts';

export interface Search {
  readonly runtime: string;
  readonly desktop: Desktop;
  /** Null where each browser has its own, in a jail. */
  readonly sharedMemory: SharedMemory | null;
  /** Uid of the browsers' own account, in which nothing else has a reason to run; null where they run under the kiosk's. */
  readonly account: number | null;
  /** Ids of the browsers that may live: the screens and a spare that waits. */
  readonly living: ReadonlySet<string>;
}

const named = (what: Leftover['what'], where: readonly string[]): readonly Leftover[] =>
  where.map((place) => ({ what, where: place }));

function processes({ account, runtime, living }: Search): readonly string[] {
  const isFinished = (mark: string): boolean => {
    const [role, id = '', ...folder] = mark.split(':');
    return role === 'visitor' && folder.join(':') === runtime && !living.has(id);
  };
  const strays = account === null ? [] : strayProcesses(account);
  return [...markedProcesses(isFinished), ...strays].map((pid) => `process ${pid}`);
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

async function sharedMemory({ sharedMemory: machine }: Search): Promise<readonly string[]> {
  return machine === null ? [] : machine.left();
}

/** Looks afresh at every kind of place where a finished visitor's browser could have left something. Empty is the proof. */
export async function findLeftovers(search: Search): Promise<readonly Leftover[]> {
  const found = await Promise.all([
    files(search).then((places) => named('file', places)),
    mounts(search).then((places) => named('mount', places)),
    sharedMemory(search).then((places) => named('shared-memory', places)),
    filledClipboards(search.desktop).then((places) => named('clipboard', places)),
  ]);
  return [...named('process', processes(search)), ...found.flat()];
}
