import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Every process that a host starts carries a mark in its environment, which its children inherit: so what a browser left can be found again,
 * by this kiosk or, after a crash, by the next one.
 */
export const markVariable = 'ESCALE_BROWSER';

export interface Mark {
  /** The kiosk's runtime folder: two kiosks on one machine must not take each other's processes for theirs. */
  readonly runtime: string;
  readonly role: 'visitor' | 'screens' | 'windows';
  readonly id: string;
}

export const markText = ({ role, id, runtime }: Mark): string => `${role}:${id}:${runtime}`;

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code));

/** Empty for a process that ended meanwhile, for a zombie, and for one of another account. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

/** Pids of running processes whose mark begins so: `visitor:` for all visitors' browsers, a whole mark for one. */
export function markedProcesses(accepts: (mark: string) => boolean): readonly number[] {
  const start = `${markVariable}=`;
  return readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .filter((pid) =>
      environmentOf(pid)
        .split('\0')
        .some((entry) => entry.startsWith(start) && accepts(entry.slice(start.length))),
    );
}

interface Kin {
  readonly pid: number;
  readonly parent: number;
  readonly uid: number;
}

/** proc(5): the owner of the folder is not the account where a process may not be looked into. */
function kinOf(pid: number): readonly Kin[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const numberOf = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    // One that is dying has no memory any more, and with it no mark that could be read.
    return /^VmSize:/m.test(status) ? [{ pid, parent: numberOf('PPid'), uid: numberOf('Uid') }] : [];
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

const allKin = (): readonly Kin[] => readdirSync('/proc').map(Number).filter(Number.isInteger).flatMap(kinOf);

/** Is it one of these processes, or does it come from one? A process may take its mark off; where it came from it cannot change while its parents live. */
function comesFrom(roots: ReadonlySet<number>, all: readonly Kin[]): (kin: Kin) => boolean {
  const byPid = new Map(all.map((kin) => [kin.pid, kin]));
  const isOne = (kin: Kin | undefined): boolean =>
    kin !== undefined && (roots.has(kin.pid) || isOne(byPid.get(kin.parent)));
  return isOne;
}

/** Pids of an account's processes that neither carry a mark nor descend from one that does: nobody who started them answers for them any more. */
export function strayProcesses(uid: number): readonly number[] {
  const all = allKin();
  const isAnsweredFor = comesFrom(new Set(markedProcesses(() => true)), all);
  return all.filter((kin) => kin.uid === uid && !isAnsweredFor(kin)).map(({ pid }) => pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const patienceMs = 5000;

/**
 * Kills what carries a mark, and all that ever came from it, until nothing of it runs. `known`: what has just been started, and may not carry its
 * mark yet. Rejects when something will not die, which is for the proof of the wipe to report.
 */
export async function killMarked(accepts: (mark: string) => boolean, known: readonly number[] = []): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const family = new Set<number>();
  for (;;) {
    const all = allKin();
    // Once its parents are dead nothing tells where a process came from: whoever was seen stays in mind.
    const isOurs = comesFrom(new Set([...markedProcesses(accepts), ...known]), all);
    for (const kin of all) if (isOurs(kin)) family.add(kin.pid);
    const left = all.filter(({ pid }) => family.has(pid)).map(({ pid }) => pid);
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new Error(`processes ${left.join(', ')} do not end`);
    left.forEach(kill);
    await pause(5);
  }
}
