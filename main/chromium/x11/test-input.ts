import type { XConnection } from './connection.ts';
import { findExtension } from './extension.ts';
import { request } from './request.ts';

const fakeInput = 2;
const events = { press: 2, release: 3 } as const;

/** Presses a key and lets it go, as the keyboard itself would. */
export async function strike(connection: XConnection, keycode: number): Promise<void> {
  const { opcode } = await findExtension(connection, 'XTEST');
  for (const event of [events.press, events.release]) {
    await connection.checked(request(opcode, fakeInput, [event | (keycode << 8), 0, 0, 0, 0, 0, 0, 0]));
  }
}
