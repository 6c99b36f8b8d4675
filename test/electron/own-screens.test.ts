import { beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../contract/problem.ts';
import type { ScreensWiring } from '../../main/kiosk/host.ts';
import type { OwnScreens } from '../../main/electron/own-screens.ts';
import { type FakeElectron, withFakeElectron } from './fake-electron.ts';

const text = (type: string, content: string): { type: string; bytes: Uint8Array } => ({
  type,
  bytes: Buffer.from(content),
});

const top = { parent: null, origin: 'escale://kiosk' };

describe('our own screens', () => {
  let electron: FakeElectron;
  let screens: OwnScreens;
  let calls: unknown[];
  let gone: number;

  beforeEach(async () => {
    electron = withFakeElectron();
    [calls, gone] = [[], 0];
    const wiring: ScreensWiring = {
      files: new Map([['/kiosk/index.html', text('text/html', '<p>Escale')]]),
      page: '/kiosk/index.html',
      call: (name, input) => {
        calls.push([name, input]);
        return Promise.resolve(ok({ heard: name }));
      },
      gone: () => undefined,
    };
    await electron.app.becomeReady();
    const { OwnScreens: Screens } = await import('../../main/electron/own-screens.ts');
    screens = await Screens.open(wiring, () => (gone += 1));
  });

  const answer = async (address: string, method = 'GET'): Promise<Response | undefined> =>
    electron.session('own').schemes.get('escale')?.(new Request(address, { method }));

  test('are one sandboxed page of our own origin, in a session of their own', () => {
    expect(electron.page.getURL()).toBe('escale://kiosk/kiosk/index.html');
    expect(electron.page.session.partition).toBe('own');
    expect(electron.page.preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: false,
    });
  });

  test('come from memory, under a policy that lets nothing foreign in', async () => {
    const found = await answer('escale://kiosk/kiosk/index.html');
    expect(await found?.text()).toBe('<p>Escale');
    expect(found?.headers.get('content-type')).toBe('text/html');
    expect(found?.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    expect(found?.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    ['escale://kiosk/../../etc/passwd', 'GET'],
    ['escale://kiosk/%2e%2e/%2e%2e/etc/passwd', 'GET'],
    ['escale://kiosk/kiosk/', 'GET'],
    ['escale://other/kiosk/index.html', 'GET'],
    ['escale://kiosk/kiosk/index.html', 'POST'],
  ])('%s by %s does not exist', async (address, method) => {
    expect((await answer(address, method))?.status).toBe(404);
  });

  test('are answered by the kiosk', async () => {
    expect(await electron.page.invokes(top, 'escale:call', 'help.call', {})).toEqual(ok({ heard: 'help.call' }));
    expect(calls).toEqual([['help.call', {}]]);
  });

  test.each([
    ['a frame inside', { parent: top, origin: 'escale://kiosk' }],
    ['another origin', { parent: null, origin: 'https://example.org' }],
    ['an origin like ours', { parent: null, origin: 'escale://kiosk.example.org' }],
    ['a frame that is gone', null],
  ])('are the only ones who may ask: %s is refused', async (_what, frame) => {
    expect(await electron.page.invokes(frame, 'escale:call', 'session.end', {})).toMatchObject({
      ok: false,
      problem: { code: 'not-accepted' },
    });
    expect(calls).toEqual([]);
  });

  test('hear events until they are closed, and no error after that', async () => {
    const snapshot = { number: 1 } as Parameters<OwnScreens['send']>[1];
    screens.send('state', snapshot);
    expect(electron.page.sent).toEqual([['escale:event', 'state', { number: 1 }]]);
    await screens.close();
    expect(electron.page.isDestroyed()).toBe(true);
    screens.send('state', snapshot);
    await screens.close();
    expect(electron.page.sent).toHaveLength(1);
    expect(gone).toBe(1);
  });

  test.each(['render-process-gone', 'unresponsive', 'preload-error'])('are gone on %s', (event) => {
    electron.page.emit(event, {}, {});
    expect(gone).toBe(1);
  });
});
