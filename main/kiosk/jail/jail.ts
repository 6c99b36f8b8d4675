import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** What a browser sees of the machine: its own folders in memory, programs read-only, the screen, and perhaps one socket. Nothing else. */
export interface Jail {
  /** Who it is inside. Never 0: Electron ends before its first line of JavaScript then, and Chromium asks to be run without its sandbox. */
  readonly account: Account;
  /** Unix socket of the X server, and the file with the right to speak to it. */
  readonly display: { readonly socket: string; readonly authority: string | null };
  /** The kiosk's proxy, the only way out; null: no network at all. */
  readonly proxySocket: string | null;
  /** Descriptors above 2 that lead to the kiosk. They are the browser's alone: whatever else held one would keep the channel open. */
  readonly channel: readonly number[];
  /** Files and folders of the program, read-only, at the same place inside. */
  readonly programs: readonly string[];
  /** Empty folders below `inJail.home`, made in this order. */
  readonly folders: readonly string[];
  readonly files: readonly JailFile[];
  /** Variables of the host's own; HOME, PATH and the other places are the jail's. No other variable of the caller passes. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A file that stands before the browser starts. Its content goes in through a descriptor, so it is never on a disk. */
export interface JailFile {
  readonly path: string;
  readonly content: string;
  /** The browser cannot change it. */
  readonly fixed: boolean;
}

/**
 * How to start it: spawned with `environment` and nothing else, and `detached`, so that no terminal is shared. Each feed is written to its
 * descriptor, which then is closed.
 */
export interface Launch {
  readonly command: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly feeds: readonly { readonly descriptor: number; readonly content: string }[];
}

/** Paths as the browser in the jail sees them. */
export const inJail = { home: '/home/visitor', proxySocket: '/run/proxy', authority: '/run/authority' } as const;

/** Where the forwarder to the kiosk's proxy listens inside, on loopback. */
export const forwarderPort = 3128;

const mebibyte = 1024 * 1024;
const documentsMebibytes = 1024;

/** Memory-backed, and bounded: a page could else fill the machine's memory with files. */
const memoryFolders: readonly (readonly [string, number])[] = [
  ['/dev/shm', 1024],
  ['/tmp', 512],
  ['/run', 16],
  ['/var', 64],
  ['/etc', 4],
];

/** The few files that a browser needs: fonts, the linker's cache, certificates, the zone. No names, no accounts, no machine id. */
const systemFiles = [
  '/etc/alternatives',
  '/etc/fonts',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/localtime',
  '/etc/mime.types',
  '/etc/nsswitch.conf',
  '/etc/ssl/certs',
  '/var/cache/fontconfig',
];

const mergedFolders = ['bin', 'lib', 'lib64', 'sbin'];

/** GTK's own ways to print, "to a file" among them: with an empty folder in their place its dialog has no printer to offer. */
function printBackends(): readonly string[] {
  const libraries = readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'));
  return libraries
    .flatMap((name) => [`/usr/lib/${name}/gtk-3.0/3.0.0/printbackends`, `/usr/lib/${name}/gtk-4.0/4.0.0/printbackends`])
    .filter((path) => existsSync(path));
}

/** Any folder that nothing in the jail needs: what is mounted over it is seen in there alone. */
const documentsGround = '/boot';

/**
 * Made by an outer namespace, which the jail then cannot touch. Pages believe to be offline in a network with loopback alone; the pair of
 * interfaces leads nowhere and lets them be online (192.0.2.0/24 is reserved for documentation). Where documents lie nothing runs: bubblewrap
 * cannot say so of its own folders in memory.
 */
const ground = [
  'ip link set lo up',
  'ip link add v0 type veth peer name v1',
  'ip addr add 192.0.2.2/32 dev v0',
  'ip link set v0 up',
  'ip link set v1 up',
  `mount -t tmpfs -o noexec,nosuid,nodev,mode=755,size=${documentsMebibytes}m documents ${documentsGround}`,
  'exec "$@"',
].join(' && ');

/** One byte, which no dump fits into. With 0 the kernel would still hand the browser's memory to a crash collector (fs/coredump.c). */
export const noDump = ['prlimit', '--core=1:1'] as const;

const memory = (path: string, mebibytes: number): readonly string[] => [
  ...['--size', String(mebibytes * mebibyte)],
  ...['--tmpfs', path],
];

function mounts({ display, proxySocket, programs, folders }: Jail): readonly string[] {
  return [
    ['--ro-bind', '/usr', '/usr'],
    mergedFolders.flatMap((name) => (existsSync(`/usr/${name}`) ? ['--symlink', `usr/${name}`, `/${name}`] : [])),
    printBackends().flatMap((path) => [...memory(path, 1), '--remount-ro', path]),
    ['--proc', '/proc', '--dev', '/dev'],
    memoryFolders.flatMap(([path, size]) => memory(path, size)),
    systemFiles.flatMap((path) => ['--ro-bind-try', path, path]),
    // Graphics in hardware, where the machine has some.
    ['--dev-bind-try', '/dev/dri', '/dev/dri', '--ro-bind-try', '/sys/dev/char', '/sys/dev/char'],
    ['--ro-bind-try', '/sys/devices/pci0000:00', '/sys/devices/pci0000:00'],
    ['--dir', '/tmp/.X11-unix', '--ro-bind-try', display.socket, display.socket],
    display.authority === null ? [] : ['--ro-bind', display.authority, inJail.authority],
    proxySocket === null ? [] : ['--ro-bind', proxySocket, inJail.proxySocket],
    programs.flatMap((path) => ['--ro-bind', path, path]),
    ['--bind', documentsGround, '/home'],
    folders.flatMap((path) => ['--dir', path]),
  ].flat();
}

interface Filled {
  readonly words: readonly string[];
  readonly feeds: Launch['feeds'];
}

function fill({ channel, files }: Jail): Filled {
  const first = Math.max(2, ...channel) + 1;
  return {
    feeds: files.map(({ content }, index) => ({ descriptor: first + index, content })),
    words: files.flatMap(({ path, fixed }, index) => [
      ...['--dir', dirname(path)],
      ...[fixed ? '--ro-bind-data' : '--file', String(first + index), path],
    ]),
  };
}

/** The written list. `LD_PRELOAD`, `GTK_MODULES`, `NODE_OPTIONS`, `ELECTRON_*`, the address of a message bus: all stay outside. */
const environmentOf = ({ display, environment }: Jail): Readonly<Record<string, string>> => ({
  ...environment,
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  HOME: inJail.home,
  TMPDIR: '/tmp',
  XDG_RUNTIME_DIR: '/run',
  ...(display.authority === null ? {} : { XAUTHORITY: inJail.authority }),
});

function bubblewrap(jail: Jail, filled: Filled): readonly string[] {
  const { uid, gid } = jail.account;
  return [
    'bwrap',
    // Never --disable-userns: the browser's own sandbox is made of namespaces too.
    ...['--unshare-user', '--uid', String(uid), '--gid', String(gid), '--cap-drop', 'ALL'],
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--hostname', 'escale'],
    ...['--die-with-parent', '--chdir', '/'],
    ...mounts(jail),
    ...filled.words,
    // What holds the folders together is memory too, and has no bound.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    '--clearenv',
    ...Object.entries(environmentOf(jail)).flatMap(([name, value]) => ['--setenv', name, value]),
    '--',
  ];
}

/**
 * The command beside a forwarder: browsers speak TCP to a proxy, `socat` carries it from loopback to the proxy's socket. The forwarder lets go
 * of the channel.
 */
export function besideForwarder(
  { port, socket, channel }: { readonly port: number; readonly socket: string; readonly channel: readonly number[] },
  command: readonly string[],
): readonly string[] {
  const closed = channel.map((descriptor) => `${descriptor}<&-`).join(' ');
  const listens = 'TCP-LISTEN:$1,bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=128';
  const script = `socat -b65536 "${listens}" "UNIX-CONNECT:$2" ${closed} 2>/dev/null & shift 2; exec "$@"`;
  return ['sh', '-c', script, 'sh', String(port), socket, ...command];
}

/**
 * Puts a command into a jail that dies with this process, at once and whole. The browser's own sandbox stays on inside.
 *
 * What X11 cannot give: every client of a display may read all keys and see all windows, in a jail or not. So no code of the staff's is ever
 * typed while a visitor's process lives, and each session ends with its process. Wayland under cage, which parts its clients, is the stronger
 * set-up.
 */
export function jailed(jail: Jail, command: readonly string[]): Launch {
  const filled = fill(jail);
  const forwarder = { port: forwarderPort, socket: inJail.proxySocket, channel: jail.channel };
  const inner = jail.proxySocket === null ? command : besideForwarder(forwarder, command);
  const outer = ['unshare', '--user', '--map-root-user', '--net', '--mount', 'sh', '-c', ground, 'sh'];
  const [program, ...words] = [...noDump, ...outer, ...bubblewrap(jail, filled), ...inner];
  return { command: program, words, environment: environmentOf(jail), feeds: filled.feeds };
}
