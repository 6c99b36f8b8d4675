import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Permission, permissionTable } from '../../main/electron/permissions.ts';
import { type FakeElectron, withFakeElectron } from './fake-electron.ts';
import { FakeContents } from './fake/contents.ts';
import type { FakeSession } from './fake/session.ts';
import { isPrevented } from './fake/turn.ts';

const names = Object.keys(permissionTable);

describe('deny by default', () => {
  let electron: FakeElectron;
  let session: FakeSession;
  const granted = new Set<Permission>();

  beforeEach(async () => {
    electron = withFakeElectron();
    granted.clear();
    const { guardEverything } = await import('../../main/electron/guards.ts');
    guardEverything({
      permission: (name) => granted.has(name),
      navigation: (_contents, { url }) => url.startsWith('https://allowed.example'),
      download: (item) => (item.getFilename() === 'wanted.pdf' ? '/session/.1.part' : null),
    });
    await electron.app.becomeReady();
    session = electron.session('any');
  });

  const contents = (): FakeContents =>
    new FakeContents(
      { failing: electron.failing, created: (made) => electron.app.emit('web-contents-created', {}, made) },
      session,
      {},
    );

  test('Electron knows 46 permissions', () => {
    expect(names).toHaveLength(46);
  });

  test.each(names)('%s is refused, on request and on check', async (name) => {
    expect(await session.request(name)).toBe(false);
    expect(session.check(name)).toBe(false);
  });

  test.each(names)('%s follows the policy only where the table says so', async (name) => {
    granted.add(name as Permission);
    const expected = permissionTable[name as Permission] === 'policy';
    expect(await session.request(name)).toBe(expected);
    expect(session.check(name)).toBe(expected);
  });

  test('a permission that a later Electron invents is refused', async () => {
    granted.add('mind-reading' as Permission);
    expect(await session.request('mind-reading')).toBe(false);
    expect(session.check('mind-reading')).toBe(false);
  });

  test.each([
    ['select-hid-device', null],
    ['select-usb-device', null],
    ['select-webauthn-account', null],
    ['file-system-access-restricted', 'deny'],
  ])('%s is answered at once', (event, answer) => {
    expect(session.choose(event, {})).toBe(answer);
  });

  test('no serial port is chosen', () => {
    expect(session.choose('select-serial-port', [], {})).toBe('');
  });

  test('a device once chosen is not granted for good, no screen is shared, no device paired, no model lent', () => {
    expect(session.handlers.get('device')?.({})).toBe(false);
    expect(session.handlers.get('usb-classes')?.({ protectedClasses: ['hid'] })).toEqual(['hid']);
    const answers: unknown[] = [];
    session.handlers.get('display-media')?.({}, (streams: unknown) => answers.push(streams));
    session.handlers.get('pairing')?.({}, (answer: unknown) => answers.push(answer));
    expect(answers).toEqual([null, { confirmed: false }]);
    expect(session.handlers.get('local-ai')).toBeNull();
  });

  test('a download that nobody takes is refused, without a dialog', () => {
    expect(session.download('https://allowed.example/a', 'other.pdf')).toBeNull();
    expect(session.download('https://allowed.example/a', 'wanted.pdf')?.path).toBe('/session/.1.part');
  });

  test('the dictionary is not fetched from the web', () => {
    expect(session.spellChecker).toBe(false);
  });

  test('pages and their frames go where the judge lets them, by link and by redirect', async () => {
    const page = contents();
    expect(await page.pageGoes('https://allowed.example/a')).toBe(true);
    expect(await page.pageGoes('https://other.example/')).toBe(false);
    expect(await page.pageGoes('https://other.example/', false)).toBe(false);
    expect(page.redirected('https://allowed.example/b')).toBe(true);
    expect(page.redirected('https://other.example/')).toBe(false);
    expect(page.redirected('https://other.example/', false)).toBe(false);
  });

  test('no window opens, no webview attaches, no page holds its visitor back', () => {
    const page = contents();
    expect(page.opens({ url: 'https://allowed.example/' }, false)).toBeNull();
    expect(isPrevented(page, 'will-attach-webview', {}, {})).toBe(true);
    expect(isPrevented(page, 'will-prevent-unload')).toBe(true);
  });

  test('developer tools that open all the same are closed, addresses of this machine stay unknown', () => {
    const page = contents();
    page.emit('devtools-opened');
    expect(page.calls).toEqual(['ignore menu shortcuts', 'webrtc disable_non_proxied_udp', 'closeDevTools']);
  });

  test('keys that are no typing reach no page', () => {
    const key = { control: false, alt: false, shift: false, meta: false, modifiers: [] };
    expect(isPrevented(contents(), 'before-input-event', { ...key, key: 'F12' })).toBe(true);
    expect(isPrevented(contents(), 'before-input-event', { ...key, key: 'a' })).toBe(false);
  });

  test('a service that dies again and again ends the program, one that ends does not', () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const dies = (reason: string): boolean => electron.app.emit('child-process-gone', {}, { type: 'GPU', reason });
    for (let time = 0; time < 9; time += 1) dies('clean-exit');
    for (let time = 0; time < 4; time += 1) dies('crashed');
    expect(electron.app.exits).toEqual([]);
    dies('oom');
    expect(electron.app.exits).toEqual([70]);
    vi.restoreAllMocks();
  });

  test('no Bluetooth device is chosen', () => {
    const chosen: unknown[] = [];
    expect(isPrevented(contents(), 'select-bluetooth-device', [], (device: unknown) => chosen.push(device))).toBe(true);
    expect(chosen).toEqual(['']);
  });

  test('a wrong certificate is refused, none of ours is sent, no password is asked for', () => {
    const answers: unknown[][] = [];
    const answer = (...words: unknown[]): unknown => answers.push(words);
    const { app } = electron;
    expect(isPrevented(app, 'certificate-error', null, 'https://a', 'net::ERR', {}, answer, true)).toBe(true);
    expect(isPrevented(app, 'select-client-certificate', null, 'https://a', [{ subject: 'ours' }], answer)).toBe(true);
    expect(isPrevented(app, 'login', null, {}, { isProxy: false }, answer)).toBe(true);
    expect(answers).toEqual([[false], [], []]);
  });

  test('the program outlives its last window', () => {
    expect(electron.app.listenerCount('window-all-closed')).toBe(1);
  });
});
