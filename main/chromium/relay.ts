import { createServer, connect, type Server } from 'node:net';

/** For a demonstration without a jail: loopback to the proxy's socket, as the forwarder does it inside the jail. */
export interface Relay {
  readonly port: number;
  close(): void;
}

export async function startRelay(proxySocket: string): Promise<Relay> {
  const server: Server = createServer((fromBrowser) => {
    const toProxy = connect(proxySocket);
    const end = (): void => {
      fromBrowser.destroy();
      toProxy.destroy();
    };
    fromBrowser.on('error', end).on('close', end).pipe(toProxy);
    toProxy.on('error', end).on('close', end).pipe(fromBrowser);
  });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return { port: address.port, close: () => void server.close() };
}
