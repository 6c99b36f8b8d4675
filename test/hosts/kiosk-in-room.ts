import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { vi } from 'vitest';
import type { Result } from '../../contract/problem.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import { createChromiumHost } from '../../main/chromium/host.ts';
import { markedProcesses } from '../../main/chromium/processes.ts';
import type { Host } from '../../main/kiosk/host.ts';
import { startKiosk, type Kiosk } from '../../main/kiosk/kiosk.ts';
import { profileInTest, ticketInTest, WorkstationInTest } from '../kiosk/workstation-in-test.ts';
import { browserUser } from './machine.ts';
import { Screen } from './screen.ts';

const log = pino({ level: process.env['ESCALE_TEST_LOG'] ?? 'silent' }, pino.destination(2));

/** A whole kiosk on the real Chromium, with a desk at the other end that hears how it stands. */
export class KioskInRoom {
  readonly screen: Screen;
  readonly place: WorkstationInTest;
  readonly settings: KioskSettings;
  #host: Host | null = null;
  #kiosk: Kiosk | null = null;

  private constructor(screen: Screen, place: WorkstationInTest) {
    this.screen = screen;
    this.place = place;
    this.settings = { ...place.settings, browserUser: browserUser() };
    this.settings.demonstration = process.env['ESCALE_WALLS'] === 'optional';
    place.desk.slice = { ...place.desk.slice, tickets: [ticketInTest()] };
  }

  static async open(): Promise<KioskInRoom> {
    const screen = await Screen.start();
    vi.stubEnv('DISPLAY', screen.display);
    vi.stubEnv('XAUTHORITY', screen.authority);
    const room = new KioskInRoom(screen, await WorkstationInTest.make());
    mkdirSync(room.settings.runtime, { recursive: true });
    chmodSync(dirname(room.settings.runtime), 0o711);
    return room;
  }

  async makeHost(): Promise<Result<Host>> {
    const made = await createChromiumHost({ settings: this.settings, log });
    if (made.ok) this.#host = made.value;
    return made;
  }

  async start(): Promise<void> {
    const made = await this.makeHost();
    if (!made.ok) throw new Error(`${made.problem.where}: ${made.problem.expected}`);
    this.#kiosk = await startKiosk({ settings: this.settings, profile: profileInTest(), host: made.value, log });
  }

  /** As the desk was told last. */
  get said(): { readonly phase: string; readonly where: string | null; readonly standing: readonly string[] } {
    const { phase, problem, check } = this.place.desk.lastState ?? { phase: 'silent', problem: null, check: null };
    return { phase, where: problem?.where ?? null, standing: check?.standing ?? [] };
  }

  /** The window manager, as a process of this room's. */
  get manager(): number {
    const [pid] = markedProcesses((mark) => mark.startsWith('windows:') && mark.endsWith(`:${this.settings.runtime}`));
    if (pid === undefined) throw new Error('no window manager runs');
    return pid;
  }

  get browsers(): readonly number[] {
    return markedProcesses((mark) => mark.startsWith('visitor:') && mark.endsWith(`:${this.settings.runtime}`));
  }

  /** `main.ts SETTINGS --self-test` in a process of its own. */
  runSelfTest(
    ...words: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    const file = `${this.settings.data}.json`;
    const profile = fileURLToPath(new URL('../../kiosk-profiles/adult.json', import.meta.url));
    writeFileSync(file, JSON.stringify({ ...this.settings, profile }));
    const program = fileURLToPath(new URL('../../main/chromium/main.ts', import.meta.url));
    return new Promise((resolve) => {
      execFile(process.execPath, [program, file, ...words], (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  }

  async close(): Promise<void> {
    await this.#kiosk?.stop();
    await this.#host?.close();
    await this.screen.close();
    await this.place.remove();
    vi.unstubAllEnvs();
  }
}
