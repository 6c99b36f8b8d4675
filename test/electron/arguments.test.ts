import { describe, expect, test } from 'vitest';
import { readArguments, visitorArguments } from '../../main/electron/arguments.ts';

const visitor = ['--visitor', '--proxy-port=3128', '--user-data-dir=/home/visitor/browser'];

describe('the command line', () => {
  test('one settings file makes a kiosk', () => {
    expect(readArguments(['kiosk.json'])).toEqual({
      ok: true,
      value: { role: 'kiosk', settings: 'kiosk.json', sandbox: true },
    });
  });

  test('what the kiosk starts a visitor with is understood by the visitor', () => {
    for (const sandbox of [true, false]) {
      const start = { proxyPort: 40_123, folder: '/run/a/browser', sandbox };
      expect(readArguments(visitorArguments(start))).toEqual({ ok: true, value: { role: 'visitor', ...start } });
    }
  });

  test.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--proxy-server=direct://',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--log-net-log=/tmp/log',
    '--renderer-cmd-prefix=xterm',
    '--gpu-launcher=xterm',
    '--disable-web-security',
    '-x',
    '',
    'https://example.org/',
    '--',
  ])('%s next to ours is refused, in both programs and at every place', (foreign) => {
    for (const words of [['kiosk.json'], visitor]) {
      for (let at = 0; at <= words.length; at += 1) {
        const line = readArguments(words.toSpliced(at, 0, foreign));
        expect(line, words.toSpliced(at, 0, foreign).join(' ')).toMatchObject({
          ok: false,
          problem: { where: 'command line' },
        });
      }
    }
  });

  test.each([
    ['no port', ['--visitor', '--proxy-port=', visitor[2] ?? '']],
    ['a port that is none', ['--visitor', '--proxy-port=70000', visitor[2] ?? '']],
    ['a relative folder', ['--visitor', '--proxy-port=3128', '--user-data-dir=browser']],
    ['nothing at all', []],
  ])('%s is refused', (_what, words) => {
    expect(readArguments(words).ok).toBe(false);
  });
});
