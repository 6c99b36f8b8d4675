import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { besideForwarder } from '../../../main/kiosk/jail/jail.ts';
import { freePorts } from '../../deploy/free-ports.ts';
import { isInstalled, otherProxies, startOther, type OtherProxy } from '../../other-proxies.ts';
import type { Route } from './line.ts';

/** A site, and the ways to it that are compared: each proxy in a process of its own. */

/** `forwarded`: ours as on a kiosk, behind the forwarder of the jail. */
export const ways = ['direct', 'escale', 'forwarded', ...otherProxies] as const;
export type Way = (typeof ways)[number];

export interface Routes {
  /** For plain requests, and for a tunnel to the same site. */
  readonly plain: Route;
  readonly tunnel: Route;
}

export class Ground {
  readonly routes = new Map<Way, Routes>();
  readonly #folder: string;
  readonly #endings: (() => Promise<unknown>)[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#endings.push(() => rm(folder, { recursive: true, force: true }));
  }

  static async open(): Promise<Ground> {
    const ground = new Ground(await mkdtemp(join(tmpdir(), 'escale-bench-proxy-')));
    try {
      await ground.#build();
      return ground;
    } catch (error) {
      await ground.close();
      throw error;
    }
  }

  /** In reverse order; never leaves a process behind. */
  async close(): Promise<void> {
    for (const end of this.#endings.splice(0).reverse()) await end();
  }

  async #build(): Promise<void> {
    const origin = await this.#program('origin-process.ts', []);
    const direct = { port: origin, asking: asking('', 'site.example.org'), tunnel: null, keeps: true };
    this.routes.set('direct', { plain: direct, tunnel: direct });
    const socket = join(this.#folder, 'proxy.sock');
    const own = await this.#program('own-process.ts', [String(origin), socket]);
    this.routes.set('escale', through(own, 'site.example.org:8080'));
    this.routes.set('forwarded', through(await this.#forwarder(socket), 'site.example.org:8080'));
    for (const name of otherProxies.filter(isInstalled)) await this.#other(name, origin);
  }

  async #other(name: OtherProxy, origin: number): Promise<void> {
    const other = await startOther(name);
    this.#endings.push(() => other.stop());
    // Nothing to look up: these are at their best.
    this.routes.set(name, through(other.port, `127.0.0.1:${origin}`, name !== 'tinyproxy'));
  }

  /** Runs a program of this folder, and reads the port that it prints. */
  async #program(name: string, words: readonly string[]): Promise<number> {
    const path = fileURLToPath(new URL(name, import.meta.url));
    const child = spawn(process.execPath, [path, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#end(child, () => child.kill('SIGKILL'));
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return Number(line);
  }

  async #forwarder(socket: string): Promise<number> {
    const [port = 0] = await freePorts(1);
    const [program = '', ...words] = besideForwarder({ port, socket, channel: [] }, ['sleep', 'infinity']);
    const child = spawn(program, words, { stdio: 'ignore', detached: true });
    this.#end(child, () => process.kill(-(child.pid ?? 0), 'SIGKILL'));
    while (!(await isOpen(port))) await pause(20);
    return port;
  }

  #end(child: ChildProcess, kill: () => unknown): void {
    this.#endings.push(async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      kill();
      await ended;
    });
  }
}

const asking =
  (site: string, host: string) =>
  (bytes: number): string =>
    `GET ${site}/${bytes} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`;

const through = (port: number, authority: string, keeps = true): Routes => ({
  plain: { port, asking: asking(`http://${authority}`, authority), tunnel: null, keeps },
  tunnel: {
    port,
    asking: asking('', authority),
    tunnel: `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`,
    keeps: true,
  },
});

async function isOpen(port: number): Promise<boolean> {
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
