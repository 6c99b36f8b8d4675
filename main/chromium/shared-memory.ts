import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const folder = '/dev/shm';

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code));

/** What the attempt gives; nothing where the process or file is gone meanwhile, or is somebody else's. */
function unlessGone<Found>(attempt: () => Found): Found | null {
  try {
    return attempt();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Paths that living processes have open, as far as this account may look. */
function openPaths(): ReadonlySet<string> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const descriptors = pids.flatMap((pid) => {
    const all = join('/proc', pid, 'fd');
    return (unlessGone(() => readdirSync(all)) ?? []).map((name) => join(all, name));
  });
  return new Set(descriptors.map((path) => unlessGone(() => readlinkSync(path)) ?? ''));
}

/** Chromium names its shared memory so, and takes the name away as soon as it has it open. */
async function files(uid: number): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^\.?org\.chromium\./.test(name));
  const paths = names.map((name) => join(folder, name));
  const owned = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return paths.filter((_, index) => owned[index]?.uid === uid);
}

interface Segment {
  readonly name: string;
  readonly maker: number;
}

/** Those of System V that no process is attached to. */
async function segments(uid: number): Promise<readonly Segment[]> {
  const [, ...lines] = (await readFile('/proc/sysvipc/shm', 'utf8')).trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const [id, maker, attached, owner] = [1, 4, 6, 7] as const;
  return rows
    .filter((row) => row[attached] === 0 && row[owner] === uid)
    .map((row) => ({ name: `segment ${row[id] ?? 0}`, maker: row[maker] ?? 0 }));
}

/**
 * Shared memory that browsers of one account leave on a machine without a jail (in a jail it dies with the browser). A person's own browser may
 * run beside a demonstration: what was there before, and what a living process holds, is not ours.
 */
export class SharedMemory {
  readonly #uid: number;
  readonly #before: ReadonlySet<string>;

  private constructor(uid: number, before: ReadonlySet<string>) {
    this.#uid = uid;
    this.#before = before;
  }

  static async watch(uid: number): Promise<SharedMemory> {
    const names = (await segments(uid)).map(({ name }) => name);
    return new SharedMemory(uid, new Set([...(await files(uid)), ...names]));
  }

  /** Names of what has come since and that nobody living answers for. */
  async left(): Promise<readonly string[]> {
    const [found, loose] = await Promise.all([files(this.#uid), segments(this.#uid)]);
    const fresh = found.filter((path) => !this.#before.has(path));
    const held = fresh.length === 0 ? new Set<string>() : openPaths();
    return [
      // Looked at again: a file that was open a moment ago may have lost its name since.
      ...fresh.filter((path) => !held.has(path) && existsSync(path)),
      ...loose
        .filter(({ name, maker }) => !this.#before.has(name) && !existsSync(`/proc/${maker}`))
        .map(({ name }) => name),
    ];
  }
}
