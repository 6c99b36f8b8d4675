import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createChromiumHost } from '../../main/chromium/host.ts';
import { markedProcesses } from '../../main/chromium/processes.ts';
import { whySkipped } from './machine.ts';
import { patience, Room } from './room.ts';
import { describeHost } from './suite.ts';

const log = pino({ level: process.env['ESCALE_TEST_LOG'] ?? 'silent' }, pino.destination(2));

it('the chromium host can be tried: a suite that skips itself is no proof', () => {
  expect(whySkipped('chromium')).toBeNull();
});

describe.skipIf(whySkipped('chromium') !== null)('on this machine', () => {
  describeHost('chromium', async (settings) => {
    const made = await createChromiumHost({ settings, log });
    if (!made.ok) throw new Error(`${made.problem.where}: ${made.problem.expected}`);
    return {
      host: made.value,
      processes: (role) =>
        markedProcesses((mark) => mark.startsWith(`${role}:`) && mark.endsWith(`:${settings.runtime}`)),
    };
  });

  describe('the chromium host, when its kiosk is killed', () => {
    let room: Room;
    beforeAll(async () => {
      room = await Room.open();
    });
    afterAll(() => room.close());

    /** Browsers by their mark, the window manager by the home that it was given. */
    const ours = (): readonly string[] =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((pid) => {
          const { runtime } = room.settings;
          const entries = readUnlessGone(`/proc/${pid}/environ`).split('\0');
          return entries.some((entry) => entry === `HOME=${runtime}` || entry.endsWith(`:${runtime}`));
        });

    /** A kiosk with both browsers open, in a process of its own. */
    async function start(): Promise<ChildProcess> {
      const profile = fileURLToPath(new URL('../../kiosk-profiles/adult.json', import.meta.url));
      const settingsPath = join(room.settings.runtime, 'settings.json');
      writeFileSync(settingsPath, JSON.stringify({ ...room.settings, profile }));
      const program = fileURLToPath(new URL('chromium-alone.ts', import.meta.url));
      const child = spawn(process.execPath, [program, settingsPath, room.proxySocket], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve, reject) => {
        child.stdout.once('data', resolve);
        child.once('exit', (code) => reject(new Error(`ended with ${code ?? 'a signal'} before it was ready`)));
      });
      return child;
    }

    it('starts again at once, and leaves neither a browser nor a window manager behind', async () => {
      const first = await start();
      expect(ours().length).toBeGreaterThan(10);
      first.kill('SIGKILL');
      const second = await start();
      expect(second.exitCode).toBeNull();
      second.kill('SIGKILL');
      await vi.waitFor(() => expect(ours()).toEqual([]), patience);
    });
  });
});

function readUnlessGone(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
