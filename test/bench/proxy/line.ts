import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Where a request goes in, and how it is worded there. */
export interface Route {
  readonly port: number;
  /** The request for an object of so many bytes. */
  readonly asking: (bytes: number) => string;
  /** Asked before the first request, for a tunnel; null: none. */
  readonly tunnel: string | null;
  /** Whether a connection serves more than one request; tinyproxy ends it after each, and does not say so. */
  readonly keeps: boolean;
}

const endOfHead = Buffer.from('\r\n\r\n');

/** One connection of a visitor, dialled again where the other side ends it. As thin as can be: it takes from the same processors. */
export class Line {
  readonly #route: Route;
  #socket: Socket | null = null;
  #head = Buffer.alloc(0);
  #left = -1;
  #answered = Promise.withResolvers<undefined>();

  constructor(route: Route) {
    this.#route = route;
  }

  /** Resolves when the whole object is there. Rejects when anything else is. */
  async fetch(bytes: number): Promise<void> {
    const socket = this.#socket ?? (await this.#dial());
    this.#answered = Promise.withResolvers();
    this.#left = -1;
    socket.write(this.#route.asking(bytes), 'latin1');
    await this.#answered.promise;
    if (!this.#route.keeps) this.close();
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #dial(): Promise<Socket> {
    // One buffer, read over and over: nothing of what arrives is kept.
    const onread = {
      buffer: Buffer.alloc(1 << 18),
      callback: (size: number, into: Uint8Array) => this.#take(into, size),
    };
    const socket = connect({ port: this.#route.port, host: '127.0.0.1', noDelay: true, onread });
    const gone = (): void => {
      if (this.#socket === socket) this.#socket = null;
      // Settled already where the object was whole.
      this.#answered.reject(new Error('the connection ended before the answer did'));
    };
    socket.on('error', gone).on('close', gone);
    this.#head = Buffer.alloc(0);
    this.#left = -1;
    await once(socket, 'connect');
    if (this.#route.tunnel !== null) {
      this.#answered = Promise.withResolvers();
      socket.write(this.#route.tunnel, 'latin1');
      await this.#answered.promise;
    }
    this.#socket = socket;
    return socket;
  }

  #take(into: Uint8Array, size: number): boolean {
    if (this.#left < 0) this.#readHead(Buffer.from(into.buffer, into.byteOffset, size));
    else this.#left -= size;
    if (this.#left === 0) this.#answered.resolve(undefined);
    return true;
  }

  #readHead(bytes: Buffer): void {
    const all = this.#head.byteLength === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const end = all.indexOf(endOfHead);
    if (end < 0) {
      this.#head = Buffer.from(all);
      return;
    }
    const head = all.toString('latin1', 0, end);
    this.#head = Buffer.alloc(0);
    if (!/^HTTP\/1\.[01] 200/.test(head)) this.#answered.reject(new Error(`answered ${head.split('\r\n')[0] ?? ''}`));
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    this.#left = length - (all.byteLength - end - endOfHead.byteLength);
  }
}
