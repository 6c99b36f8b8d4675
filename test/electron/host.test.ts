import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok, type Result } from '../../contract/problem.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import type { Host, Screens } from '../../main/kiosk/host.ts';
import { areThere, openDisplay } from './display-in-test.ts';
import { type FakeElectron, withFakeElectron } from './fake-electron.ts';

const whole = { x: 0, y: 0, width: 1280, height: 800 };

describe.skipIf(!areThere('Xvfb', 'openbox', 'xdotool', 'xprop'))('the Electron host', () => {
  let electron: FakeElectron;
  let runtime: string;
  let display: Awaited<ReturnType<typeof openDisplay>>;
  let host: Host | null;
  let gone: number;

  beforeEach(async () => {
    electron = withFakeElectron();
    runtime = await mkdtemp(join(tmpdir(), 'escale-electron-host-'));
    display = await openDisplay();
    vi.stubEnv('DISPLAY', display.name);
    [host, gone] = [null, 0];
    await electron.app.becomeReady();
  });

  afterEach(async () => {
    await host?.close();
    display.close();
    vi.unstubAllEnvs();
    await rm(runtime, { recursive: true });
  });

  async function make(demonstration: boolean): Promise<Result<Host>> {
    const { createElectronHost } = await import('../../main/electron/host.ts');
    const settings = { runtime, demonstration, browserUser: null } as KioskSettings;
    const made = await createElectronHost({ settings, log: pino({ level: 'silent' }) });
    if (made.ok) host = made.value;
    return made;
  }

  async function openScreens(): Promise<Screens> {
    if (host === null) throw new Error('no host');
    return host.openScreens({
      files: new Map(),
      page: '/kiosk/index.html',
      call: () => Promise.resolve(ok(null)),
      gone: () => (gone += 1),
    });
  }

  test('without Chromium’s sandbox makes a demonstration only, which says so', async () => {
    electron.app.commandLine.appendSwitch('no-sandbox');
    expect(await make(false)).toMatchObject({ ok: false, problem: { where: 'walls' } });
    expect(await readdir(runtime)).toEqual(['visitors']);
    expect(await make(true)).toMatchObject({ ok: true });
    expect(host?.missingWalls).toContain('sandbox');
  });

  test('opens its screens locked', async () => {
    await make(true);
    await openScreens();
    expect(electron.window.getBounds()).toEqual(whole);
    expect(electron.page.getURL()).toBe('escale://kiosk/kiosk/index.html');
  });

  test('answers for its windows, until the desktop is another one', async () => {
    await make(true);
    await openScreens();
    expect(await host?.probe('whole')).toEqual([{ wall: 'windows', fault: null }]);
    execFileSync('xdotool', ['set_desktop', '1']);
    await expect.poll(() => host?.probe('beside')).toEqual([{ wall: 'windows', fault: 'another desktop is shown' }]);
  });

  test('shows no bar above nothing', async () => {
    await make(true);
    const screens = await openScreens();
    await expect(screens.layout('bar')).rejects.toThrow('no visitor has begun');
    await screens.layout('locked');
  });

  test('shows no warning above nothing either', async () => {
    await make(true);
    const screens = await openScreens();
    await expect(screens.layout('warning')).rejects.toThrow('no visitor has begun');
    await screens.layout('locked');
  });

  test('knows in milliseconds how long nobody has touched it', async () => {
    await make(true);
    electron.idle = 42;
    expect(await host?.idleMs()).toBe(42_000);
  });

  test('locks when its screens die, says so once, and opens them again in a new window', async () => {
    await make(true);
    await openScreens();
    electron.page.emit('render-process-gone', {}, {});
    electron.page.destroy();
    await expect.poll(() => gone).toBe(1);
    await openScreens();
    expect(electron.windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    expect(electron.windows[1]?.getBounds()).toEqual(whole);
  });

  test('finds what a visitor left, wherever it is, and names places only', async () => {
    await make(true);
    expect(await host?.findLeftovers()).toEqual([]);
    electron.copied.selection.text = 'un mot de passe';
    await mkdir(join(runtime, 'visitors', 'someone'));
    expect(await host?.findLeftovers()).toEqual([
      { what: 'file', where: join(runtime, 'visitors', 'someone') },
      { what: 'clipboard', where: 'primary selection' },
    ]);
  });

  test('is empty-handed at its start, whatever a crash left', async () => {
    await mkdir(join(runtime, 'visitors', 'someone'), { recursive: true });
    await make(true);
    expect(await host?.findLeftovers()).toEqual([]);
  });

  test('closes once, and its end is not taken for an accident', async () => {
    await make(true);
    await openScreens();
    await Promise.all([host?.close(), host?.close()]);
    expect(gone).toBe(0);
    expect(electron.window.destroyed).toBe(true);
    expect(electron.page.isDestroyed()).toBe(true);
  });
});
