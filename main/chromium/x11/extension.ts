import type { XConnection } from './connection.ts';
import { requestByName } from './request.ts';

const queryExtension = 98;

/** How this server numbers an extension of the protocol: its requests, and the first of its events. */
export interface Extension {
  readonly opcode: number;
  readonly firstEvent: number;
}

/** Rejects, with a sentence for people, where the server has no such extension. */
export async function findExtension(connection: XConnection, name: string): Promise<Extension> {
  const reply = await connection.ask(requestByName(queryExtension, name));
  if (reply.readUInt8(8) !== 1) throw new Error(`the X server lacks its extension ${name}`);
  return { opcode: reply.readUInt8(9), firstEvent: reply.readUInt8(10) };
}
