import { beforeEach, describe, expect, test } from 'vitest';
import { type FakeElectron, withFakeElectron } from './fake-electron.ts';

const plan = {
  name: 'escale-visitor',
  folder: '/run/escale/visitor',
  sandbox: true,
  proxyServer: 'http://127.0.0.1:3128',
} as const;

describe('before Electron is ready', () => {
  let electron: FakeElectron;

  beforeEach(() => {
    electron = withFakeElectron();
  });

  const say = async (sandbox = true): Promise<void> =>
    (await import('../../main/electron/before-ready.ts')).beforeReady({ ...plan, sandbox });

  test('files have their places first, then the sandbox, then switches, schemes and the menu', async () => {
    await say();
    const order = [
      'setPath userData',
      'enableSandbox',
      'switch proxy-server',
      'registerSchemesAsPrivileged',
      'setApplicationMenu',
    ];
    const places = order.map((call) => electron.app.calls.indexOf(call));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('every path that Electron writes to lies in the memory-backed folder', async () => {
    await say();
    for (const name of ['userData', 'sessionData', 'crashDumps', 'downloads', 'logs'])
      expect(electron.app.paths.get(name), name).toMatch(/^\/run\/escale\/visitor/);
  });

  test('everything goes through the proxy, loopback too, and nothing by QUIC', async () => {
    await say();
    expect(electron.app.switches.get('proxy-server')).toBe('http://127.0.0.1:3128');
    expect(electron.app.switches.get('proxy-bypass-list')).toBe('<-loopback>');
    expect(electron.app.switches.has('disable-quic')).toBe(true);
  });

  test('what opens native dialogs without asking is switched off', async () => {
    await say();
    expect(electron.app.switches.get('disable-blink-features')?.split(',')).toEqual(
      expect.arrayContaining(['FileSystemAccessLocal', 'DocumentPictureInPictureAPI', 'WebUSB']),
    );
  });

  test('a demonstration without sandbox is not given half a one', async () => {
    await say(false);
    expect(electron.app.calls).not.toContain('enableSandbox');
  });

  test('our scheme bypasses no policy and serves no worker', async () => {
    await say();
    expect(electron.schemes).toEqual([
      { scheme: 'escale', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
  });

  test('sites are told of Chrome, not of Electron or of us', async () => {
    await say();
    expect(electron.app.userAgentFallback).toBe('Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36');
  });

  test('it cannot be said too late', async () => {
    await electron.app.becomeReady();
    await expect(say()).rejects.toThrow('before app is ready');
  });
});
