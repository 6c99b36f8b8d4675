import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse as Response } from 'fastify';
import { pino } from 'pino';
import { openCentral, type Central } from '../../central/central.ts';
import type { SignedSheet } from '../../contract/central-routes.ts';
import type { DaySheet, MonthSheet, Sheet } from '../../contract/figures/day-sheet.ts';
import type { CentralSettings } from '../../contract/settings.ts';
import { sqlite, type StoreKind, type TestStore } from './stores.ts';

/** A place as its desk knows it: with the key that signs. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly commune: string;
  readonly communeCode: string;
  readonly key: KeyObject;
  readonly publicKey: string;
}

export function makePlace(name: string, [commune, communeCode] = ['Besançon', '25056']): Place {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { id: randomUUID(), name, commune, communeCode, key: privateKey, publicKey: pem };
}

/** The place as central's settings list it. */
export const listed = ({ id, name, commune, communeCode, publicKey }: Place): CentralSettings['places'][number] => ({
  ...{ id, name, commune, communeCode, publicKey },
});

export const signed = (place: Place, sheet: string): SignedSheet => ({
  sheet,
  signature: sign(null, Buffer.from(sheet), place.key).toString('base64'),
});

/** A sheet of the agreed form: by default 4 sessions and 90 minutes on 12 November, first revision. */
export const daySheet = (place: { readonly id: string }, changes: Partial<DaySheet> = {}): DaySheet => ({
  kind: 'day',
  version: 2,
  place: place.id,
  day: '2026-11-12',
  revision: 1,
  computedAt: '2026-11-12T17:00:00.000Z',
  counts: {
    'open-days': 1,
    offered: 480,
    'offered/hour/09': 480,
    [`offered/workstation/${workstation}`]: 480,
    occupied: 90,
    'occupied/hour/09': 90,
    sessions: 4,
    'sessions/access/ticket': 4,
    'sessions/hour/09': 4,
    [`sessions/workstation/${workstation}`]: 4,
  },
  ...changes,
});

export const workstation = '3f0d8f3a-6b0a-4c39-9f6e-0c7c2a8f1d11';

export const monthSheet = (place: { readonly id: string }, changes: Partial<MonthSheet> = {}): MonthSheet => ({
  kind: 'month',
  version: 2,
  place: place.id,
  month: '2026-10',
  revision: 1,
  computedAt: '2026-11-01T07:00:00.000Z',
  threshold: 5,
  counts: { supports: 30, 'supports/kind/individual': 30, 'supports/gender/unknown': 12 },
  hidden: ['supports/gender/feminin', 'supports/gender/masculin'],
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
  #kind = sqlite;
  #store: TestStore | null = null;

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

  /** Keeps its figures there; said before anything is opened. */
  on(kind: StoreKind): this {
    this.#kind = kind;
    return this;
  }

  /** The database, made when it is first asked for. */
  async store(): Promise<TestStore> {
    this.#store ??= await this.#kind.open(this.settings.data);
    return this.#store;
  }

  async rows(query: string): Promise<Record<string, unknown>[]> {
    return (await this.store()).rows(query);
  }

  /** Opens a central on this town's data; with other settings if named. */
  async open(changes: Partial<CentralSettings> = {}): Promise<Central> {
    const { databaseUrl } = await this.store();
    const opened = await openCentral({
      settings: { ...this.settings, ...changes },
      log: pino({}, { write: (line: string) => void this.logged.push(line) }),
      now: () => this.time,
      databaseUrl,
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
    await this.#store?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #stop(): Promise<void> {
    for (const central of this.#opened.splice(0)) await central.stop();
  }
}

export const send = (central: Central, place: Place, sheets: readonly SignedSheet[]): Promise<Response> =>
  central.server.inject({ method: 'POST', url: '/v1/sheets', payload: { place: place.id, sheets } });

/** Sends readable sheets and returns what became of each. */
export async function outcomes(central: Central, place: Place, sheets: readonly Sheet[]): Promise<string[]> {
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

export const ask = (
  central: Central,
  cookies: Record<string, string>,
  [path, query]: readonly [path: string, query?: Record<string, string>],
): Promise<Response> =>
  central.server.inject({ method: 'GET', url: `/v1/${path}`, ...(query === undefined ? {} : { query }), cookies });

export const readFigures = (
  central: Central,
  cookies: Record<string, string>,
  query: Record<string, string> = november,
): Promise<Response> => ask(central, cookies, ['figures/report', query]);

export const november = { from: '2026-11-01', to: '2026-11-30' };
