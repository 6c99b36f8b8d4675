import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Account, Launch } from './jail.ts';

const run = promisify(execFile);

/** Of the machine's memory, files in memory included: the rest is the kiosk's own, and another browser's that waits. */
const memoryShare = 0.7;

/** Processes and threads. Thirty pages take about a third of it. */
const maxTasks = 2048;

const maxBytes = Math.floor(totalmem() * memoryShare);

/** For the log: this part of the jail's wall is then missing. */
export const noBounds =
  'no systemd bounds memory and processes of a visitor’s browser: run the kiosk as a service with Delegate=memory pids';

/** A launch within bounds, and as whom to spawn it: null where its own words change the account. */
export interface Bound {
  readonly launch: Launch;
  readonly account: Account | null;
  /** To be called when it has ended: nothing of it may be left. */
  clear(): Promise<void>;
}

/** An end to what one visitor's browser can take of memory and processes: the kernel's control groups, as systemd hands them out. */
export interface Bounds {
  readonly by: 'unit' | 'user manager';
  bind(launch: Launch, account: Account | null): Promise<Bound>;
}

/** Where to look for them. */
export interface Machine {
  /** Where the second version of control groups is mounted. */
  readonly groups: string;
  /** Content of `/proc/self/cgroup`. */
  readonly own: string;
  /** Set by systemd for what it starts as a service; null elsewhere. */
  readonly invocation: string | null;
  /** As logind makes it for an account that is logged in or lingers. */
  readonly userRuntime: string;
  /** Program and its words; false when it cannot run or fails. */
  readonly succeeds: (
    command: string,
    words: readonly string[],
    environment: Readonly<Record<string, string>>,
  ) => Promise<boolean>;
}

export async function thisMachine(): Promise<Machine> {
  return {
    groups: '/sys/fs/cgroup',
    own: await readFile('/proc/self/cgroup', 'utf8'),
    invocation: process.env['INVOCATION_ID'] ?? null,
    userRuntime: `/run/user/${process.getuid?.() ?? 0}`,
    succeeds: (command, words, environment) =>
      run(command, words, { env: environment, timeout: 5000 }).then(
        () => true,
        () => false,
      ),
  };
}

/**
 * The bounds that this machine offers, tried for real; null where it offers none. A limit on an account's processes (RLIMIT_NPROC) is no
 * substitute: the kernel counts all of the account, so that a page could keep the kiosk's own screens from starting a process; and no limit
 * of addresses holds a browser, which reserves terabytes.
 */
export async function findBounds(machine: Machine): Promise<Bounds | null> {
  return (await unitBounds(machine)) ?? (await managerBounds(machine));
}

/**
 * For a kiosk that systemd runs as a service with `Delegate=memory pids`: the groups below the service's are then its own. A group that hands
 * controllers down holds no process itself, so the kiosk moves into one of them first. (systemd.resource-control(5), Delegate=; the kernel's
 * admin-guide/cgroup-v2, "No Internal Process Constraint".)
 */
async function unitBounds({ groups, own, invocation }: Machine): Promise<Bounds | null> {
  const path = /^0::(\/.+)$/m.exec(own)?.[1];
  if (path === undefined || invocation === null || !path.endsWith('.service')) return null;
  const unit = join(groups, path);
  try {
    const offered = (await readFile(join(unit, 'cgroup.controllers'), 'utf8')).trim().split(' ');
    if (!offered.includes('memory') || !offered.includes('pids')) return null;
    await access(join(unit, 'cgroup.subtree_control'), constants.W_OK);
    await moveInto(join(unit, 'kiosk'), unit);
    await writeFile(join(unit, 'cgroup.subtree_control'), '+memory +pids');
  } catch {
    return null;
  }
  return { by: 'unit', bind: (launch, account) => bindInGroup(join(unit, `visitor-${randomUUID()}`), launch, account) };
}

async function moveInto(leaf: string, unit: string): Promise<void> {
  await mkdir(leaf, { recursive: true });
  const processes = (await readFile(join(unit, 'cgroup.procs'), 'utf8')).split('\n').filter((pid) => pid !== '');
  for (const pid of processes) await writeFile(join(leaf, 'cgroup.procs'), pid);
}

/** Joins the group before anything else, with the kiosk's rights; whoever joined later could have left something outside. */
const joining = 'echo $$ > "$0/cgroup.procs" && exec "$@"';

async function bindInGroup(group: string, launch: Launch, account: Account | null): Promise<Bound> {
  await mkdir(group);
  await writeFile(join(group, 'memory.max'), String(maxBytes));
  await writeFile(join(group, 'memory.swap.max'), '0');
  // One process of a browser missing is worse than all: the kiosk sees the end, and opens another.
  await writeFile(join(group, 'memory.oom.group'), '1');
  await writeFile(join(group, 'pids.max'), String(maxTasks));
  const change =
    account === null
      ? []
      : ['setpriv', '--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups', '--'];
  return {
    launch: { ...launch, command: 'sh', words: ['-c', joining, group, ...change, launch.command, ...launch.words] },
    account: null,
    clear: () => removeGroup(group),
  };
}

/** A group goes once its last process has been reaped. Rejects, naming the group, when that takes too long. */
async function removeGroup(group: string): Promise<void> {
  await writeFile(join(group, 'cgroup.kill'), '1');
  const deadline = performance.now() + 5000;
  for (;;) {
    try {
      await rmdir(group);
      return;
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`the control group ${basename(group)} is not empty`, { cause: error });
      await pause(20);
    }
  }
}

/** For a kiosk that a person or their session starts: the user's own systemd makes a scope around the command. (systemd-run(1), --scope.) */
async function managerBounds({ userRuntime, succeeds }: Machine): Promise<Bounds | null> {
  const properties = [`MemoryMax=${maxBytes}`, 'MemorySwapMax=0', `TasksMax=${maxTasks}`];
  const scope = ['--user', '--scope', '--quiet', '--collect', ...properties.flatMap((one) => ['-p', one]), '--'];
  const around = { PATH: '/usr/bin:/bin', XDG_RUNTIME_DIR: userRuntime };
  if (!(await succeeds('systemd-run', [...scope, 'true'], around))) return null;
  const bind = (launch: Launch): Bound => ({
    launch: {
      ...launch,
      command: 'systemd-run',
      words: [...scope, launch.command, ...launch.words],
      environment: { ...launch.environment, XDG_RUNTIME_DIR: userRuntime },
    },
    account: null,
    clear: () => Promise.resolve(),
  });
  return {
    by: 'user manager',
    // Another account has another manager, which need not run.
    bind: (launch, account) => Promise.resolve(account === null ? bind(launch) : unbound(launch, account)),
  };
}

const unbound = (launch: Launch, account: Account | null): Bound => ({
  launch,
  account,
  clear: () => Promise.resolve(),
});

/** Within bounds where there are some. */
export const within = (bounds: Bounds | null, launch: Launch, account: Account | null): Promise<Bound> =>
  bounds === null ? Promise.resolve(unbound(launch, account)) : bounds.bind(launch, account);
