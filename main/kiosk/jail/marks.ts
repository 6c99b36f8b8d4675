import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { forwarderPort } from './jail.ts';

/** What the kernel says of a browser's processes: whether the jail of `jail.ts` stands around them now, and the sandbox inside it. */

const parted = ['mnt', 'net', 'pid', 'ipc', 'uts'] as const;
const documents = '/home';
const interfaces = ['lo', 'v0', 'v1'];
/** Of a line in /proc/net/tcp: loopback and the forwarder's port, in hex as the kernel writes them, listening. */
const forwarder = ` 0100007F:${forwarderPort.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A `;
const filtered = '2';

interface Standing {
  readonly pid: number;
  readonly parent: number;
  /** Pids in each namespace, the outermost first. */
  readonly depth: number;
  readonly isFirst: boolean;
  readonly noNewPrivileges: boolean;
  readonly seccomp: string;
}

/** Null for one that ended meanwhile. */
function standingOf(pid: number | 'self'): Standing | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return null;
  }
  const wordsOf = (name: string): readonly string[] =>
    new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1]?.split(/\s+/) ?? [];
  const pids = wordsOf('NSpid');
  return {
    pid: Number(wordsOf('Pid')[0]),
    parent: Number(wordsOf('PPid')[0]),
    depth: pids.length,
    isFirst: pids.at(-1) === '1',
    noNewPrivileges: wordsOf('NoNewPrivs')[0] === '1',
    seccomp: wordsOf('Seccomp')[0] ?? '',
  };
}

const present = (standings: readonly (Standing | null)[]): readonly Standing[] =>
  standings.filter((standing) => standing !== null);

/** Of these processes of one browser the jail's own first, whose files are the jail's; null when there is no jail. */
export function firstOf(pids: readonly number[]): number | null {
  const outside = standingOf('self')?.depth ?? 0;
  return present(pids.map(standingOf)).find(({ depth, isFirst }) => isFirst && depth === outside + 1)?.pid ?? null;
}

/** Where the kiosk finds the jail's only way out: the very socket that was mounted there. */
export const inside = (first: number, path: string): string => `/proc/${first}/root${path}`;

const read = (first: number, path: string): string => readFileSync(`/proc/${first}/${path}`, 'latin1');

function mountFault(first: number): string | null {
  const line = read(first, 'mountinfo')
    .split('\n')
    .find((each) => each.split(' ')[4] === documents);
  const options = line?.split(' ')[5]?.split(',') ?? [];
  const wanted = ['noexec', 'nosuid', 'nodev'].filter((option) => !options.includes(option));
  return wanted.length === 0 ? null : `documents lie where ${wanted.join(', ')} is not set`;
}

/** Null: the browser that these processes are is in namespaces of its own, gains no rights, and can run nothing that it downloaded. */
export function jailFault(pids: readonly number[]): string | null {
  const first = firstOf(pids);
  if (first === null) return 'no process of the browser is the first of its jail';
  const bound = present(pids.map(standingOf)).filter(({ noNewPrivileges }) => !noNewPrivileges);
  if (bound.length > 0) return 'a process of the browser may gain rights';
  const shared = parted.filter(
    (kind) => readlinkSync(`/proc/${first}/ns/${kind}`) === readlinkSync(`/proc/self/ns/${kind}`),
  );
  if (shared.length > 0) return `the browser shares our namespaces ${shared.join(', ')}`;
  return mountFault(first);
}

/** Null: no interface of the jail leads anywhere, and the forwarder to the proxy listens. */
export function networkFault(first: number): string | null {
  const devices = read(first, 'net/dev').matchAll(/^\s*([^\s:]+):/gm);
  const others = [...devices].map(([, name = '']) => name).filter((name) => !interfaces.includes(name));
  if (others.length > 0) return `the jail has other interfaces: ${others.join(', ')}`;
  // The first line names the columns.
  if (read(first, 'net/route').trim().split('\n').length > 1) return 'the jail has a route';
  return read(first, 'net/tcp').includes(forwarder) ? null : 'no forwarder to the proxy listens in the jail';
}

/** Null: a page's process is behind a filter of system calls, in a namespace below the jail's. Reads every process of the machine. */
export function sandboxFault(first: number): string | null {
  const all = present(readdirSync('/proc').map(Number).filter(Number.isInteger).map(standingOf));
  const byPid = new Map(all.map((standing) => [standing.pid, standing]));
  const descends = ({ parent }: Standing): boolean => {
    const above = byPid.get(parent);
    return parent === first || (above !== undefined && descends(above));
  };
  const depth = byPid.get(first)?.depth ?? 0;
  const boxed = all.some((each) => each.seccomp === filtered && each.depth > depth && descends(each));
  return boxed ? null : 'no process of the browser is in Chromium’s sandbox';
}
