import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import type { DeskSettings, KioskSettings } from '../../../contract/settings.ts';
import type { DeskParts } from '../../../main/desk/desk.ts';
import { addAccount } from '../../../main/desk/staff/add-account.ts';
import { startKiosk } from '../../../main/kiosk/kiosk.ts';
import { facilitator, makePlace, openDesk, type Place, seat } from '../../desk/place.ts';
import { StaffClient } from '../../desk/staff-client.ts';
import { ScriptedHost } from '../../kiosk/scripted-host.ts';
import { ScriptedTraces } from '../../kiosk/scripted-traces.ts';
import { profileInTest } from '../../kiosk/workstation-in-test.ts';
import { openWaitMs } from '../../desk/waits.ts';
import { FaultLine } from './fault-line.ts';

/** Two who work at the desk of every place here. */
export const camille = facilitator;
export const dominique = { name: 'dominique', password: 'trois petits cailloux' };

/** Tuesday, two in the afternoon in France, whenever the test runs. */
const beginning = Date.parse('2026-11-24T13:00:00.000Z');

/** A kiosk with everything real but what needs a screen. */
export interface LivedKiosk {
  readonly workstation: string;
  readonly name: string;
  readonly host: ScriptedHost;
  /** Between it and the desk. */
  readonly line: FaultLine;
}

export interface LivedPlace {
  readonly place: Place;
  readonly address: string;
  readonly kiosks: readonly LivedKiosk[];
  /** A third pair of eyes on the book, on a line of its own. */
  readonly staff: StaffClient;
  /** The place's time. */
  readonly clock: () => number;
  /** Time that passes at the desk alone; its screens are told. */
  readonly forward: (milliseconds: number) => Promise<void>;
}

type Opening = {
  readonly seats?: number;
  /** What the place's settings say besides, once its keys are made. */
  readonly settle?: (place: Place) => Promise<Partial<DeskSettings>>;
  readonly desk?: Partial<DeskParts>;
};

/** Somebody is sent there for so many minutes, sits down, and reads their pages. */
export async function sitsDown(
  { staff }: LivedPlace,
  { workstation, host }: LivedKiosk,
  minutes: number,
): Promise<void> {
  await staff.must('session.start', { workstation, minutes, label: null });
  await answersCall(host);
}

export async function answersCall(host: ScriptedHost): Promise<void> {
  await phase(host, 'called');
  await host.call('called.answer', {});
  await acceptsCharter(host);
}

/** A code that the kiosk may have got only just now. */
export async function typesCode(host: ScriptedHost, code: string): Promise<void> {
  await vi.waitFor(async () => {
    const typed = await host.call('code.submit', { code });
    if (!typed.ok) throw new Error(`the code opens nothing: ${typed.problem.code}`);
  }, openWaitMs);
  await acceptsCharter(host);
}

async function acceptsCharter(host: ScriptedHost): Promise<void> {
  await phase(host, 'charter');
  await host.call('charter.answer', { accepted: true });
  await phase(host, 'active');
}

export const phase = (host: ScriptedHost, name: string): Promise<void> =>
  vi.waitFor(() => {
    const now = host.snapshot?.scene.phase ?? 'nothing';
    if (now !== name) throw new Error(`the kiosk is ${now}, not ${name}`);
  }, openWaitMs);

/** Opens a desk on its own port and disk, and its kiosks, all of them free. Everything is gone when the test is over. */
export async function openLivedPlace(
  screens: string,
  { seats = 2, settle, desk = {} }: Opening = {},
): Promise<LivedPlace> {
  const made = await makePlace({ screens, seats });
  const place = { ...made, settings: { ...made.settings, ...(await settle?.(made)) } };
  await addAccount({ data: place.settings.data, name: dominique.name, input: Readable.from([dominique.password]) });
  let ahead = beginning - Date.now();
  const clock = (): number => Date.now() + ahead;
  const { address } = await openDesk(place, { clock, ...desk });
  const staff = await StaffClient.signedIn(address);
  const kiosks = await Promise.all(Array.from({ length: seats }, (_, index) => openKiosk(place, address, index)));
  await vi.waitFor(async () => {
    const { workstations } = await staff.must('room.read');
    const late = workstations.filter(({ phase }) => phase !== 'free');
    if (late.length > 0) throw new Error(`not free yet: ${late.map(({ name, phase }) => `${name} ${phase}`).join()}`);
  }, openWaitMs);
  const forward = async (milliseconds: number): Promise<void> => {
    ahead += milliseconds;
    await staff.must('rules.write', await staff.must('rules.read'));
  };
  return { place, address, kiosks, staff, clock, forward };
}

async function openKiosk(place: Place, address: string, index: number): Promise<LivedKiosk> {
  const line = await FaultLine.to(address);
  const folder = join(place.folder, `kiosk-${index}`);
  for (const page of ['kiosk', 'home']) {
    await mkdir(join(folder, 'screens', page), { recursive: true });
    await writeFile(join(folder, 'screens', page, 'index.html'), '<!doctype html><title>Escale</title>');
  }
  const { id: workstation, key, name } = seat(place, index);
  const settings: KioskSettings = {
    ...{ workstation, key, desk: `ws://127.0.0.1:${line.port}/link` },
    ...{ data: join(folder, 'data'), runtime: join(folder, 'run'), screens: join(folder, 'screens') },
    ...{ profile: join(folder, 'profile.json'), demonstration: false, filter: null, upstream: null, browserUser: null },
  };
  const host = new ScriptedHost();
  const log = pino({ enabled: false });
  const kiosk = await startKiosk({ settings, profile: profileInTest(), host, traces: new ScriptedTraces(), log });
  onTestFinished(() => kiosk.stop());
  return { workstation, name, host, line };
}
