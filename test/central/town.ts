import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse as Response } from 'fastify';
import { pino } from 'pino';
import { openCentral, type Central } from '../../central/central.ts';
import type { SignedSheet } from '../../contract/central-routes.ts';
import type { DaySheet } from '../../contract/day-sheet.ts';
import type { CentralSettings } from '../../contract/settings.ts';

/** A place as its desk knows it: with the key that signs. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly commune: string;
  readonly key: KeyObject;
  readonly publicKey: string;
}

export function makePlace(name: string): Place {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { id: randomUUID(), name, commune: 'Besançon', key: privateKey, publicKey: pem };
}

/** The place as central's settings list it. */
export const listed = ({ id, name, commune, publicKey }: Place): CentralSettings['places'][number] => ({
  id,
  name,
  commune,
  publicKey,
});

export const signed = (place: Place, sheet: string): SignedSheet => ({
  sheet,
  signature: sign(null, Buffer.from(sheet), place.key).toString('base64'),
});

/** A sheet of the agreed form: by default 4 sessions and 90 minutes on 12 November, first revision. */
export const daySheet = (place: Place, changes: Partial<DaySheet> = {}): DaySheet => ({
  version: 1,
  place: place.id,
  day: '2026-11-12',
  revision: 1,
  computedAt: '2026-11-12T17:00:00.000Z',
  total: { sessions: 4, occupiedMinutes: 90 },
  byHour: [{ hour: 9, sessions: 4, occupiedMinutes: 90 }],
  byWorkstation: [],
  byAccess: { ticket: 4 },
  byEnd: { 'time-over': 4 },
  wipes: { complete: 4, incomplete: 0 },
  refusalsByCategory: {},
  ticketsGiven: 5,
  extensions: {},
  refusedByReason: {},
  ...changes,
});

/** A folder of its own with settings for one central; the page stands for the built screens, which have tests of their own. */
export class Town {
  readonly folder = mkdtempSync(join(tmpdir(), 'escale-central-'));
  readonly places: readonly Place[];
  readonly settings: CentralSettings;
  /** What central's clock says. */
  time = new Date('2026-11-12T18:00:00.000Z');
  /** Lines that central logged. */
  readonly logged: string[] = [];
  readonly #opened: Central[] = [];

  constructor(port = 1, ...places: readonly Place[]) {
    this.places = places;
    const screens = join(this.folder, 'screens');
    for (const part of ['reports', 'assets']) mkdirSync(join(screens, part), { recursive: true });
    writeFileSync(join(screens, 'reports', 'index.html'), '<!doctype html><title>Escale</title>');
    this.settings = {
      host: '127.0.0.1',
      port,
      data: join(this.folder, 'data'),
      screens,
      places: places.map(listed),
    };
  }

  /** Opens a central on this town's data; with other settings if named. */
  async open(changes: Partial<CentralSettings> = {}): Promise<Central> {
    const opened = await openCentral({
      settings: { ...this.settings, ...changes },
      log: pino({}, { write: (line: string) => void this.logged.push(line) }),
      now: () => this.time,
    });
    if (!opened.ok) throw new Error(`central did not open: ${opened.problem.where}: ${opened.problem.expected}`);
    this.#opened.push(opened.value);
    return opened.value;
  }

  /** Stops every central of this town and opens another on the same data. */
  async reopen(changes: Partial<CentralSettings> = {}): Promise<Central> {
    await this.#stop();
    return this.open(changes);
  }

  settingsFile(changes: object = {}): string {
    const file = join(this.folder, 'central.json');
    writeFileSync(file, JSON.stringify({ ...this.settings, ...changes }));
    return file;
  }

  async close(): Promise<void> {
    await this.#stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #stop(): Promise<void> {
    for (const central of this.#opened.splice(0)) await central.stop();
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export const send = (central: Central, place: Place, sheets: readonly SignedSheet[]): Promise<Response> =>
  central.server.inject({ method: 'POST', url: '/v1/sheets', payload: { place: place.id, sheets } });

/** Sends readable sheets and returns what became of each. */
export async function outcomes(central: Central, place: Place, sheets: readonly DaySheet[]): Promise<string[]> {
  const response = await send(
    central,
    place,
    sheets.map((sheet) => signed(place, JSON.stringify(sheet))),
  );
  const { receipts } = response.json<{ receipts: { outcome: string }[] }>();
  return receipts.map(({ outcome }) => outcome);
}

export const account = { name: 'mairie', password: 'une phrase assez longue' };

export const signIn = (central: Central, credentials: object = account): Promise<Response> =>
  central.server.inject({ method: 'POST', url: '/v1/session', payload: credentials });

/** The cookie of a new session of `account`. */
export async function signedIn(central: Central): Promise<Record<string, string>> {
  await central.accounts.keep(account.name, account.password);
  const [cookie] = (await signIn(central)).cookies;
  if (cookie === undefined) throw new Error('central gave no cookie');
  return { [cookie.name]: cookie.value };
}

export const readFigures = (
  central: Central,
  cookies: Record<string, string>,
  query: { from?: string; to?: string } = { from: '2026-11-01', to: '2026-11-30' },
): Promise<Response> => central.server.inject({ method: 'GET', url: '/v1/figures/days', query, cookies });
