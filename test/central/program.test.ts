import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './free-port.ts';
import { account, daySheet, listed, makePlace, signed, Town, type Place } from './town.ts';

const entry = fileURLToPath(new URL('../../central/main.ts', import.meta.url));

/** A central as it is started on a server: a process of its own. */
class Program {
  readonly child: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  said = '';
  complained = '';

  constructor(words: readonly string[], input = '') {
    this.child = spawn(process.execPath, [entry, ...words], { stdio: 'pipe' });
    this.#closed = once(this.child, 'close');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.complained += text));
    this.child.stdin?.end(input);
  }

  async ready(): Promise<this> {
    await expect.poll(() => this.said, { timeout: 10_000 }).toBe('ready\n');
    return this;
  }

  /** The exit code, or the signal that ended it. */
  async end(signal?: NodeJS.Signals): Promise<unknown> {
    if (signal !== undefined) this.child.kill(signal);
    const [code, killedBy] = await this.#closed;
    return code ?? killedBy;
  }
}

describe('the program central', () => {
  let place: Place;
  let town: Town;
  let port: number;
  const started: Program[] = [];

  const start = (words: readonly string[], input?: string): Program => {
    const program = new Program(words, input);
    started.push(program);
    return program;
  };
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeEach(async () => {
    place = makePlace('Médiathèque Pierre-Bayle');
    port = await freePort();
    town = new Town(port, place);
  });
  afterEach(async () => {
    for (const program of started.splice(0)) await program.end('SIGKILL');
    await town.close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('starts, answers, and stops cleanly at %s', async (signal) => {
    const program = await start([town.settingsFile()]).ready();
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toEqual({ program: 'central' });
    const before = performance.now();
    expect(await program.end(signal)).toBe(0);
    expect(performance.now() - before).toBeLessThan(4000);
    expect(program.complained).not.toContain('escale:');
  });

  it('loses nothing that it acknowledged when it is killed', async () => {
    const program = await start([town.settingsFile()]).ready();
    const days = Array.from({ length: 30 }, (_, index) => `2026-09-${String(index + 1).padStart(2, '0')}`);
    let acknowledged = 0;
    const sending = (async () => {
      for (const day of days) {
        const sheets = [1, 2, 3].map((revision) => signed(place, JSON.stringify(daySheet(place, { day, revision }))));
        const response = await post('/v1/sheets', { place: place.id, sheets });
        if (!response.ok) throw new Error(await response.text());
        acknowledged++;
        // Killed from within the run of deliveries, so that the next ones are under way.
        if (acknowledged === 10) program.child.kill('SIGKILL');
      }
    })();
    await expect(sending).rejects.toThrow('fetch failed');
    expect(await program.end()).toBe('SIGKILL');
    expect(acknowledged).toBeGreaterThanOrEqual(10);

    await start([town.settingsFile()]).ready();
    const again = days
      .slice(0, acknowledged)
      .map((day) => signed(place, JSON.stringify(daySheet(place, { day, revision: 3 }))));
    const response = await post('/v1/sheets', { place: place.id, sheets: again });
    expect(await response.json()).toEqual({ receipts: again.map(() => ({ outcome: 'known' })) });
  });

  it('makes an account whose password comes by standard input, also while it runs', async () => {
    const settings = town.settingsFile();
    await start([settings]).ready();
    const added = start([settings, 'add-account', account.name], `${account.password}\nthe rest is not read\n`);
    expect(await added.end()).toBe(0);
    expect((await post('/v1/session', account)).status).toBe(200);
  });

  it.each([
    { what: 'no password', words: ['add-account', 'mairie'], input: '', sentence: 'account: password: ' },
    { what: 'no name', words: ['add-account'], input: 'une phrase\n', sentence: 'account: name: ' },
    {
      what: 'an unknown command',
      words: ['remove'],
      input: '',
      sentence: 'command line: expected node central/main.ts SETTINGS.json',
    },
  ])('refuses $what in one sentence', async ({ words, input, sentence }) => {
    const program = start([town.settingsFile(), ...words], input);
    expect(await program.end()).toBe(1);
    expect(program.complained).toMatch(/^[^\n]+\n$/);
    expect(program.complained).toContain(`escale: ${sentence}`);
  });

  it.each([
    ['a port that is no number', { port: 'http' }, /central\.json: port: /],
    ['a field that it does not know', { prot: 4400 }, /central\.json: .*prot/],
    [
      'a place without key',
      { places: [{ id: makePlace('x').id, name: 'x', commune: 'x', communeCode: '25056' }] },
      /places\[0\]\.publicKey/,
    ],
    [
      'a key of another kind',
      {
        places: [
          { ...listed(makePlace('x')), publicKey: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' },
        ],
      },
      /places\[0\]\.publicKey: an Ed25519 public key/,
    ],
    ['screens that were not built', { screens: '/nowhere' }, /\/nowhere\/reports\/index\.html: .*npm run build/],
  ])('does not start with %s, and says where', async (_what, changes, sentence) => {
    const program = start([town.settingsFile(changes)]);
    expect(await program.end()).toBe(1);
    expect(program.said).toBe('');
    expect(program.complained).toMatch(/^escale: [^\n]+\n$/);
    expect(program.complained).toMatch(sentence);
  });

  it('does not start when its port is taken, and says what to do', async () => {
    await start([town.settingsFile()]).ready();
    const second = start([town.settingsFile({ data: join(town.folder, 'other') })]);
    expect(await second.end()).toBe(1);
    expect(second.complained).toBe(
      `escale: port ${port} on 127.0.0.1: already in use: end the program that holds it, or give "port" another number in the settings\n`,
    );
  });

  it('does not start on a data folder that cannot be, or a file that is not its own', async () => {
    writeFileSync(join(town.folder, 'occupied'), '');
    const barred = start([town.settingsFile({ data: join(town.folder, 'occupied') })]);
    expect(await barred.end()).toBe(1);
    expect(barred.complained).toMatch(/^escale: .*occupied: this data folder cannot be made/);

    mkdirSync(town.settings.data);
    writeFileSync(
      join(town.settings.data, 'central.sqlite'),
      'not a database, and long enough to be read as one'.repeat(40),
    );
    const foreign = start([town.settingsFile()]);
    expect(await foreign.end()).toBe(1);
    expect(foreign.complained).toMatch(/^escale: .*central\.sqlite: SQLite cannot use this file/);
  });
});
