import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What the visitor's process may see and reach. Paths are the kiosk's; inside they are the same, but for those of `jailPaths`. */
export interface JailPlan {
  /** The visitor's own folder on this machine: holds nothing of the visitor's when the jail stands, everything when it does not. */
  readonly folder: string;
  /** Unix socket of the kiosk's proxy. */
  readonly proxySocket: string;
  /** Where the browser finds the proxy, on loopback. */
  readonly proxyPort: number;
  /** The program's own files, read-only. */
  readonly readable: readonly string[];
  readonly display: string;
  /** X authority file, or null where the display needs none. */
  readonly authority: string | null;
}

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
}

/** Places inside the jail. All of them are memory, gone with the last process. */
export const jailPaths = {
  home: '/home/visitor',
  browser: '/home/visitor/browser',
  downloads: '/home/visitor/Documents',
  proxySocket: '/run/escale/proxy',
} as const;

/** Bytes that a visitor can fill before the machine's memory suffers. */
const sizes = { home: 1 << 30, temporary: 512 << 20, small: 64 << 20 } as const;

/** An ordinary user inside: with user 0 Electron ends before its first line of JavaScript. */
const uid = '1000';

/**
 * A pair of wires that leads nowhere: with loopback alone pages believe that they are offline. 192.0.2.0/24 is reserved for documentation.
 * Where the kernel lacks such wires the browser works all the same, only `navigator.onLine` is false.
 */
const wires = [
  'ip link set lo up',
  'ip link add v0 type veth peer name v1 2>/dev/null && ip addr add 192.0.2.2/32 dev v0 && ip link set v0 up && ip link set v1 up',
  'exec "$@"',
].join('\n');

/** Browsers speak TCP to a proxy and a network namespace has no way out but this one. It must not hold the channel open: descriptor 3. */
const relay = `socat -b65536 "TCP-LISTEN:$1,bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=128" "UNIX-CONNECT:$2" 3<&- & shift 2; exec "$@"`;

const withRelay = (port: number, socket: string, inner: Command): Command => ({
  program: 'sh',
  words: ['-c', relay, 'sh', String(port), socket, inner.program, ...inner.words],
});

const memory = (path: string, bytes: number): readonly string[] => ['--size', String(bytes), '--tmpfs', path];

const readOnly = (paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => ['--ro-bind-try', path, path]);

/** `:99.0` → `/tmp/.X11-unix/X99`; the abstract socket is out of reach in another network namespace. */
const displaySocket = (display: string): string => `/tmp/.X11-unix/X${/:(\d+)/.exec(display)?.[1] ?? '0'}`;

function bubblewrap(plan: JailPlan): readonly string[] {
  const { display, authority } = plan;
  return [
    ...['--unshare-user', '--uid', uid, '--gid', uid, '--unshare-pid', '--unshare-ipc'],
    ...['--cap-drop', 'ALL', '--die-with-parent'],
    ...readOnly(['/usr', '/etc/fonts', '/etc/alternatives', '/etc/ssl', '/etc/ld.so.cache', '/var/cache/fontconfig']),
    ...['--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib', '--symlink', 'usr/lib64', '/lib64'],
    ...['--proc', '/proc', '--dev', '/dev'],
    ...memory('/dev/shm', sizes.temporary),
    ...memory('/tmp', sizes.temporary),
    ...memory('/run', sizes.small),
    ...memory('/home', sizes.home),
    ...['--dir', jailPaths.browser, '--dir', jailPaths.downloads],
    ...['--bind', plan.proxySocket, jailPaths.proxySocket],
    ...['--bind-try', displaySocket(display), displaySocket(display)],
    ...(authority === null ? [] : ['--ro-bind', authority, authority]),
    ...readOnly(plan.readable),
    ...['--chdir', jailPaths.home],
  ];
}

/**
 * The command in a jail of its own: an outer step makes the network, an inner one all the rest. Nested user namespaces stay allowed, since
 * Chromium's own sandbox is made of them.
 */
export function jailed(plan: JailPlan, inner: Command): Command {
  const { program, words } = withRelay(plan.proxyPort, jailPaths.proxySocket, inner);
  return {
    program: 'unshare',
    words: ['-Urn', 'sh', '-c', wires, 'sh', 'bwrap', ...bubblewrap(plan), '--', program, ...words],
  };
}

/** For a demonstration on a machine that forbids namespaces. */
export const unjailed = (plan: JailPlan, inner: Command): Command => withRelay(plan.proxyPort, plan.proxySocket, inner);

/** All that the visitor's process inherits: `LD_PRELOAD`, `GTK_MODULES`, `NODE_OPTIONS` and `ELECTRON_*` stay outside. */
export function visitorEnvironment(plan: JailPlan, jail: boolean): Record<string, string> {
  const home = jail ? jailPaths.home : plan.folder;
  return {
    PATH: '/usr/bin:/bin:/usr/sbin',
    LANG: 'fr_FR.UTF-8',
    HOME: home,
    TMPDIR: jail ? '/tmp' : plan.folder,
    XDG_RUNTIME_DIR: jail ? '/run' : plan.folder,
    DISPLAY: plan.display,
    ...(plan.authority === null ? {} : { XAUTHORITY: plan.authority }),
  };
}

/** Where the browser keeps its own files, as it sees them. */
export const browserFolder = (plan: JailPlan, jail: boolean): string =>
  jail ? jailPaths.browser : join(plan.folder, 'browser');

/** Does this machine let an ordinary account build the jail? Tried for real, with everything but browser and proxy. */
export function jailStands(plan: Omit<JailPlan, 'proxySocket'>): Promise<boolean> {
  const trialPlan = { ...plan, proxySocket: plan.folder };
  const { program, words } = jailed(trialPlan, { program: 'true', words: [] });
  return new Promise((resolve) => {
    const trial = spawn(program, words, { stdio: 'ignore', env: visitorEnvironment(trialPlan, true) });
    trial.on('error', () => resolve(false));
    trial.on('exit', (code) => resolve(code === 0));
  });
}
