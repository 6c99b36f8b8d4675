import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makePlace, openDesk, type Place } from './place.ts';
import { KioskLine } from './kiosk-line.ts';
import { seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

const entry = join(import.meta.dirname, '../../main/desk/main.ts');

/** Runs the desk's program to its end, or until it says that it is ready. */
function run(...args: string[]) {
  const desk = spawn(process.execPath, [entry, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void desk.kill('SIGKILL'));
  let said = '';
  desk.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const ended = once(desk, 'close').then(() => ({ code: desk.exitCode, said }));
  return { desk, ended, ready: once(desk.stdout, 'data').then(([data]) => String(data)) };
}

async function withSettings(change: (settings: Record<string, unknown>, place: Place) => void): Promise<Place> {
  const place = await makePlace();
  const settings = JSON.parse(JSON.stringify(place.settings)) as Record<string, unknown>;
  change(settings, place);
  await writeFile(place.settingsPath, JSON.stringify(settings));
  return place;
}

describe('a desk that cannot start says so in one line and leaves with 1:', () => {
  test.each<[string, (settings: Record<string, unknown>, place: Place) => void, RegExp]>([
    ['a port that is none', (settings) => (settings['port'] = 99_999), /desk\.json: port: /],
    ['a zone that is none', (settings) => (settings['place'] = { zone: 'Paris' }), /desk\.json: place\.id: /],
    ['a setting that it does not know', (settings) => (settings['colour'] = 'red'), /desk\.json: .*colour/],
    ['a key that is not there', (settings) => (settings['placeKey'] = '/nowhere/place.pem'), /\/nowhere\/place\.pem: /],
    [
      'a key of another kind',
      (settings, place) => (settings['placeKey'] = place.settingsPath),
      /desk\.json: an Ed25519 private key/,
    ],
    [
      'screens that are not built',
      (settings) => (settings['screens'] = '/nowhere'),
      /\/nowhere\/.*run "npm run build"/,
    ],
    [
      'a data folder below a file',
      (settings, place) => (settings['data'] = `${place.settingsPath}/data`),
      /data folder/,
    ],
    [
      'overrides of a profile with a fault',
      (settings, place) => {
        writeFileSync(join(place.folder, 'overrides.json'), '{ "adult": { "maxTabs": 0 } }');
        settings['overrides'] = join(place.folder, 'overrides.json');
      },
      /overrides\.json: adult: maxTabs: /,
    ],
    ['overrides that are not there', (settings) => (settings['overrides'] = '/nowhere/place.json'), /place\.json: the/],
    [
      'two workstations with one id',
      (settings, place) => (settings['workstations'] = [seat(place, 0), seat(place, 0)]),
      /workstations: each id once/,
    ],
  ])('%s', async (_what, change, expected) => {
    const place = await withSettings(change);
    const { code, said } = await run(place.settingsPath).ended;
    expect(said).toMatch(/^escale: .*\n$/);
    expect(said).toMatch(expected);
    expect(code).toBe(1);
  });

  test('a port that is taken', async () => {
    const place = await makePlace();
    const other = createServer();
    onTestFinished(() => void other.close());
    await new Promise<void>((resolve) => other.listen(place.settings.port, '127.0.0.1', resolve));
    const { code, said } = await run(place.settingsPath).ended;
    expect(said).toMatch(/^escale: 127\.0\.0\.1:\d+: an address that is free to listen on.*\n$/);
    expect(code).toBe(1);
  });

  test('a book that is not one', async () => {
    const place = await makePlace();
    await writeFile(join(place.settings.data, 'book.db'), 'not a database at all, however long it may be'.repeat(40));
    const { code, said } = await run(place.settingsPath).ended;
    expect(said).toMatch(/^escale: .*book\.db: a sound database.*\n$/);
    expect(code).toBe(1);
    expect(await readFile(join(place.settings.data, 'book.db'), 'utf8')).toMatch(/^not a database/);
  });

  test('settings that are not there, and no settings at all', async () => {
    expect(await run('/nowhere/desk.json').ended).toMatchObject({ code: 1 });
    expect((await run().ended).said).toBe('escale: usage: node main/desk/main.ts SETTINGS.json [add-account NAME]\n');
  });
});

test.each(['SIGTERM', 'SIGINT'] as const)('a running desk says ready, and ends cleanly on %s', async (signal) => {
  const place = await makePlace();
  const { desk, ended, ready } = run(place.settingsPath);
  expect(await ready).toBe('ready\n');
  const address = `http://127.0.0.1:${place.settings.port}`;
  await KioskLine.welcomed(address, seat(place, 0));
  const staff = await StaffClient.signedIn(address);
  await fetch(`${address}/api/room/events`, { headers: { cookie: staff.cookie } });
  const asked = performance.now();
  desk.kill(signal);
  expect(await ended).toEqual({ code: 0, said: '' });
  expect(performance.now() - asked).toBeLessThan(4000);
  expect(existsSync(join(place.settings.data, 'book.db-wal'))).toBe(false);
});

describe('add-account', () => {
  test('adds one from the first line, and gives it another password later, while the desk runs', async () => {
    const place = await makePlace();
    const running = await openDesk(place);
    const client = new StaffClient(running.address);
    for (const password of ['première vague', 'deuxième vague']) {
      const { desk, ended } = run(place.settingsPath, 'add-account', 'dominique');
      desk.stdin.end(`${password}\nnever read\n`);
      expect(await ended).toEqual({ code: 0, said: '' });
      expect((await client.call('session.sign-in', { name: 'dominique', password })).status).toBe(200);
    }
    expect((await client.call('session.sign-in', { name: 'dominique', password: 'première vague' })).status).toBe(401);
  });

  test('without a password says what was expected', async () => {
    const place = await makePlace();
    const { desk, ended } = run(place.settingsPath, 'add-account', 'dominique');
    desk.stdin.end();
    const { code, said } = await ended;
    expect(said).toMatch(/^escale: add-account: password: .*\n$/);
    expect(code).toBe(1);
  });
});
