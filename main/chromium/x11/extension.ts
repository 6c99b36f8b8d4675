import type { XConnection } from './connection.ts';
import { requestByName } from './request.ts';

const queryExtension = 98;

/** The opcode by which this server knows an extension of the protocol. Rejects, with a sentence for people, where it has none. */
export async function extensionOpcode(connection: XConnection, name: string): Promise<number> {
  const reply = await connection.ask(requestByName(queryExtension, name));
  const [present, opcode] = [reply.readUInt8(8) === 1, reply.readUInt8(9)];
  if (!present) throw new Error(`the X server lacks its extension ${name}`);
  return opcode;
}
