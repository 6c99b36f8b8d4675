import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { DeskSettings } from '../../contract/settings.ts';
import { type Desk, type DeskParts, startDesk } from '../../main/desk/desk.ts';
import { addAccount } from '../../main/desk/staff/add-account.ts';
import { Readable } from 'node:stream';

/** A place made for one test: its folder, keys, two workstations and an account. Gone when the test is over. */
export interface Place {
  readonly folder: string;
  readonly settings: DeskSettings;
  readonly settingsPath: string;
  readonly placeKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const facilitator = { name: 'camille', password: 'sept petits bateaux' };

export async function makePlace(changes: Partial<DeskSettings> & { seats?: number } = {}): Promise<Place> {
  const { seats = 2, ...settingsChanges } = changes;
  const folder = await mkdtemp(join(tmpdir(), 'escale-desk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await mkdir(join(folder, 'screens/desk'), { recursive: true });
  await mkdir(join(folder, 'screens/assets'));
  await writeFile(join(folder, 'screens/desk/index.html'), '<!doctype html><title>Accueil</title>');
  await writeFile(join(folder, 'screens/assets/desk.js'), 'export {};');
  await writeFile(join(folder, 'place.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const settings: DeskSettings = {
    host: '127.0.0.1',
    port: await freePort(),
    data: join(folder, 'data'),
    screens: join(folder, 'screens'),
    place: { id: randomUUID(), name: 'Les Chaprais', commune: 'Besançon', zone: 'Europe/Paris' },
    placeKey: join(folder, 'place.pem'),
    workstations: Array.from({ length: seats }, (_, index) => ({
      id: randomUUID(),
      name: `Poste ${index + 1}`,
      key: randomBytes(32).toString('hex'),
      room: '1',
      features: [],
    })),
    filter: null,
    overrides: null,
    central: null,
    ...settingsChanges,
  };
  const settingsPath = join(folder, 'desk.json');
  await writeFile(settingsPath, JSON.stringify(settings));
  await addAccount({ data: settings.data, name: facilitator.name, input: Readable.from([facilitator.password]) });
  return { folder, settings, settingsPath, placeKey: privateKey, publicKey };
}

/** Opens the desk of a place in this process; stopped when the test is over, unless the test did. */
export async function openDesk(place: Place, changes: Partial<DeskParts> = {}): Promise<Desk> {
  const { settings, placeKey } = place;
  const started = await startDesk({ settings, placeKey, overrides: {}, log: pino({ level: 'silent' }), ...changes });
  if (!started.ok) throw new Error(started.problem.expected);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= started.value.stop());
  onTestFinished(stop);
  return { address: started.value.address, stop };
}

/** A clock that a test moves by hand. */
export function movableClock(start: string): { (): number; forward(milliseconds: number): void } {
  let now = Date.parse(start);
  return Object.assign(() => now, { forward: (milliseconds: number) => (now += milliseconds) });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Workstation number `index` of the place. */
export function seat(place: Place, index: number): DeskSettings['workstations'][number] {
  const workstation = place.settings.workstations[index];
  if (workstation === undefined) throw new Error(`the place has no seat ${index}`);
  return workstation;
}
