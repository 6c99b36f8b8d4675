import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Fact } from '../../../contract/desk-link.ts';
import { deskRoutes } from '../../../contract/desk-routes.ts';
import { addAccount } from '../../../main/desk/staff/add-account.ts';
import { factsIn } from '../../book.ts';
import { profileInTest } from '../../kiosk/workstation-in-test.ts';

const account = { name: 'camille', password: 'sept petits bateaux' };
const deskEntry = fileURLToPath(new URL('../../../main/desk/main.ts', import.meta.url));

/** One workstation and a real desk process, in a folder of their own. */
export class PlaceToKillIn {
  readonly kioskSettings: string;
  readonly #folder: string;
  readonly #address: string;
  #desk: ChildProcess | null = null;
  #cookie = '';

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#address = `http://127.0.0.1:${port}`;
    this.kioskSettings = join(folder, 'kiosk.json');
  }

  static async open(): Promise<PlaceToKillIn> {
    const folder = await mkdtemp(join(tmpdir(), 'escale-kill-'));
    const port = await freePort();
    const place = new PlaceToKillIn(folder, port);
    await place.#write(port);
    await place.#startDesk();
    return place;
  }

  /** The code of a fresh ticket. */
  async giveTicket(minutes: number): Promise<string> {
    const { method, path, output } = deskRoutes['ticket.give'];
    return output.parse(await this.#ask(method, path, { minutes })).code;
  }

  /** The desk's book, read beside it. */
  facts(): readonly Fact[] {
    return factsIn(join(this.#folder, 'desk/book.db'));
  }

  async close(): Promise<void> {
    if (this.#desk !== null) {
      const gone = once(this.#desk, 'exit');
      this.#desk.kill('SIGTERM');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #write(port: number): Promise<void> {
    const folder = this.#folder;
    const { privateKey } = generateKeyPairSync('ed25519');
    for (const page of ['kiosk', 'home', 'desk']) {
      await mkdir(join(folder, 'screens', page), { recursive: true });
      await writeFile(join(folder, 'screens', page, 'index.html'), '<!doctype html><title>Escale</title>');
    }
    await mkdir(join(folder, 'screens/assets'));
    await writeFile(join(folder, 'place.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const workstation = { id: randomUUID(), name: 'Poste 1', key: randomBytes(32).toString('hex') };
    const common = { screens: join(folder, 'screens') };
    await this.#writeJson('desk.json', {
      ...common,
      ...{ host: '127.0.0.1', port, data: join(folder, 'desk'), workstations: [workstation], central: null },
      place: { id: randomUUID(), name: 'Les Chaprais', commune: 'Besançon', zone: 'Europe/Paris' },
      placeKey: join(folder, 'place.pem'),
    });
    await this.#writeJson('profile.json', profileInTest());
    await this.#writeJson('kiosk.json', {
      ...common,
      ...{ workstation: workstation.id, key: workstation.key, desk: `ws://127.0.0.1:${port}/link` },
      ...{ data: join(folder, 'kiosk'), runtime: join(folder, 'run'), profile: join(folder, 'profile.json') },
      demonstration: false,
    });
  }

  #writeJson(name: string, value: unknown): Promise<void> {
    return writeFile(join(this.#folder, name), JSON.stringify(value));
  }

  async #startDesk(): Promise<void> {
    await addAccount({
      data: join(this.#folder, 'desk'),
      name: account.name,
      input: Readable.from([account.password]),
    });
    const words = [deskEntry, join(this.#folder, 'desk.json')];
    const desk = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#desk = desk;
    await once(desk.stdout, 'data');
    const { method, path } = deskRoutes['session.sign-in'];
    await this.#ask(method, path, account);
  }

  async #ask(method: string, path: string, input: unknown): Promise<unknown> {
    const response = await fetch(this.#address + path, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`the desk answered ${response.status}: ${await response.text()}`);
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return response.json();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
