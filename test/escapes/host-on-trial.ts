import { pino } from 'pino';
import type { KioskSettings } from '../../contract/settings.ts';
import { createChromiumHost } from '../../main/chromium/host.ts';
import { markedProcesses } from '../../main/chromium/processes.ts';
import type { Host } from '../../main/kiosk/host.ts';
import type { HostUnderTest } from '../hosts/room.ts';
import { Pipes, type Pages } from './pipes.ts';

export interface HostOnTrial extends HostUnderTest {
  readonly pages: Pages;
}

/** Electron has no pipe that could be asked: what it has open is seen as windows only, and its pages answer to the kiosk alone. */
const unasked: Pages = {
  strangers: () => Promise.resolve([]),
  navigate: (_, addresses) => Promise.resolve(addresses.map(() => 'not asked')),
};

export const makeHost: Readonly<Record<Host['name'], (settings: KioskSettings) => Promise<HostOnTrial>>> = {
  chromium: async (settings) => {
    const pages = new Pipes();
    const made = await createChromiumHost({ settings, log: pino({ enabled: false }) });
    if (!made.ok) throw new Error(`${made.problem.where}: ${made.problem.expected}`);
    const isOwn = (role: string) => (mark: string) =>
      mark.startsWith(`${role}:`) && mark.endsWith(`:${settings.runtime}`);
    return { host: made.value, pages, processes: (role) => markedProcesses(isOwn(role)) };
  },
  electron: async (settings) => {
    // Late: it brings what builds the program.
    const { buildElectronEntry, makeElectronHost } = await import('../hosts/electron-host.ts');
    await buildElectronEntry();
    return { ...(await makeElectronHost(settings)), pages: unasked };
  },
};
