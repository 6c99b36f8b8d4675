import { app } from 'electron';
import { pino } from 'pino';
import { describe } from '../../contract/problem.ts';
import type { Profile } from '../../contract/profile.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import { startKiosk } from '../kiosk/kiosk.ts';
import { readKioskSettings } from '../kiosk/settings.ts';
import type { Start } from './arguments.ts';
import { createElectronHost } from './host.ts';
import { prepareKiosk } from './kiosk-ground.ts';
import { giveUp } from './process-guard.ts';

/** A start that cannot succeed, for a reason that a person can mend. */
const cannotStart = 1;

/** After this the stop is cut short: nothing of a visitor's outlives the process, with or without a farewell. */
const stopWithinMs = 4_000;

/** The kiosk's program, put together. Awaited before Electron is ready, so it reads its settings and no more. */
export async function startKioskProgram(start: Extract<Start, { role: 'kiosk' }>): Promise<void> {
  const read = await readKioskSettings(start.settings);
  if (!read.ok) {
    giveUp(describe(read.problem), cannotStart);
    return;
  }
  const { settings, profile } = read.value;
  prepareKiosk({ runtime: settings.runtime, sandbox: start.sandbox });
  if (!app.requestSingleInstanceLock()) {
    giveUp('another kiosk runs on this machine with the same runtime folder; stop it first', cannotStart);
    return;
  }
  const running: Running = { stop: () => Promise.resolve() };
  stopWhenAsked(running);
  void app.whenReady().then(() => run(settings, profile, running));
}

/** What is up so far, and how it is taken down. */
interface Running {
  stop(): Promise<void>;
}

async function run(settings: KioskSettings, profile: Profile, running: Running): Promise<void> {
  const log = pino(pino.destination({ fd: 2, sync: true }));
  const made = await createElectronHost({ settings, log });
  if (!made.ok) {
    giveUp(describe(made.problem), cannotStart);
    return;
  }
  const host = made.value;
  running.stop = () => host.close();
  try {
    const kiosk = await startKiosk({ settings, profile, host, log });
    running.stop = () => kiosk.stop().then(() => host.close());
    process.stdout.write('ready\n');
  } catch (error) {
    await host.close();
    giveUp(error instanceof Error ? error.message : String(error), cannotStart);
  }
}

/** SIGTERM and SIGINT arrive as Electron's own quitting. https://www.electronjs.org/docs/latest/api/app#event-before-quit */
function stopWhenAsked(running: Running): void {
  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    setTimeout(() => app.exit(0), stopWithinMs);
    void running.stop().then(() => app.exit(0));
  });
}
