import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { machineNetwork } from '../../../main/kiosk/proxy/network.ts';
import { openServer } from './place.ts';

const greet = (): Promise<number> => openServer(createServer((client) => client.end('bonjour')));

test('connects to the address it is given, without asking any resolver', async () => {
  const socket = machineNetwork.connect({ addresses: ['127.0.0.1'], port: await greet() });
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  expect(String(bytes)).toBe('bonjour');
  expect(socket.remoteAddress).toBe('127.0.0.1');
});

test('tries the next address when one does not answer', async () => {
  const socket = machineNetwork.connect({ addresses: ['::1', '127.0.0.2', '127.0.0.1'], port: await greet() });
  await once(socket, 'connect');
  expect(socket.remoteAddress).toBe('127.0.0.1');
  socket.destroy();
});

test('says that it failed when none does', async () => {
  const socket = machineNetwork.connect({ addresses: ['127.0.0.1'], port: 1 });
  await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('knows this machine by its addresses, and a name by what the system says', async () => {
  expect(await machineNetwork.resolve('localhost')).toContain('127.0.0.1');
  expect(machineNetwork.anyNeighbour(['1.1.1.1', '127.0.0.1'])).toBe(true);
  expect(machineNetwork.anyNeighbour(['1.1.1.1', '2606:4700:4700::1111'])).toBe(false);
  await expect(machineNetwork.resolve('nobody.invalid')).rejects.toHaveProperty('code');
});
