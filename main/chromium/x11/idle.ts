import type { XConnection } from './connection.ts';
import { findExtension } from './extension.ts';
import { request } from './request.ts';

const queryInfo = 1;

/** How long nobody has touched the keyboard or the mouse, as the server itself counts it: whoever got the key, and whether anyone did. */
export class Idleness {
  readonly #connection: XConnection;
  readonly #opcode: number;

  private constructor(connection: XConnection, opcode: number) {
    this.#connection = connection;
    this.#opcode = opcode;
  }

  static async open(connection: XConnection): Promise<Idleness> {
    const { opcode } = await findExtension(connection, 'MIT-SCREEN-SAVER');
    return new Idleness(connection, opcode);
  }

  async milliseconds(): Promise<number> {
    const reply = await this.#connection.ask(request(this.#opcode, queryInfo, [this.#connection.root.window]));
    return reply.readUInt32LE(16);
  }
}
