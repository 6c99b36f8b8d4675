import { readdir, readFile } from 'node:fs/promises';

/** A process that ended between listing and reading is not a surprise; anything else is. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');

async function statOf(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

/** Fields of proc(5) behind the name, which may itself hold blanks and brackets: state, parent, group, session. */
function sessionOf(stat: string): number | null {
  const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return session === undefined || state === 'Z' ? null : Number(session);
}

/**
 * Living processes of these sessions (the kernel's, one for each visitor: `detached` makes it, no process of a browser leaves it).
 * Those inside a jail are seen from outside like any other.
 */
export async function processesOf(sessions: ReadonlySet<number>): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const session = sessionOf(await statOf(pid));
      return session !== null && sessions.has(session) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}
