import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { profileSchema, type Profile } from '../../contract/profile.ts';
import type { SliceTicket } from '../../contract/desk-link.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import { startKiosk, type Kiosk } from '../../main/kiosk/kiosk.ts';
import { hashCode } from '../../main/kiosk/tickets.ts';
import { DeskInTest } from './desk-in-test.ts';
import { FakeClock } from './fake-clock.ts';
import { ScriptedHost } from './scripted-host.ts';
import { ScriptedTraces } from './scripted-traces.ts';

export const code = 'K7M4QX';
export const key = 'a key that is long enough for the link';

export const profileInTest = (changes: Partial<Profile> = {}): Profile =>
  profileSchema.parse({
    id: 'adult',
    version: 1,
    name: { fr: 'Adultes' },
    browsing: { mode: 'open' },
    graceSeconds: 0,
    searchAddress: 'https://example.org/?q={words}',
    tiles: [],
    ...changes,
  });

export const ticketInTest = (changes: Partial<SliceTicket> = {}, opensWith = code): SliceTicket => ({
  ticket: randomUUID(),
  codeHash: hashCode(opensWith, key).toString('hex'),
  access: 'ticket',
  minutes: 30,
  validFrom: null,
  expiresAt: '2026-11-24T18:00:00.000Z',
  usedToday: 0,
  usedThisWeek: 0,
  ...changes,
});

const stepMs = 5_000;
/** A message to this same process and its answer take two or three. */
const turnsPerStep = 8;

/** One workstation with everything real but the host and the clock. */
export class WorkstationInTest {
  readonly clock = new FakeClock();
  readonly desk: DeskInTest;
  readonly settings: KioskSettings;
  readonly #folder: string;
  host = new ScriptedHost();
  readonly traces = new ScriptedTraces();
  #kiosk: Kiosk | null = null;

  private constructor(folder: string, desk: DeskInTest) {
    this.#folder = folder;
    this.desk = desk;
    this.settings = {
      workstation: randomUUID(),
      key,
      desk: desk.address,
      data: join(folder, 'data'),
      runtime: join(folder, 'run'),
      screens: join(folder, 'screens'),
      profile: join(folder, 'profile.json'),
      demonstration: false,
      filter: null,
      upstream: null,
      browserUser: null,
    };
  }

  static async make(): Promise<WorkstationInTest> {
    const folder = await mkdtemp(join(tmpdir(), 'escale-kiosk-'));
    for (const page of ['kiosk', 'home']) {
      await mkdir(join(folder, 'screens', page), { recursive: true });
      await writeFile(join(folder, 'screens', page, 'index.html'), '<!doctype html><title>Escale</title>');
    }
    return new WorkstationInTest(folder, await DeskInTest.open());
  }

  async start(profile: Profile = profileInTest()): Promise<void> {
    const { clock, host, settings, traces } = this;
    // What an earlier kiosk showed says nothing about this one.
    host.snapshot = null;
    this.#kiosk = await startKiosk({ settings, profile, host, clock, traces, log: pino({ enabled: false }) });
  }

  /** Until a session may begin, with the desk at the other end. */
  async startFree(profile: Profile = profileInTest()): Promise<void> {
    await this.start(profile);
    await this.phase('free');
    await eventually(() => this.host.snapshot?.deskReachable === true, 'the desk is reached');
    await eventually(() => this.host.done.includes('visitor'), 'a browser waits');
  }

  /** Until the visitor reads pages. */
  async startSession(profile: Profile = profileInTest()): Promise<void> {
    await this.startFree(profile);
    await this.openSession();
  }

  async openSession(typed = code): Promise<void> {
    await this.host.call('code.submit', { code: typed });
    await this.phase('charter');
    await this.host.call('charter.answer', { accepted: true });
    await eventually(() => this.host.layout === 'bar', 'the bar is shown');
  }

  /** Time passes in steps between which both ends of the line get their turn, so that the line does not seem dead. */
  async pass(milliseconds: number): Promise<void> {
    for (let leftMs = milliseconds; leftMs > 0; leftMs -= stepMs) {
      this.clock.pass(Math.min(leftMs, stepMs));
      for (let turn = 0; turn < turnsPerStep; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  phase(phase: string): Promise<void> {
    return eventually(() => this.host.snapshot?.scene.phase === phase, `phase ${phase}`);
  }

  async stop(): Promise<void> {
    await this.#kiosk?.stop();
    this.#kiosk = null;
  }

  /** The same machine, switched on again. */
  async startAgain(profile?: Profile): Promise<void> {
    await this.stop();
    this.host = new ScriptedHost();
    await this.start(profile);
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.desk.goAway();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const limitMs = 5_000;

/** Waits for a condition on the real clock; fails with its name. */
export async function eventually(condition: () => boolean, name: string): Promise<void> {
  const until = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > until) throw new Error(`did not come about: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
