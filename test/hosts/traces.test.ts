import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createChromiumHost } from '../../main/chromium/host.ts';
import { markedProcesses } from '../../main/chromium/processes.ts';
import type { Host, Leftover, Visitor } from '../../main/kiosk/host.ts';
import { plantedStores, type PlantedStore } from '../../main/kiosk/proxy/witness.ts';
import { machineTraces } from '../../main/kiosk/traces/machine-traces.ts';
import { newToken } from '../../main/kiosk/traces/token.ts';
import { searchWord } from '../../main/kiosk/traces/word-search.ts';
import { whySkipped } from './machine.ts';
import { patience, Room } from './room.ts';

const log = pino({ level: process.env['ESCALE_TEST_LOG'] ?? 'silent' }, pino.destination(2));

/** A real browser, a real token, and the search that a kiosk goes by. */
describe.skipIf(whySkipped('chromium') !== null)('what a browser leaves', () => {
  let room: Room;
  let token: string;

  beforeAll(async () => {
    room = await Room.open();
  });
  afterAll(() => room.close());
  beforeEach(() => {
    token = newToken(new Date().toISOString());
  });

  // The runtime folder of a test is also its data folder, which a kiosk's search does not enter.
  const find = (): Promise<readonly Leftover[]> => machineTraces({ ...room.settings, data: '/nowhere' }).find(token);

  const marked = (): readonly number[] =>
    markedProcesses((mark) => mark.startsWith('visitor:') && mark.endsWith(`:${room.settings.runtime}`));

  /** The main process: its view of the disk is the jail's. */
  const browser = (): number =>
    marked().find(
      (pid) => commandOf(pid).includes('--user-data-dir') && !/^(bwrap|unshare|sh) /.test(commandOf(pid)),
    ) ?? 0;

  async function openHost(): Promise<Host> {
    const made = await createChromiumHost({ settings: room.settings, log });
    if (!made.ok) throw new Error(`${made.problem.where}: ${made.problem.expected}`);
    onTestFinished(() => made.value.close());
    return made.value;
  }

  async function plantIn(visitor: Visitor): Promise<readonly PlantedStore[]> {
    const planting = room.plant(token);
    await visitor.plant(planting.address, planting.taken);
    planting.end();
    return planting.taken;
  }

  /** As the machine sees it through one of its processes: the memory in which the browser's files are. */
  const inTheJail = () =>
    searchWord(token, {
      folders: [`/proc/${browser()}/root/home/visitor`],
      except: [],
      concerns: () => true,
      enters: () => true,
    });

  it('holds the token in every store while it lives, where the same search finds it', async () => {
    const host = await openHost();
    const { visitor } = await room.openVisitor(host);
    expect(await plantIn(visitor)).toEqual(plantedStores);
    await vi.waitFor(async () => expect((await inTheJail()).holding.length).toBeGreaterThan(3), patience);
    expect(await find()).toEqual([]);
    await visitor.end();
  });

  it('is nothing once it is ended', async () => {
    const host = await openHost();
    const { visitor } = await room.openVisitor(host);
    await plantIn(visitor);
    await visitor.end();
    expect([...(await host.findLeftovers()), ...(await find())]).toEqual([]);
  });

  it('is soon nothing once it is killed', async () => {
    const host = await openHost();
    const { visitor } = await room.openVisitor(host);
    await plantIn(visitor);
    await killAll(marked());
    await visitor.end();
    // Who lost the processes it came from before the kiosk knew is left to the kernel, which ends what was in the jail: a kiosk looks again too.
    await vi.waitFor(async () => expect(await host.findLeftovers()).toEqual([]), patience);
    expect(await find()).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'is nothing once its kiosk got a %s and the next has started',
    async (signal) => {
      const planting = room.plant(token);
      const profile = fileURLToPath(new URL('../../kiosk-profiles/adult.json', import.meta.url));
      const settings = join(room.settings.runtime, 'settings.json');
      writeFileSync(settings, JSON.stringify({ ...room.settings, profile }));
      const program = fileURLToPath(new URL('chromium-alone.ts', import.meta.url));
      const words = [program, settings, room.proxySocket, planting.address];
      const kiosk = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(kiosk, 'exit');
      onTestFinished(() => void kiosk.kill('SIGKILL'));
      expect(await planting.taken).toEqual(plantedStores);
      planting.end();
      kiosk.kill(signal);
      await ended;
      const host = await openHost();
      expect([...(await host.findLeftovers()), ...(await find())]).toEqual([]);
    },
  );

  it('cannot be a dump: no process of it may write one', async () => {
    const host = await openHost();
    const { visitor } = await room.openVisitor(host);
    const limits = marked().map((pid) =>
      /^Max core file size +(\d+|unlimited) +(\d+|unlimited)/m.exec(read(`/proc/${pid}/limits`))?.slice(1),
    );
    expect(limits.length).toBeGreaterThan(5);
    // One byte: with none at all the kernel would still hand the memory to a crash collector.
    for (const limit of limits) expect(limit ?? ['1', '1']).toEqual(['1', '1']);
    await visitor.end();
  });

  describe.runIf(process.getuid?.() === 0)('outside its jail', () => {
    const uid = (): number => room.settings.browserUser?.uid ?? 0;

    it.each([
      ['file', '/var/tmp'],
      ['shared-memory', '/dev/shm'],
    ] as const)('is found: a %s in %s', async (what, folder) => {
      const where = join(folder, `escale-${randomBytes(4).toString('hex')}`);
      writeFileSync(where, `page ${token}`);
      chownSync(where, uid(), uid());
      onTestFinished(() => rmSync(where, { force: true }));
      expect(await find()).toEqual([{ what, where }]);
    });

    it('is found: a process of its account that runs on, without a mark and without a parent', async () => {
      const host = await openHost();
      expect(await host.findLeftovers()).toEqual([]);
      const options = { env: {}, uid: uid(), encoding: 'utf8' } as const;
      const pid = Number(execFileSync('sh', ['-c', '/usr/bin/sleep 60 >/dev/null 2>&1 & echo $!'], options));
      onTestFinished(() => void process.kill(pid, 'SIGKILL'));
      expect(await host.findLeftovers()).toEqual([{ what: 'process', where: `process ${pid}` }]);
    });

    it('is found: a selection that somebody holds', async () => {
      const host = await openHost();
      room.screen.holdSelection(token);
      await vi.waitFor(
        async () => expect((await host.findLeftovers()).map(({ what }) => what)).toContain('clipboard'),
        patience,
      );
    });
  });
});

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

async function killAll(pids: readonly number[]): Promise<void> {
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It may have died with one before it.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
  await vi.waitFor(() => expect(pids.filter((pid) => commandOf(pid) !== '')).toEqual([]), patience);
}
