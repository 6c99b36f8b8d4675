import { chown, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, failed, ok, type Result } from '../../contract/problem.ts';
import type { Profile } from '../../contract/profile.ts';
import { readProfile } from '../../contract/profile-file.ts';
import type { CentralSettings, DeskSettings, KioskSettings } from '../../contract/settings.ts';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';
import { demonstrationList } from './filter-list.ts';
import type { Plan } from './plan.ts';
import { writePrivate, type Records } from './records.ts';
import { refusedSite, townHost } from './town.ts';

/** Where the settings of each program were written, and the folder of their logs, empty at first. */
export interface SettingsFiles {
  readonly desk: string;
  readonly central: string;
  readonly kiosk: string;
  readonly logs: string;
}

/** The place that the demonstration plays. */
const place = { name: 'Espace numérique de Port-Clair (démonstration)', commune: 'Port-Clair' };
/** Of a commune that does not exist. */
const communeCode = '25900';
const zone = 'Europe/Paris';

export interface SettingsParts {
  readonly plan: Plan;
  readonly records: Records;
  readonly root: string;
  readonly runtime: string;
}

/** Written anew at each start: ports and paths may have changed. */
export async function writeSettings({ plan, records, root, runtime }: SettingsParts): Promise<Outcome<SettingsFiles>> {
  const at = (...names: string[]): string => path.join(plan.data, ...names);
  await rm(at('logs'), { recursive: true, force: true });
  const folders = ['settings', 'lists', 'logs', 'desk', 'central', 'kiosk'].map((name) => at(name));
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o711 });
  const profile = await chooseProfile(plan, root);
  if (!profile.ok) return profile;
  const filter = await demonstrationList(root, plan.data);
  if (!filter.ok) return filter;

  const screens = path.join(root, 'out/renderer');
  const host = '127.0.0.1';
  const desk: DeskSettings = {
    ...{ host, port: plan.ports.desk, data: at('desk'), screens, placeKey: at('settings/place-key.pem') },
    place: { id: records.place, ...place, zone },
    workstations: [{ ...records.workstation, name: 'Poste 1', room: '1', features: ['accessible-seat'] }],
    ...{ filter: { ...filter.value, never: null }, overrides: null },
    central: `http://${host}:${plan.ports.central}`,
  };
  const central: CentralSettings = {
    ...{ host, port: plan.ports.central, data: at('central'), screens },
    places: [{ id: records.place, ...place, communeCode, publicKey: records.placeKey.public }],
  };
  const kiosk: KioskSettings = {
    ...{ workstation: records.workstation.id, key: records.workstation.key },
    desk: `ws://${host}:${plan.ports.desk}/link`,
    ...{ data: at('kiosk'), runtime, screens, profile: at('settings/profile.json') },
    ...{ filter: { key: filter.value.key, list: null }, upstream: null, demonstration: true },
    browserUser: plan.browser.name === 'chromium' ? plan.account : null,
  };
  const files = {
    desk: at('settings/desk.json'),
    central: at('settings/central.json'),
    kiosk: at('settings/kiosk.json'),
  };
  await writePrivate(desk.placeKey, records.placeKey.private);
  await writePrivate(kiosk.profile, JSON.stringify(profile.value, null, 2));
  await writePrivate(files.desk, JSON.stringify(desk, null, 2));
  await writePrivate(files.central, JSON.stringify(central, null, 2));
  await writePrivate(files.kiosk, JSON.stringify(kiosk, null, 2));
  // Electron must not run as root: the whole kiosk then runs as the browsers' account, and what is the kiosk's is that account's.
  if (plan.browser.name === 'electron' && plan.account !== null)
    for (const own of [kiosk.profile, files.kiosk, kiosk.data, runtime])
      await chown(own, plan.account.uid, plan.account.gid);
  return done({ ...files, logs: at('logs') });
}

async function chooseProfile(plan: Plan, root: string): Promise<Outcome<Profile>> {
  const file = plan.profile ?? path.join(root, 'kiosk-profiles/adult.json');
  const profile = await readProfile(file, readText);
  if (!profile.ok) return stopped(`the kiosk profile cannot be used: ${describe(profile.problem)}`);
  return done(plan.profile === null ? withTown(profile.value, plan.ports.town) : profile.value);
}

const readText = (file: string): Promise<Result<string>> =>
  readFile(file, 'utf8').then(ok, (error: unknown) =>
    failed('not-found', file, `a file that can be read (${String(error)})`),
  );

/** The demonstration's town is a service of the place's own network, so that it can be tried without internet. */
function withTown(profile: Profile, port: number): Profile {
  const label = { fr: 'La ville de Port-Clair (démonstration)', en: 'The town of Port-Clair (demonstration)' };
  const hint = { fr: 'Un petit site servi par cette machine', en: 'A small site served by this machine' };
  return {
    ...profile,
    refusedSites: [...profile.refusedSites, refusedSite],
    localServices: [...profile.localServices, { label, host: townHost, address: '127.0.0.1', port }],
    tiles: [{ label, hint, icon: 'town', address: `http://${townHost}/` }, ...profile.tiles],
  };
}
