import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { forwarderPort } from './policies.ts';

/**
 * A command and what it is fed: `feeds[n]` is written to descriptor `firstFeed + n` and closed. Descriptors 3 and 4 are the DevTools pipe.
 */
export interface Launch {
  readonly command: string;
  readonly words: readonly string[];
  readonly feeds: readonly string[];
}

export const firstFeed = 5;

/** What a browser sees of the machine: its own folders in memory, the programs read-only, the screen, and perhaps one socket. */
export interface Jail {
  readonly account: { readonly uid: number; readonly gid: number };
  /** Unix socket of the X server, and the file with the right to speak to it. */
  readonly display: { readonly socket: string; readonly authority: string | null };
  /** The kiosk's proxy; null: no network at all. */
  readonly proxySocket: string | null;
  /** Null for a jail that is only tried. */
  readonly contents: JailContents | null;
}

export interface JailContents {
  readonly policies: Readonly<Record<string, unknown>>;
  /** First content of `<profile>/Default/Preferences`. */
  readonly preferences: Readonly<Record<string, unknown>>;
}

/** Paths as the browser in the jail sees them. */
export const inJail = {
  home: '/home/visitor',
  profile: '/home/visitor/profile',
  downloads: '/home/visitor/downloads',
  proxySocket: '/run/proxy',
  authority: '/run/authority',
} as const;

const mebibyte = 1024 * 1024;

/** Memory-backed, and bounded: a page could else fill the machine's memory with files. */
const memoryFolders: readonly (readonly [string, number])[] = [
  ['/dev/shm', 1024],
  ['/tmp', 512],
  ['/run', 16],
  ['/var', 64],
  ['/etc', 4],
];

const documentsMebibytes = 1024;

/** The few files of /etc that a browser needs: fonts, the linker's cache, certificates, the zone. No names, no accounts, no machine id. */
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
];

const mergedFolders = ['bin', 'lib', 'lib64', 'sbin'];

/** Pages believe to be offline in a namespace with loopback alone; this pair of interfaces leads nowhere, and lets them be online. */
const emptyNetwork = [
  'ip link set lo up',
  'ip link add v0 type veth peer name v1',
  'ip addr add 192.0.2.2/32 dev v0',
  'ip link set v0 up',
  'ip link set v1 up',
];

/** Any folder that nothing in the jail needs: what is mounted over it is seen in there alone. */
const documentsGround = '/boot';

/** Where documents lie nothing runs: bubblewrap cannot say so of its own folders in memory. */
const documentsMemory = `mount -t tmpfs -o noexec,nosuid,nodev,mode=755,size=${documentsMebibytes}m documents ${documentsGround}`;

/** Browsers speak TCP to a proxy; `socat` carries it to the socket. It must not hold the browser's own pipes. */
const withForwarder = [
  `socat -b65536 TCP-LISTEN:${forwarderPort},bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=128 UNIX-CONNECT:${inJail.proxySocket}`,
  '3<&- 4>&- 2>/dev/null & exec "$@"',
].join(' ');

function mounts({ display, proxySocket }: Jail): readonly string[] {
  return [
    ['--ro-bind', '/usr', '/usr'],
    mergedFolders.flatMap((name) => (existsSync(`/usr/${name}`) ? ['--symlink', `usr/${name}`, `/${name}`] : [])),
    ['--proc', '/proc', '--dev', '/dev'],
    memoryFolders.flatMap(([path, size]) => ['--size', String(size * mebibyte), '--tmpfs', path]),
    systemFiles.flatMap((path) => ['--ro-bind-try', path, path]),
    // Graphics in hardware, where the machine has some.
    ['--dev-bind-try', '/dev/dri', '/dev/dri', '--ro-bind-try', '/sys/dev/char', '/sys/dev/char'],
    ['--ro-bind-try', '/sys/devices/pci0000:00', '/sys/devices/pci0000:00'],
    ['--dir', '/tmp/.X11-unix', '--ro-bind', display.socket, display.socket],
    display.authority === null ? [] : ['--ro-bind', display.authority, inJail.authority],
    proxySocket === null ? [] : ['--ro-bind', proxySocket, inJail.proxySocket],
    proxySocket === null
      ? ['--size', String(documentsMebibytes * mebibyte), '--tmpfs', '/home']
      : ['--bind', documentsGround, '/home'],
    ['--dir', inJail.downloads, '--dir', join(inJail.profile, 'Default')],
  ].flat();
}

/** Content that stands in the jail before the browser starts; each piece comes through a descriptor of its own. */
function fill(contents: JailContents | null): { words: readonly string[]; feeds: readonly string[] } {
  if (contents === null) return { words: [], feeds: [] };
  const { policies, preferences } = contents;
  const preferencesPath = join(inJail.profile, 'Default', 'Preferences');
  const policiesPath = '/etc/chromium/policies/managed/escale.json';
  return {
    feeds: [preferences, policies].map((content) => JSON.stringify(content)),
    words: [
      ...['--file', String(firstFeed), preferencesPath],
      ...['--dir', dirname(policiesPath), '--ro-bind-data', String(firstFeed + 1), policiesPath],
    ],
  };
}

const environment = (jail: Jail): readonly string[] =>
  jail.display.authority === null ? [] : ['--setenv', 'XAUTHORITY', inJail.authority];

/** Puts a command into a jail that dies with this process, at once and whole. The browser's own sandbox stays on inside. */
export function jailed(jail: Jail, command: readonly string[]): Launch {
  const { words, feeds } = fill(jail.contents);
  const inner = jail.proxySocket === null ? command : ['sh', '-c', withForwarder, 'sh', ...command];
  const bubblewrap = [
    'bwrap',
    // Never --disable-userns: the browser's sandbox is made of namespaces too.
    ...['--unshare-user', '--uid', String(jail.account.uid), '--gid', String(jail.account.gid)],
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--hostname', 'escale'],
    ...(jail.proxySocket === null ? ['--unshare-net'] : []),
    ...['--die-with-parent', '--new-session', '--chdir', '/'],
    ...mounts(jail),
    ...words,
    ...environment(jail),
    // What holds the folders together is memory too, and has no bound.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    ...['--setenv', 'HOME', inJail.home, '--setenv', 'TMPDIR', '/tmp'],
    '--',
    ...inner,
  ];
  if (jail.proxySocket === null) return { command: 'bwrap', words: bubblewrap.slice(1), feeds };
  // Two steps: network and documents are made by the outer namespace, which the jail then cannot touch.
  const ground = [...emptyNetwork, documentsMemory, 'exec "$@"'].join(' && ');
  return {
    command: 'unshare',
    words: ['--user', '--map-root-user', '--net', '--mount', 'sh', '-c', ground, 'sh', ...bubblewrap],
    feeds,
  };
}
