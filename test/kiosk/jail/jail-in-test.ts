import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { forwarderPort, inJail, type Jail, jailed, type Launch } from '../../../main/kiosk/jail/jail.ts';
import { browserUser } from '../../hosts/machine.ts';

export { forwarderPort };

/** Who starts jails here: never root, whom the kernel spares some limits. */
export const starter = browserUser();

const channel = 3;

/** A jail on a ground of its own, with everything in it that a host may ask for. */
export async function jailInTest(): Promise<{ readonly folder: string; readonly jail: Jail }> {
  const folder = await mkdtemp(join(tmpdir(), 'escale-jail-'));
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'program'), 'ours');
  if (starter !== null) await chown(join(folder, 'program'), starter.uid, starter.gid);
  await writeFile(join(folder, 'secret'), 'another visitor’s');
  await writeFile(join(folder, 'screen'), 'instead of a socket of the X server');
  await writeFile(join(folder, 'proxy'), 'until a socket takes its place');
  const jail: Jail = {
    account: { uid: 1000, gid: 1000 },
    display: { socket: join(folder, 'screen'), authority: null },
    proxySocket: join(folder, 'proxy'),
    channel: [channel],
    programs: [join(folder, 'program')],
    folders: [join(inJail.home, 'documents')],
    files: [
      { path: join(inJail.home, 'preferences'), content: 'of the first start', fixed: false },
      { path: '/etc/rules/managed.json', content: 'held', fixed: true },
    ],
    environment: { DISPLAY: ':77' },
  };
  return { folder, jail };
}

/** As the hosts do it; the channel on descriptor 3 alone is open to the outside. */
export function start(
  launch: Launch,
  environment: Readonly<Record<string, string>> = launch.environment,
): ChildProcess {
  const child = spawn(launch.command, launch.words, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', ...launch.feeds.map(() => 'pipe' as const)],
    env: environment,
    cwd: '/',
    detached: true,
    ...starter,
  });
  for (const { descriptor, content } of launch.feeds) {
    const feed = child.stdio[descriptor];
    if (feed instanceof Writable) feed.end(content);
  }
  return child;
}

/** What a shell inside says over the channel. */
export async function inside(
  jail: Jail,
  script: string,
  environment?: Readonly<Record<string, string>>,
): Promise<string> {
  const launch = jailed(jail, ['sh', '-c', `{ ${script} ; } >&3 2>&1`]);
  const child = start(
    launch,
    environment === undefined ? launch.environment : { ...launch.environment, ...environment },
  );
  let text = '';
  child.stdio[channel]?.on('data', (bytes: Buffer) => (text += bytes.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return text;
}
