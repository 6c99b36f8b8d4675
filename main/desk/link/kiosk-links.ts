import type { WebSocket } from '@fastify/websocket';
import type { DeskMessage } from '../../../contract/desk-link.ts';
import { KioskConnection } from './kiosk-connection.ts';
import type { LinkParts } from './link-parts.ts';

/** The kiosks on the line, one connection each. */
export class KioskLinks {
  readonly #parts: LinkParts;
  readonly #all = new Set<KioskConnection>();
  readonly #welcomed = new Map<string, KioskConnection>();
  #pushing = false;
  #closed = false;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  accept(socket: WebSocket): void {
    const connection: KioskConnection = new KioskConnection(socket, this.#parts, {
      welcomed: (workstation) => {
        // After a cut the kiosk is back before its old line is known to be dead: the newest speaks.
        this.#welcomed.get(workstation)?.close(1001);
        this.#welcomed.set(workstation, connection);
      },
      ended: () => this.#forget(connection),
    });
    this.#all.add(connection);
  }

  /** False when the workstation is not on the line. */
  send(workstation: string, message: DeskMessage): boolean {
    const connection = this.#welcomed.get(workstation);
    connection?.send(message);
    return connection !== undefined;
  }

  /** Gives every kiosk its part of the book afresh, once for all that changed in this turn. */
  pushSlices(): void {
    if (this.#pushing) return;
    this.#pushing = true;
    const { soon = setImmediate } = this.#parts;
    soon(() => {
      this.#pushing = false;
      if (this.#closed) return;
      const sliceOf = this.#parts.slices();
      for (const connection of this.#welcomed.values()) connection.sendSlice(sliceOf);
    });
  }

  /** Gives one kiosk its part now, and returns its epoch; null when it is not on the line. */
  handOut(workstation: string): number | null {
    return this.#welcomed.get(workstation)?.sendSlice() ?? null;
  }

  isOnLine(workstation: string): boolean {
    return this.#welcomed.has(workstation);
  }

  /** There may be another filter list to give out. */
  offerLists(): void {
    for (const connection of this.#welcomed.values()) connection.offerList();
  }

  close(): void {
    this.#closed = true;
    for (const connection of this.#all) connection.close(1001);
  }

  #forget(connection: KioskConnection): void {
    this.#all.delete(connection);
    const { workstation } = connection;
    if (workstation === null || this.#welcomed.get(workstation) !== connection) return;
    this.#welcomed.delete(workstation);
    this.#parts.room.fellSilent(workstation);
  }
}
