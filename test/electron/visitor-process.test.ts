import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Tab } from '../../contract/screens.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FileWish, HeldDocument } from '../../main/kiosk/host.ts';
import { processesOf } from '../../main/electron/left-behind.ts';
import { VisitorProcess } from '../../main/electron/visitor-process.ts';
import { policyInTest } from './policy-in-test.ts';

const program = fileURLToPath(new URL('./visitor-in-test.ts', import.meta.url));
const page = { x: 0, y: 72, width: 1280, height: 728 };

describe('a visitor’s process', () => {
  const started: VisitorProcess[] = [];
  const fallen: Problem[] = [];
  let gone = 0;
  let tabs: readonly Tab[] = [];
  let documents: readonly HeldDocument[] = [];
  let wish: FileWish | null = null;

  async function start(behaviour: string): Promise<{ visitor: VisitorProcess; folder: string; session: number }> {
    const folder = await mkdtemp(join(tmpdir(), 'escale-visitor-'));
    await writeFile(join(folder, 'trace'), 'of a visitor');
    [fallen.length, gone, tabs] = [0, 0, []];
    const visitor = await VisitorProcess.start({
      launch: {
        command: process.execPath,
        words: [program, behaviour],
        environment: { PATH: process.env['PATH'] ?? '' },
        feeds: [],
      },
      account: null,
      folder,
      walls: { jail: false, sandbox: false },
      wiring: {
        proxySocket: '',
        tabsChanged: (now) => (tabs = now),
        documentsChanged: (now) => (documents = now),
        filesWanted: (now) => (wish = now),
        refused: () => undefined,
        gone: () => (gone += 1),
      },
      fallen: (problem) => fallen.push(problem),
      ended: () => Promise.resolve(),
    });
    started.push(visitor);
    const { session } = visitor;
    if (session === undefined) throw new Error('no process');
    return { visitor, folder, session };
  }

  afterEach(async () => {
    await Promise.all(started.splice(0).map((visitor) => visitor.end()));
  });

  test('waits, carries out orders, and tells its tabs', async () => {
    const { visitor } = await start('well');
    expect(visitor.state).toBe('waiting');
    await visitor.begin(policyInTest, 'http://home/');
    expect(visitor.state).toBe('begun');
    expect(await visitor.show(page)).toEqual({ visible: true, bounds: page });
    expect(tabs).toEqual([{ id: '1', title: 'Accueil', shown: true, home: true }]);
  });

  test('makes pages larger, copies and gives files, and tells what it holds and what a page wants', async () => {
    const { visitor } = await start('well');
    await visitor.begin(policyInTest, 'http://home/');
    await visitor.zoom(150);
    await visitor.edit('paste');
    expect(documents).toEqual([{ id: '1', name: 'a.pdf', bytes: 3 }]);
    expect(wish).toEqual({ several: false, accept: '.pdf' });
    await visitor.giveFiles(['1']);
    expect(wish).toBeNull();
  });

  test('says that its way out does not answer where no proxy is', async () => {
    const { visitor } = await start('well');
    const answers = await visitor.probe('beside');
    expect(answers).toEqual([
      { wall: 'network', fault: expect.stringContaining('the proxy does not answer') as string },
    ]);
  });

  test('ends whole and at once, with its children and its folder, and its end is no accident', async () => {
    const { visitor, folder, session } = await start('stays behind');
    await expect.poll(async () => (await processesOf(new Set([session]))).length).toBe(2);
    await Promise.all([visitor.end(), visitor.end()]);
    expect(await processesOf(new Set([session]))).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect([gone, fallen]).toEqual([0, []]);
    await expect(visitor.openTab('https://example.org/')).rejects.toThrow('ended');
  });

  test.each([
    ['commands', 'malformed'],
    ['floods', 'malformed'],
    ['other version', 'malformed'],
    ['dies', 'not-found'],
  ])('that %s is killed, and the kiosk told once nothing is left', async (behaviour, code) => {
    const { visitor, folder, session } = await start(behaviour);
    await visitor.openTab('https://example.org/').catch(() => undefined);
    await expect.poll(() => gone).toBe(1);
    expect(fallen.map((problem) => problem.code)).toEqual([code]);
    expect(await processesOf(new Set([session]))).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(visitor.state).toBe('ended');
  });

  test('that is killed from outside is missed', async () => {
    const { session } = await start('well');
    process.kill(session, 'SIGKILL');
    await expect.poll(() => gone).toBe(1);
  });

  test('that does not carry out an order is given up', async () => {
    const { visitor } = await start('well');
    await expect(visitor.reload()).rejects.toThrow('ended');
    expect(fallen.map(({ where }) => where)).toEqual(['visitor: reload']);
  });

  test('that never speaks is no visitor, and leaves nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const starting = start('mute');
    const refused = expect(starting).rejects.toThrow('to be ready in time');
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    vi.advanceTimersByTime(20_000);
    vi.useRealTimers();
    await refused;
    expect(gone).toBe(0);
  });

  test('that cannot be started is no visitor either', async () => {
    const parts = {
      launch: { command: '/no/such/program', words: [], environment: {}, feeds: [] },
      account: null,
      folder: await mkdtemp(join(tmpdir(), 'escale-visitor-')),
      walls: { jail: false, sandbox: false },
      wiring: {
        ...{ proxySocket: '', tabsChanged: () => undefined, refused: () => undefined, gone: () => undefined },
        ...{ documentsChanged: () => undefined, filesWanted: () => undefined },
      },
      fallen: () => undefined,
      ended: () => Promise.resolve(),
    };
    await expect(VisitorProcess.start(parts)).rejects.toThrow('channel');
    expect(existsSync(parts.folder)).toBe(false);
  });
});
