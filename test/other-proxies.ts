import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from './deploy/free-ports.ts';

/** Debian's own proxies, each an unprivileged process with a configuration of its own in a temporary folder. */

export const otherProxies = ['tinyproxy', 'squid'] as const;
export type OtherProxy = (typeof otherProxies)[number];

export interface Login {
  readonly user: string;
  readonly password: string;
}

export interface RunningProxy {
  readonly port: number;
  stop(): Promise<void>;
}

interface Wishes {
  /** Who may use it; left out: everybody on this machine. */
  readonly login?: Login;
  /** Port of this machine with a proxy that carries everything on; left out: it reaches sites by itself. */
  readonly parent?: number;
}

interface Ground extends Wishes {
  readonly folder: string;
  readonly port: number;
}

interface Configured {
  readonly words: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** Daemons live where an ordinary account's PATH does not lead. */
const program = (name: OtherProxy): string | null =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path)) ?? null;

export const isInstalled = (name: OtherProxy): boolean => program(name) !== null;

const configurations: Readonly<Record<OtherProxy, (ground: Ground) => Configured>> = { tinyproxy, squid };

function tinyproxy({ folder, port, login, parent }: Ground): Configured {
  const lines = [
    ...[`Port ${port}`, 'Listen 127.0.0.1', 'Allow 127.0.0.1', 'Timeout 600', 'MaxClients 200'],
    ...['DisableViaHeader Yes', 'LogLevel Critical', `LogFile "${folder}/log"`, `PidFile "${folder}/pid"`],
    ...(login === undefined ? [] : [`BasicAuth ${login.user} ${login.password}`]),
    ...(parent === undefined ? [] : [`Upstream http 127.0.0.1:${parent}`]),
  ];
  return { words: ['-d', '-c', `${folder}/conf`], files: { conf: lines.join('\n') } };
}

/** Nothing is kept: what is compared is the carrying. */
function squid({ folder, port, login, parent }: Ground): Configured {
  const users = [
    `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/users`,
    'acl known proxy_auth REQUIRED',
    'http_access allow known',
    'http_access deny all',
  ];
  const lines = [
    ...[`http_port 127.0.0.1:${port}`, ...(login === undefined ? ['http_access allow all'] : users)],
    ...['cache deny all', 'cache_mem 0 MB', 'access_log none', 'cache_store_log none', `cache_log ${folder}/log`],
    ...[`pid_filename ${folder}/pid`, `coredump_dir ${folder}`, 'pinger_enable off', 'shutdown_lifetime 0 seconds'],
    ...(parent === undefined
      ? []
      : [
          `cache_peer 127.0.0.1 parent ${parent} 0 no-query no-digest no-netdb-exchange default`,
          'never_direct allow all',
        ]),
    ...['via off', 'forwarded_for delete', 'visible_hostname localhost'],
  ];
  const files = {
    conf: `${lines.join('\n')}\n`,
    ...(login && { users: `${login.user}:${createHash('md5').update(login.password).digest('hex')}\n` }),
  };
  return { words: ['-N', '-n', `escale${port}`, '-f', `${folder}/conf`], files };
}

const nobody = 65_534;

/** Rejects when it is not installed, or does not listen within a few seconds. */
export async function startOther(name: OtherProxy, wishes: Wishes = {}): Promise<RunningProxy> {
  const path = program(name);
  if (path === null) throw new Error(`${name} is not installed`);
  const folder = await mkdtemp(join(tmpdir(), `escale-${name}-`));
  const [port = 0] = await freePorts(1);
  const { words, files } = configurations[name]({ ...wishes, folder, port });
  const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content, { mode: 0o644 });
  if ('uid' in asNobody) await chown(folder, nobody, nobody);
  const child = spawn(path, words, { cwd: folder, stdio: 'ignore', ...asNobody });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  await listening(child, port).catch(async (error: unknown) => {
    await stop();
    throw new Error(`${name} does not start`, { cause: error });
  });
  return { port, stop };
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`nothing listens on port ${port}`);
    await pause(50);
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
