import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { BlockList, isIP, type Socket } from 'node:net';
import type { Logger } from 'pino';
import type { KioskSettings } from '../../../contract/settings.ts';
import type { Asked } from './request-line.ts';

export type UpstreamSettings = NonNullable<KioskSettings['upstream']>;

/** What the town hall's proxy is asked for, once a connection to it stands. */
export interface Beyond extends Asked {
  readonly upstream: Upstream;
}

const answerTimeoutMs = 30_000;
export const loginWanted = 407;

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** The town hall's proxy: it carries what was let through here, and is told nothing but names and, of plain requests, what is in them. */
export class Upstream {
  readonly host: string;
  readonly port: number;
  readonly #settings: UpstreamSettings;
  readonly #authorization: readonly string[];
  readonly #ranges = new BlockList();
  readonly #log: Logger;
  #isTold = false;

  /** `login`: `user:password`; null: it asks for none. */
  constructor(settings: UpstreamSettings, login: string | null, log: Logger) {
    this.host = settings.host;
    this.port = settings.port;
    this.#settings = settings;
    this.#log = log;
    this.#authorization =
      login === null ? [] : ['Proxy-Authorization', `Basic ${Buffer.from(login).toString('base64')}`];
    for (const exception of settings.exceptions) {
      const [network = '', prefix] = exception.split('/');
      if (prefix !== undefined) this.#ranges.addSubnet(network, Number(prefix), familyOf(network));
    }
  }

  /** The header fields that it wants of us, as Node's raw list. */
  get fields(): readonly string[] {
    return this.#authorization;
  }

  /** Whether it is the one who knows what the name stands for. */
  looksUp(host: string): boolean {
    return this.#settings.names === 'upstream' && !this.#sparesName(host);
  }

  /** Whether the host is reached without it. */
  spares(host: string, addresses: readonly string[]): boolean {
    return this.#sparesName(host) || addresses.every((address) => this.#ranges.check(address, familyOf(address)));
  }

  /** It does not take our login, or wants one that we have not: for the technician, once. */
  refusesUs(): void {
    if (!this.#isTold) this.#log.error('the proxy of the town hall does not accept the login of this workstation');
    this.#isTold = true;
  }

  /** Asks it for a tunnel over `connection`, which has just been dialled. Null: it gives none. */
  async tunnel(connection: Socket, { host, port }: Asked): Promise<Socket | null> {
    const authority = `${host}:${port}`;
    const asking = request({
      createConnection: () => connection,
      method: 'CONNECT',
      path: authority,
      headers: ['Host', authority, ...this.#authorization],
      timeout: answerTimeoutMs,
    });
    asking.once('timeout', () => asking.destroy());
    const answered = once(asking, 'connect') as Promise<[IncomingMessage, Socket, Buffer]>;
    asking.end();
    const answer = await answered.catch(() => null);
    if (answer === null) return null;
    const [{ statusCode = 0 }, socket, head] = answer;
    // Some answer a wrong login as a site would; here no site has been reached yet.
    if (statusCode === loginWanted || statusCode === 401) this.refusesUs();
    if (statusCode < 200 || statusCode > 299) {
      socket.destroy();
      return null;
    }
    socket.setTimeout(0);
    socket.unshift(head);
    return socket;
  }

  #sparesName(host: string): boolean {
    return this.#settings.exceptions.some((exception) =>
      exception.startsWith('.') ? `.${host}`.endsWith(exception) : host === exception,
    );
  }
}
