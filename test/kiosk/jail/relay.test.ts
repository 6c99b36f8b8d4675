import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type Relay, startRelay } from '../../../main/kiosk/jail/relay.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** A relay to a socket that says hello to whoever comes through, and how many did. */
async function openRelay(account: Parameters<typeof startRelay>[1]): Promise<{ relay: Relay; came: () => number }> {
  const folder = await mkdtemp(join(tmpdir(), 'escale-relay-'));
  const path = join(folder, 'proxy.sock');
  let came = 0;
  const proxy = createServer((client) => {
    came += 1;
    client.on('error', () => client.destroy()).write('bonjour');
  });
  proxy.listen(path);
  await once(proxy, 'listening');
  const relay = await startRelay(path, account);
  onTestFinished(async () => {
    relay.close();
    proxy.close();
    await rm(folder, { recursive: true });
  });
  return { relay, came: () => came };
}

const asking = (port: number): string =>
  `require('net').connect(${port}, '127.0.0.1').on('error', () => {}).once('data', (b) => { console.log(String(b)); process.exit(); })`;

/** What another process hears, as this account or another. */
async function hears(port: number, account: { uid?: number; gid?: number } = {}): Promise<string> {
  const child = spawn(process.execPath, ['-e', asking(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...account,
  });
  return (await text(child.stdout)).trim();
}

test('the browser’s account comes through to the proxy', async () => {
  const { relay } = await openRelay(null);
  expect(await hears(relay.port)).toBe('bonjour');
});

test.runIf(isRoot)('another account of this machine does not, though the port is open to everybody', async () => {
  const { relay, came } = await openRelay({ uid: nobody, gid: nobody });
  expect(await hears(relay.port)).toBe('');
  expect(came()).toBe(0);
  expect(await hears(relay.port, { uid: nobody, gid: nobody })).toBe('bonjour');
});

test('its end cuts off whoever is connected', async () => {
  const { relay } = await openRelay(null);
  const client = connect(relay.port, '127.0.0.1');
  await once(client, 'data');
  const closed = once(client, 'close');
  relay.close();
  await closed;
  const late = connect(relay.port, '127.0.0.1');
  await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
