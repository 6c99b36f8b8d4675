import { readFile } from 'node:fs/promises';
import { createServer, connect, type Server, type Socket } from 'node:net';
import type { Account } from './jail.ts';

/**
 * For a demonstration without a jail: loopback to the proxy's socket, as the forwarder does it inside the jail. The loopback of a jail is its own;
 * this one is the whole machine's, so that whoever connects is asked for by account. Processes of the browser's account do pass: nothing keeps
 * those from the network anyway.
 */
export interface Relay {
  readonly port: number;
  /** Whoever is connected is cut off. */
  close(): void;
}

/** `account`: whose connections are carried; null: this process's own. */
export async function startRelay(proxySocket: string, account: Account | null): Promise<Relay> {
  const uid = account?.uid ?? process.getuid?.() ?? 0;
  const open = new Set<Socket>();
  const server: Server = createServer({ pauseOnConnect: true }, (client) => {
    open.add(client);
    client.on('error', () => client.destroy()).once('close', () => open.delete(client));
    owner(client).then(
      (found) => (found === uid ? carry(client, proxySocket) : client.destroy()),
      () => client.destroy(),
    );
  });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  const close = (): void => {
    server.close();
    for (const client of open) client.destroy();
  };
  return { port: address.port, close };
}

function carry(client: Socket, proxySocket: string): void {
  const toProxy = connect(proxySocket);
  const end = (): void => {
    client.destroy();
    toProxy.destroy();
  };
  client.on('close', end).pipe(toProxy);
  toProxy.on('error', end).on('close', end).pipe(client);
}

/** The account that opened the other end of a connection over loopback, as the kernel tells it; null: it is not there any more. */
async function owner({ remotePort = 0, localPort = 0 }: Socket): Promise<number | null> {
  const end = (port: number): string => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const connections = (await readFile('/proc/net/tcp', 'latin1')).split('\n').map((line) => line.trim().split(/\s+/));
  const found = connections.find(([, from, to]) => from === end(remotePort) && to === end(localPort));
  return found === undefined ? null : Number(found[7]);
}
