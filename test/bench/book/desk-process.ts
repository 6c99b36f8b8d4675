import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { deskLinkVersion, type DeskMessage, type KioskMessage } from '../../../contract/desk-link.ts';
import { deskRoutes } from '../../../contract/desk-routes.ts';
import { addAccount } from '../../../main/desk/staff/add-account.ts';

const account = { name: 'camille', password: 'sept petits bateaux' };
const program = fileURLToPath(new URL('../../../main/desk/main.ts', import.meta.url));

export interface Seat {
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

/** A desk as it is installed: a process of its own, its book on a disk, kiosks on the line that hold every slice they are given. */
export class DeskProcess {
  readonly seats: readonly Seat[];
  readonly address: string;
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly kiosks: readonly KioskEnd[];
  readonly cookie: string;

  private constructor(parts: Pick<DeskProcess, 'seats' | 'address' | 'cookie' | 'kiosks'> & Started) {
    this.seats = parts.seats;
    this.address = parts.address;
    this.cookie = parts.cookie;
    this.kiosks = parts.kiosks;
    this.#folder = parts.folder;
    this.#process = parts.process;
  }

  /** `screens`: built ones; null = a page that nobody looks at. */
  static async open(seatCount: number, screens: string | null = null): Promise<DeskProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'escale-bench-desk-'));
    const port = await freePort();
    const seats = Array.from({ length: seatCount }, (_, at) => ({
      ...{ id: randomUUID(), name: `Poste ${at + 1}`, key: randomBytes(32).toString('hex') },
    }));
    await writeSettings({ folder, port, seats, screens });
    const words = [program, join(folder, 'desk.json')];
    const desk = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    await Promise.race([once(desk.stdout, 'data'), once(desk, 'exit').then(failToStart)]);
    const address = `http://127.0.0.1:${port}`;
    const cookie = await signIn(address);
    const kiosks = await Promise.all(seats.map((seat) => KioskEnd.open(address, seat)));
    return new DeskProcess({ seats, address, cookie, kiosks, folder, process: desk });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async close(): Promise<void> {
    for (const kiosk of this.kiosks) kiosk.close();
    if (this.#process.exitCode === null) {
      const gone = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

interface Started {
  readonly folder: string;
  readonly process: ChildProcess;
}

/** A kiosk's end of the link: holds what it is given, and tells how it stands. */
export class KioskEnd {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(address: string, { id, key }: Seat): Promise<KioskEnd> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/link`);
    const kiosk = new KioskEnd(socket);
    await once(socket, 'open');
    const welcomed = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const message = JSON.parse((data as Buffer).toString()) as DeskMessage;
        if (message.type === 'welcome') resolve();
        if (message.type === 'welcome' || message.type === 'slice') {
          kiosk.say({ type: 'slice-held', epoch: message.slice.epoch, endsAt: null });
        }
      });
    });
    kiosk.say({ type: 'hello', version: deskLinkVersion, workstation: id, key });
    await welcomed;
    kiosk.tell({});
    return kiosk;
  }

  say(message: KioskMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** How the workstation stands; free unless it is said otherwise. */
  tell(changes: Partial<Extract<KioskMessage, { type: 'state' }>>): void {
    const nothing = { session: null, endsAt: null, helpCalled: false, missingWalls: [], problem: null };
    this.say({ type: 'state', phase: 'free', ...nothing, ...changes });
  }

  close(): void {
    this.#socket.terminate();
  }
}

function failToStart(): never {
  throw new Error('the desk did not start');
}

interface Written {
  readonly folder: string;
  readonly port: number;
  readonly seats: readonly Seat[];
  readonly screens: string | null;
}

async function writeSettings({ folder, port, seats: workstations, screens }: Written): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  await mkdir(join(folder, 'screens/desk'), { recursive: true });
  await mkdir(join(folder, 'screens/assets'));
  await writeFile(join(folder, 'screens/desk/index.html'), '<!doctype html><title>Escale</title>');
  await writeFile(join(folder, 'place.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const settings = {
    ...{
      host: '127.0.0.1',
      port,
      data: join(folder, 'desk'),
      screens: screens ?? join(folder, 'screens'),
      central: null,
    },
    place: { id: randomUUID(), name: 'Les Chaprais', commune: 'Besançon', zone: 'Europe/Paris' },
    placeKey: join(folder, 'place.pem'),
    workstations,
  };
  await writeFile(join(folder, 'desk.json'), JSON.stringify(settings));
  await addAccount({ data: settings.data, name: account.name, input: Readable.from([account.password]) });
}

async function signIn(address: string): Promise<string> {
  const { method, path } = deskRoutes['session.sign-in'];
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address + path, { method, headers, body: JSON.stringify(account) });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the desk answered the sign-in with ${response.status}`);
  return cookie;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
