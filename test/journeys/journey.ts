import type { Browser } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Profile } from '../../contract/profile.ts';
import { openBrowser } from '../browser.ts';
import { DeskClient } from '../desk-client.ts';
import { Citizen } from './citizen.ts';
import { start, type Demonstration } from './demonstration.ts';
import { Facilitator } from './facilitator.ts';
import { openTown, type Town } from './town.ts';

/** A demonstration place with everybody in it: somebody at the kiosk, somebody at the desk, and a site of the town to visit. */
export interface Journey {
  /** What the town's site plants wherever a page can write. */
  readonly secret: string;
  readonly since: Date;
  /** Folder of the pictures that are kept of each step. */
  readonly pictures: string;
  readonly town: Town;
  readonly place: Demonstration;
  readonly browser: Browser;
  readonly citizen: Citizen;
  /** Signed in, and looking at the room. */
  readonly facilitator: Facilitator;
  readonly desk: DeskClient;
  end(): Promise<void>;
}

const profile = (town: Town, changes: Partial<Profile>): object => ({
  id: 'journey',
  version: 1,
  name: { fr: 'Essai' },
  browsing: { mode: 'open' },
  refusedSites: ['interdit.example.org'],
  localServices: [{ label: { fr: 'Le marché' }, host: 'marche.internal', address: '127.0.0.1', port: town.port }],
  warningsAtMinutes: [2],
  searchAddress: 'https://www.qwant.com/?q={words}',
  tiles: [{ label: { fr: 'Le marché' }, icon: 'town', address: 'http://marche.internal/' }],
  ...changes,
});

/** Begins a journey by this name, on a kiosk whose profile has `changes`. */
export async function begin(name: string, changes: Partial<Profile>): Promise<Journey> {
  const pictures = fileURLToPath(new URL(`../../out/journeys/${name}`, import.meta.url));
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const since = new Date();
  const secret = `secret-${randomUUID()}`;
  const town = await openTown(secret);
  const endings = [(): Promise<unknown> => town.close()];
  const end = async (): Promise<void> => {
    for (const undo of endings.toReversed()) await undo();
  };
  try {
    const place = await start(profile(town, changes));
    endings.push(() => place.stop());
    const browser = await openBrowser();
    endings.push(() => browser.close());
    const facilitator = new Facilitator(await browser.newPage({ locale: 'fr-FR', timezoneId: 'Europe/Paris' }));
    await facilitator.signsIn(place.desk, place.logins.desk);
    const desk = await DeskClient.signIn(place.desk, place.logins.desk);
    const citizen = new Citizen(place.display, pictures);
    return { secret, since, pictures, town, place, browser, citizen, facilitator, desk, end };
  } catch (error) {
    await end();
    throw error;
  }
}
