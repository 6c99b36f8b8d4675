import type { Socket } from 'node:net';

/** Every connection of a session, on both sides of the proxy, so that the end of the session is the end of them all. */
export class OpenSockets {
  readonly #sockets = new Set<Socket>();

  /** A broken connection is ordinary weather: it is closed, not told. */
  hold(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
