import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPlaceBooking } from '../../contract/book/booking-rules.ts';
import { openBrowser } from '../browser.ts';
import { type BookStage, button, enlarge, looks, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';
import { placeSettings, usualWeek } from './fake-opening.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-hours-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

function play(desk: FakeDesk): void {
  desk.answers['rules.read'] = () => placeSettings();
  desk.answers['rules.write'] = () => ({});
  desk.answers['sites.read'] = () => ({ sites: [] });
  desk.answers['booking-rules.read'] = () => firstPlaceBooking;
}

async function openSettings(look = {}): Promise<BookStage> {
  const stage = await openPage(browser, { screens, play, look });
  await stage.page.getByText(stage.desk.room.placeName).first().waitFor();
  await button(stage.page, 'Réglages').click();
  await stage.page.getByRole('heading', { name: 'Saisons' }).waitFor();
  return stage;
}

const coming = (page: Page) => page.getByRole('region', { name: 'Les 14 prochains jours' }).getByRole('listitem');
const card = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest('label')?.firstChild?.textContent);

describe('the hours of the place', () => {
  it('get a season, a special day and public holidays by keyboard alone, and are saved as they stand', async () => {
    const { page, desk, complaints } = await openSettings();
    await page.getByLabel('Jours fériés de').selectOption('La Réunion');
    await button(page, 'Ajouter une saison').press('Enter');
    expect((await focused(page))?.trim()).toBe('Nom de la saison');
    await page.keyboard.type('Été');
    const summer = card(page, 'Été');
    await summer.getByLabel('Premier jour').fill('2027-07-05');
    await summer.getByLabel('Dernier jour').fill('2027-08-29');
    await button(summer, 'Retirer ces heures, vendredi, Été').last().press('Enter');
    await button(page, 'Ajouter un jour').press('Enter');
    expect((await focused(page))?.trim()).toBe('Jour');
    await card(page, 'Nouveau jour').getByLabel('Jour', { exact: true }).fill('2026-11-25');
    const added = card(page, 'mercredi 25 novembre');
    await added.getByLabel('Raison').fill('Inventaire');
    await added.getByLabel('Fermé').press('ArrowRight');
    await page.getByLabel('Fermeture, mercredi 25 novembre').fill('00:00');
    await page.keyboard.press('Enter');
    await page.getByText('Enregistré à').waitFor();
    const [usual = []] = usualWeek;
    const { seasons, exceptions } = placeSettings();
    expect(desk.askedOf('rules.write')).toEqual([
      placeSettings({
        seasons: [
          ...seasons,
          {
            name: 'Été',
            from: '2027-07-05',
            to: '2027-08-29',
            week: [...usualWeek.slice(0, 4), usual.slice(0, 1), [], []],
          },
        ],
        exceptions: [
          ...exceptions.slice(0, 1),
          { day: '2026-11-25', hours: [{ from: '09:00', to: '24:00' }], reason: 'Inventaire' },
          ...exceptions.slice(1),
        ],
        closedOnHolidays: 'reunion',
      }),
    ]);
    expect(complaints).toEqual([]);
  });

  it('are seen as they come out while they are typed', async () => {
    const { page } = await openSettings();
    await coming(page).getByText('vendredi 27 novembre : 14 h 05').waitFor();
    expect(await coming(page).count()).toBe(14);
    await coming(page).getByText('mardi 1er décembre : 10 h').waitFor();
    await card(page, 'Noël').getByLabel('Premier jour').fill('2026-12-02');
    await coming(page).getByText('mardi 1er décembre : 9 h').waitFor();
    await button(page, 'Retirer le jour, vendredi 27 novembre').press('Enter');
    await coming(page).getByText('vendredi 27 novembre : 9 h').waitFor();
    await page.getByLabel('Le lieu a des horaires').uncheck();
    expect(await coming(page).count()).toBe(0);
  });

  it('keep special days that are over folded away, and unfold them for what is wrong with one', async () => {
    const { page, desk } = await openSettings();
    await page.getByText('1 jour passé').waitFor();
    expect(await card(page, 'vendredi 15 mai').isVisible()).toBe(false);
    await button(page, 'Ajouter un jour').click();
    await card(page, 'Nouveau jour').getByLabel('Jour', { exact: true }).fill('2026-05-15');
    await button(page, 'Enregistrer').click();
    await page.getByText('Ce jour est deux fois dans la liste').first().waitFor();
    expect(await page.getByText('Ce jour est deux fois dans la liste').count()).toBe(2);
    expect(await card(page, 'vendredi 15 mai').first().isVisible()).toBe(true);
    expect(desk.askedOf('rules.write')).toEqual([]);
  });

  it('say beside the days of a season with which other one they overlap', async () => {
    const { page } = await openSettings();
    await button(page, 'Ajouter une saison').click();
    await page.keyboard.type('Hiver');
    const winter = card(page, 'Hiver');
    await winter.getByLabel('Premier jour').fill('2026-12-20');
    await winter.getByLabel('Dernier jour').fill('2026-12-19');
    await button(page, 'Enregistrer').click();
    await winter.getByText('Le dernier jour vient avant le premier.').waitFor();
    await winter.getByLabel('Dernier jour').fill('2027-02-28');
    await winter.getByText('dans la saison « Noël »').waitFor();
    await card(page, 'Noël').getByText('dans la saison « Hiver »').waitFor();
    await button(page, 'Retirer la saison, Hiver').press('Enter');
    await page.getByText('dans la saison').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Ajouter une saison');
  });
});

describe.each(looks)('with $name', ({ look, text }) => {
  it('the hours are read by everybody', async () => {
    const { page } = await openSettings(look);
    await enlarge(page, text);
    expect(await violations(page)).toEqual([]);
    await button(page, 'Ajouter une saison').click();
    await button(page, 'Ajouter un jour').click();
    await card(page, 'Nouveau jour').getByLabel('Autres horaires').check();
    await page.getByText('1 jour passé').click();
    await button(page, 'Enregistrer').click();
    await page.getByText('Rien n’est enregistré').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
