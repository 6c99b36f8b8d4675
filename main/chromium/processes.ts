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
  readonly role: 'visitor' | 'screens';
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

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const patienceMs = 5000;

/** Kills what carries a mark until nothing does. Rejects when something will not die, which is for the proof of the wipe to report. */
export async function killMarked(accepts: (mark: string) => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let left = markedProcesses(accepts); left.length > 0; left = markedProcesses(accepts)) {
    if (performance.now() > deadline) throw new Error(`processes ${left.join(', ')} do not end`);
    left.forEach(kill);
    await pause(5);
  }
}
