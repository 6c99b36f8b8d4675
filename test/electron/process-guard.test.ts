import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakeElectron, withFakeElectron } from './fake-electron.ts';

const events = ['uncaughtException', 'unhandledRejection', 'warning'] as const;

describe('a failure that nobody foresaw', () => {
  let electron: FakeElectron;
  let printed: string;
  const before = new Map(events.map((event) => [event, process.rawListeners(event)]));

  beforeEach(async () => {
    electron = withFakeElectron();
    printed = '';
    for (const event of events) process.removeAllListeners(event);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    (await import('../../main/electron/process-guard.ts')).guardProcess();
  });

  afterEach(() => {
    vi.restoreAllMocks();
    for (const event of events) {
      process.removeAllListeners(event);
      for (const listener of before.get(event) ?? []) process.on(event, listener as () => void);
    }
  });

  test.each(['uncaughtException', 'unhandledRejection'] as const)(
    'ends the program (%s), and tells where it broke without a word of what it held',
    (event) => {
      process.emit(event as 'uncaughtException', new RangeError('https://example.org/private?name=x'));
      expect(electron.app.exits).toEqual([70]);
      expect(printed).toMatch(/^escale: internal failure, RangeError at .*process-guard\.test\.ts/);
      expect(printed).not.toContain('example.org');
    },
  );

  test('may be no error at all', () => {
    process.emit('uncaughtException', 'https://example.org/' as unknown as Error);
    expect(printed).toBe('escale: internal failure, string\n');
  });

  test('a warning is named; Electron’s hold the address of a page', () => {
    process.emit('warning', Object.assign(new Error('Failed to load URL: https://example.org/'), { name: 'electron' }));
    expect(printed).toBe('escale: warning electron\n');
    expect(electron.app.exits).toEqual([]);
  });
});
