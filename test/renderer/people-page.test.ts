import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPlaceBooking } from '../../contract/book/booking-rules.ts';
import type { PersonView } from '../../contract/book/people.ts';
import { openBrowser } from '../browser.ts';
import { button, enlarge, looks, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';
import { placeSettings } from './fake-opening.ts';
import { station } from './fake-place.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-people-page-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const ada: PersonView = {
  id: '5f0c9a52-5a0b-4f0e-8d7e-3e6a1f0b2c01',
  ...{ name: 'Ada', group: null, authorised: true, version: 3, noShows: 2 },
  barred: { until: '2026-12-24T00:00:00.000Z', reason: 'a crié sur un animateur' },
};

const keeping = (desk: FakeDesk): void => {
  desk.answers['booking-rules.read'] = () => ({ ...firstPlaceBooking, keepsPeople: true });
  desk.answers['people.read'] = () => ({ people: [ada] });
  desk.answers['person.write'] = ({ name, group, authorised, barred }) => ({
    id: ada.id,
    version: 4,
    name,
    group,
    authorised,
    barred,
  });
  desk.answers['person.remove'] = () => ({});
};

describe('the people whom a place keeps', () => {
  it('are nobody, unless it decided otherwise', async () => {
    const play = (desk: FakeDesk): void => {
      desk.answers['booking-rules.read'] = () => firstPlaceBooking;
    };
    const { page, desk } = await openPage(browser, { screens, play });
    await button(page, 'Personnes').click();
    await page.getByText('Ce lieu ne garde personne').waitFor();
    expect(desk.askedOf('people.read')).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  it.each(looks)('are listed with what counts, changed and taken out: $name', async ({ look, text }) => {
    const { page, desk } = await openPage(browser, { screens, play: keeping, look });
    await enlarge(page, text);
    await button(page, 'Personnes').click();
    await page.getByText('autorisation parentale · exclusion jusqu’au jeudi 24 décembre').waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, 'Modifier Ada').click();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Motif de l’exclusion').fill('');
    expect(await button(page, 'Enregistrer').isDisabled()).toBe(true);
    await page.getByLabel('Exclusion jusqu’au').fill('');
    await button(page, 'Enregistrer').click();
    await expect
      .poll(() => desk.askedOf('person.write'))
      .toEqual([{ seen: { person: ada.id, version: 3 }, name: 'Ada', group: null, authorised: true, barred: null }]);
    await button(page, 'Retirer Ada').click();
    await button(page, 'Retirer').last().click();
    await expect.poll(() => desk.askedOf('person.remove')).toEqual([{ person: ada.id, version: 3 }]);
  });
});

it('a session that has ended is described with one tap, more words, or none', { timeout: 60_000 }, async () => {
  const ended = (session: string) => ({ session, workstation: station(2).id, endedAt: new Date().toISOString() });
  const sessions = ['2c02', '2c03', '2c04'].map((end) => `5f0c9a52-5a0b-4f0e-8d7e-3e6a1f0b${end}`);
  const play = (desk: FakeDesk): void => {
    desk.answers['support.describe'] = ({ session }) => {
      desk.tell({ undescribed: desk.room.undescribed.filter((one) => one.session !== session) });
      return {};
    };
    const communes = [{ code: '25056', name: 'Besançon' }];
    desk.answers['rules.read'] = () => placeSettings({ supportQuestions: ['age', 'commune', 'equipment'], communes });
    desk.tell({ undescribed: sessions.map(ended) });
  };
  const { page, desk } = await openPage(browser, { screens, play });
  await button(page, 'Social, santé').first().click();
  await expect.poll(() => desk.askedOf('support.describe').length).toBe(1);
  expect(await violations(page)).toEqual([]);
  await button(page, 'En dire plus').first().click();
  await page.getByLabel('Logement').check();
  await page.getByLabel('Année de naissance').fill('58');
  expect(await button(page, 'Noter').isDisabled()).toBe(true);
  await page.getByLabel('Année de naissance').fill('1958');
  await page.getByLabel('Commune de résidence').selectOption({ label: 'Besançon' });
  await page.getByLabel('Téléphone').check();
  expect(await violations(page)).toEqual([]);
  await button(page, 'Noter').click();
  await expect.poll(() => desk.askedOf('support.describe').length).toBe(2);
  await expect.poll(() => button(page, 'Ne pas dire').count()).toBe(1);
  await button(page, 'Ne pas dire').click();
  await expect.poll(() => page.getByText('C’était pour quoi').count()).toBe(0);
  await button(page, 'Ajouter un accompagnement').click();
  await page.getByLabel('Autonomie').selectOption({ label: 'Autonome' });
  await button(page, 'Noter').click();
  const nothing = { gender: null, birthYear: null, status: null, commune: null, equipment: [], referral: null };
  await expect
    .poll(() => desk.askedOf('support.describe'))
    .toEqual([
      { session: sessions[0], topics: ['social_sante'], autonomy: null, ...nothing },
      {
        ...{ session: sessions[1], topics: ['logement'], autonomy: null, ...nothing },
        ...{ birthYear: 1958, commune: '25056', equipment: ['telephone'] },
      },
      { session: sessions[2], topics: [], autonomy: null, ...nothing },
      { session: null, topics: [], autonomy: 'autonome', ...nothing },
    ]);
});
