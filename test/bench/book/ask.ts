import { Agent, request } from 'node:http';
import { deskRoutes } from '../../../contract/desk-routes.ts';
import type { DeskProcess } from './desk-process.ts';

type RouteName = keyof typeof deskRoutes;

export interface Asked<Value> {
  readonly value: Value;
  /** From asking, the connection included, to the last byte of the answer. */
  readonly tookMs: number;
}

/** Asks the desk, each time over any connection that the agent has. Rejects on any status but 200. */
export class Asking {
  readonly #agent: Agent;
  readonly #desk: Pick<DeskProcess, 'address' | 'cookie'>;

  constructor(desk: Pick<DeskProcess, 'address' | 'cookie'>, connections: number) {
    this.#desk = desk;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  }

  ask<Value>(name: RouteName, input: unknown): Promise<Asked<Value>> {
    const { method, path } = deskRoutes[name];
    const { address, cookie } = this.#desk;
    const body = JSON.stringify(input);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), cookie };
    const begin = performance.now();
    return new Promise((resolve, reject) => {
      const call = request(address + path, { method, headers, agent: this.#agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          if (response.statusCode !== 200) reject(new Error(`${name} was answered ${response.statusCode}: ${text}`));
          else resolve({ value: JSON.parse(text) as Value, tookMs: performance.now() - begin });
        });
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  /** Opens all its connections beforehand, as browsers that look at the desk have theirs open. */
  async open(connections: number): Promise<void> {
    const asked = Array.from({ length: connections }, () => this.ask('room.read', {}));
    await Promise.all(asked);
  }

  close(): void {
    this.#agent.destroy();
  }
}
