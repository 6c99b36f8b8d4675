import { lookup } from 'node:dns/promises';
import { BlockList, connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { neighbourhood } from './public-addresses.ts';
import type { Beyond } from './upstream.ts';

/** Where a request may go: addresses that were checked, and a port. */
export interface Target {
  readonly addresses: readonly string[];
  readonly port: number;
  /** The addresses are those of the town hall's proxy, which is then asked for this. */
  readonly beyond?: Beyond;
}

/** The world outside, so that tests can put it at another distance. */
export interface Network {
  /** Every address of a name, in the resolver's order. Rejects when the name is unknown. */
  resolve(host: string): Promise<readonly string[]>;
  /** Whether one of the addresses belongs to this machine or to a network that it is plugged into. */
  anyNeighbour(addresses: readonly string[]): boolean;
  /** A connection in the making, to one of the target's addresses and to no other. `onread`: what takes its bytes in a stream's place. */
  connect(target: Target, onread?: OnReadOpts): Socket;
}

const connectTimeoutMs = 20_000;
/** Per address, before the next one is tried: a far village's line needs more than Node's 250 ms. */
const attemptTimeoutMs = 600;
const keepAliveProbeMs = 60_000;

/** Read again and again: an address lease may change during a session. A page of a hundred requests is one moment. */
const neighboursMs = 1_000;
let read = { near: new BlockList(), at: -Infinity };

function neighbours(): BlockList {
  if (performance.now() - read.at > neighboursMs) {
    read = { near: neighbourhood(networkInterfaces()), at: performance.now() };
  }
  return read.near;
}

export const machineNetwork: Network = {
  resolve: async (host) => {
    const found = await lookup(host, { all: true, order: 'verbatim' });
    return found.map(({ address }) => address);
  },

  anyNeighbour: (addresses) => {
    const near = neighbours();
    return addresses.some((address) => near.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6'));
  },

  connect: (target, onread) => {
    const socket = connect({
      // Never looked up: the answer below is the only one. To resolve again here would be the hole that rebinding needs.
      host: 'checked.invalid',
      port: target.port,
      lookup: (_host, _options, done) =>
        done(
          null,
          target.addresses.map((address) => ({ address, family: isIP(address) })),
        ),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveProbeMs,
      ...(onread && { onread }),
    });
    socket.setTimeout(connectTimeoutMs, () => socket.destroy(new Error('no answer in time')));
    socket.once('connect', () => socket.setTimeout(0));
    return socket;
  },
};
