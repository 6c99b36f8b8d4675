import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Doors that no page may ever knock at: on loopback and on every other address of this machine, for streams and for datagrams. */
export class Canaries {
  /** `host:port` each, IPv6 in brackets. */
  readonly places: readonly string[];
  /** Who was knocked at, in order. */
  readonly knocks: string[];
  readonly #close: readonly (() => void)[];

  private constructor(parts: { places: readonly string[]; knocks: string[]; close: readonly (() => void)[] }) {
    this.places = parts.places;
    this.knocks = parts.knocks;
    this.#close = parts.close;
  }

  static async open(): Promise<Canaries> {
    const knocks: string[] = [];
    const others = Object.values(networkInterfaces())
      .flatMap((one) => one ?? [])
      .filter(({ internal, family, scopeid }) => !internal && (family === 'IPv4' || scopeid === 0))
      .map(({ address }) => address);
    const opened = await Promise.all(
      ['127.0.0.1', '::1', ...others].map((host) => openOne(host, (place) => knocks.push(place))),
    );
    return new Canaries({
      knocks,
      places: opened.map(({ place }) => place),
      close: opened.map((one) => () => one.close()),
    });
  }

  get ports(): readonly number[] {
    return this.places.map((place) => Number(place.split(':').at(-1)));
  }

  close(): void {
    for (const close of this.#close) close();
  }
}

async function openOne(host: string, knocked: (place: string) => void): Promise<{ place: string; close(): void }> {
  const streams = createServer((socket) => {
    knocked(place);
    socket.on('error', () => undefined).destroy();
  });
  streams.listen(0, host);
  await once(streams, 'listening');
  const { port } = streams.address() as AddressInfo;
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const datagrams = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  datagrams.on('message', () => knocked(`${place}/udp`)).bind(port, host);
  await once(datagrams, 'listening');
  return {
    place,
    close: () => {
      streams.close();
      datagrams.close();
    },
  };
}
