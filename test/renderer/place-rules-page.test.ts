import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPlaceBooking } from '../../contract/book/booking-rules.ts';
import { openBrowser } from '../browser.ts';
import { type BookStage, button, enlarge, looks, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-place-rules-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const settings = {
  week: null,
  bookingMarginMinutes: 5,
  shortestMinutes: 5,
  extension: null,
  resumeMinutes: 15,
  inactivity: null,
  helpLine: null,
  newMaintenanceCode: null,
};

function play(desk: FakeDesk): void {
  const groups = [
    { id: 'moins-de-15-ans', name: 'Moins de 15 ans', rules: { longestMinutes: 60, authorisation: true } },
  ];
  desk.answers['rules.read'] = () => settings;
  desk.answers['sites.read'] = () => ({ sites: [] });
  desk.answers['booking-rules.read'] = () => ({ ...firstPlaceBooking, groups });
  desk.answers['booking-rules.write'] = () => ({});
}

async function openSettings(look = {}): Promise<BookStage> {
  const stage = await openPage(browser, { screens, play, look });
  await button(stage.page, 'Réglages').click();
  await stage.page.getByRole('heading', { name: 'Réservations et file d’attente' }).waitFor();
  await stage.page.getByLabel('Nom du groupe').waitFor();
  return stage;
}

describe('the booking rules', () => {
  it('are kept for everybody, an empty limit being none, and say beside the field what is wrong', async () => {
    const { page, desk, complaints } = await openSettings();
    await page.getByLabel('Minutes par jour').fill('0');
    await page.getByLabel('Réserver au plus tôt').fill('14');
    await button(page, 'Enregistrer les règles').click();
    await page.getByText('Rien n’est enregistré : un champ est à corriger.').waitFor();
    await page.getByText('Un nombre entier, 1 ou plus, ou rien').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await page.getByLabel('Minutes par jour').fill('90');
    await page.getByLabel('Réservation la plus longue').first().fill('');
    await page.keyboard.press('Enter');
    await page.getByText('Enregistré à').waitFor();
    expect(desk.askedOf('booking-rules.write')).toMatchObject([
      { rules: { minutesPerDay: 90, longestMinutes: null, daysAhead: 14 } },
    ]);
    expect(complaints).toEqual([]);
  });

  it('say for a group only what differs', async () => {
    const { page, desk } = await openSettings();
    await button(page, 'Comme tous : L’autorisation d’un parent est nécessaire').click();
    await page.getByRole('combobox', { name: 'Changer cette règle' }).selectOption('bookingsPerWeek');
    await button(page, 'Changer cette règle').click();
    await page.getByRole('spinbutton', { name: 'Réservations par semaine' }).last().fill('2');
    await button(page, 'Ajouter un groupe').click();
    await page.getByLabel('Nom du groupe').last().fill('Demandeurs d’emploi');
    await button(page, 'Enregistrer les règles').click();
    await page.getByText('Enregistré à').waitFor();
    expect(desk.askedOf('booking-rules.write')).toMatchObject([
      {
        groups: [
          { id: 'moins-de-15-ans', rules: { longestMinutes: 60, bookingsPerWeek: 2 } },
          { id: 'demandeurs-d-emploi', name: 'Demandeurs d’emploi', rules: {} },
        ],
      },
    ]);
    await button(page, 'Retirer le groupe Moins de 15 ans').click();
    expect(await page.getByLabel('Nom du groupe').count()).toBe(1);
  });

  it('leave people out unless the place says so, and say what the law asks', async () => {
    const { page } = await openSettings();
    expect(await page.getByLabel('Le lieu garde des personnes').isChecked()).toBe(false);
    await page.getByText('Rien ne vous y oblige.').waitFor();
    await page.getByText('conserver ces identités cinq ans').waitFor();
    await page.getByLabel('Le lieu garde des personnes').check();
    await page.getByText('Dites-le aux visiteurs').waitFor();
  });

  it('say beside themselves why they were not kept', async () => {
    const { page, desk } = await openSettings();
    desk.answers['booking-rules.write'] = () => ({ refused: 'internal' });
    await page.getByLabel('Réserver et prendre un numéro').uncheck();
    await button(page, 'Enregistrer les règles').click();
    const section = page.getByRole('region', { name: 'Réservations et file d’attente' });
    await section.getByRole('alert').getByText('Quelque chose a cassé de notre côté').waitFor();
    expect(await page.getByText('Quelque chose a cassé de notre côté').count()).toBe(1);
  });
});

describe.each(looks)('with $name', ({ look, text }) => {
  it('the booking rules are read by everybody', async () => {
    const { page } = await openSettings(look);
    await enlarge(page, text);
    expect(await violations(page)).toEqual([]);
    await button(page, 'Ajouter un groupe').click();
    await page.getByLabel('Minutes par jour').first().fill('0');
    await page.getByLabel('Le lieu garde des personnes').check();
    await button(page, 'Enregistrer les règles').click();
    await page.getByText('Rien n’est enregistré').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
