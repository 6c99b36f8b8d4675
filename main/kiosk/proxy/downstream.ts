import type { OnReadOpts, Socket } from 'node:net';

/** Most connections carry little: they hold little. One that fills this gets the larger. */
const firstBytes = 16 * 1024;
const largeBytes = 256 * 1024;

/**
 * What a site sends through a tunnel, on its way to the client: out of one buffer, which is read into again only when the client has taken
 * all of it. Nothing is allocated on the way, and what the client does not take waits at the site.
 */
export class Downstream {
  readonly onread: OnReadOpts;
  readonly #client: Socket;
  #upstream: Socket | null = null;
  #buffer = Buffer.allocUnsafeSlow(firstBytes);
  #isWaiting = false;

  constructor(client: Socket) {
    this.#client = client;
    this.onread = { buffer: () => this.#buffer, callback: (size) => this.#handOn(size) };
  }

  comesFrom(upstream: Socket): void {
    this.#upstream = upstream;
  }

  /** False: read no more for now. */
  #handOn(size: number): boolean {
    const filled = this.#buffer;
    // The smaller one goes with what is in it.
    if (size === filled.byteLength && size < largeBytes) this.#buffer = Buffer.allocUnsafeSlow(largeBytes);
    this.#client.write(filled.subarray(0, size), this.#taken);
    this.#isWaiting = this.#client.writableLength > 0;
    return !this.#isWaiting;
  }

  readonly #taken = (): void => {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#upstream?.resume();
  };
}
