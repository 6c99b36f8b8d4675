import type { XConnection } from './connection.ts';
import { extensionOpcode } from './extension.ts';
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
    return new Idleness(connection, await extensionOpcode(connection, 'MIT-SCREEN-SAVER'));
  }

  async milliseconds(): Promise<number> {
    const reply = await this.#connection.ask(request(this.#opcode, queryInfo, [this.#connection.root.window]));
    return reply.readUInt32LE(16);
  }
}
