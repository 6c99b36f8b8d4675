import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WindowManager } from '../../main/electron/window-manager.ts';
import { areThere, firstWord, openDisplay } from './display-in-test.ts';

const run = (tool: string, ...words: string[]): string => execFileSync(tool, words, { encoding: 'utf8' });

describe.skipIf(!areThere('Xvfb', 'openbox', 'xdotool', 'xev', 'xwininfo'))('under our window manager', () => {
  const started: ChildProcess[] = [];
  let folder: string;
  let display: Awaited<ReturnType<typeof openDisplay>>;
  let windows: WindowManager;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-windows-'));
    display = await openDisplay();
    vi.stubEnv('DISPLAY', display.name);
    const made = await WindowManager.start(folder);
    if (!made.ok) throw new Error(made.problem.expected);
    windows = made.value;
  });

  afterAll(async () => {
    windows.close();
    for (const child of started.toReversed()) child.kill('SIGKILL');
    display.close();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  const isSeen = (id: string): boolean => run('xwininfo', '-id', id).includes('IsViewable');

  /** A window of that class, as if one of our programs had opened it. */
  async function open(windowClass: string): Promise<string> {
    const client = spawn('xev', ['-geometry', '1280x728+0+72'], { stdio: ['ignore', 'pipe', 'ignore'] });
    started.push(client);
    // It names its window first of all.
    const [, id = ''] = /Outer window is (0x[0-9a-f]+)/.exec(await firstWord(client, 1)) ?? [];
    await expect.poll(() => isSeen(id)).toBe(true);
    run('xdotool', 'windowunmap', '--sync', id, 'set_window', '--class', windowClass, id, 'windowmap', id);
    return id;
  }

  test('a visitor’s window is there in the session only, whatever its process does', async () => {
    const visitor = await open('escale-visitor');
    await windows.showDesktop('session');
    await expect.poll(() => isSeen(visitor)).toBe(true);
    await windows.showDesktop('locked');
    await expect.poll(() => isSeen(visitor)).toBe(false);
    run('xdotool', 'windowraise', visitor);
    run('xdotool', 'windowmap', visitor);
    run('xdotool', 'getwindowname', visitor);
    expect(isSeen(visitor)).toBe(false);
  });

  test('the kiosk’s window is there in both', async () => {
    const kiosk = await open('escale');
    for (const desktop of ['session', 'locked', 'session'] as const) {
      await windows.showDesktop(desktop);
      await expect.poll(() => isSeen(kiosk)).toBe(true);
    }
  });

  test('no key of its own does anything', async () => {
    const visitor = await open('escale-visitor');
    await windows.showDesktop('session');
    await expect.poll(() => isSeen(visitor)).toBe(true);
    run('xdotool', 'key', 'alt+F4', 'alt+Tab', 'alt+space', 'super+e', 'ctrl+alt+Left', 'click', '3');
    expect(run('xdotool', 'get_desktop').trim()).toBe('1');
    expect(isSeen(visitor)).toBe(true);
  });

  test('the one of a kiosk that crashed is replaced', async () => {
    const visitor = await open('escale-visitor');
    await windows.showDesktop('session');
    await expect.poll(() => isSeen(visitor)).toBe(true);
    const next = await WindowManager.start(folder);
    if (!next.ok) throw new Error(next.problem.expected);
    await next.value.showDesktop('locked');
    await expect.poll(() => isSeen(visitor)).toBe(false);
    next.value.close();
  });
});

test('a display that is not there is told in a sentence', async () => {
  vi.stubEnv('DISPLAY', ':9999');
  const folder = await mkdtemp(join(tmpdir(), 'escale-windows-'));
  expect(await WindowManager.start(folder)).toMatchObject({ ok: false, problem: { where: 'window manager' } });
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});
