import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { expected, fromTwo } from './book-day.ts';
import { dialog, made, openBook } from './book-scene.ts';
import { type BookStage, button } from './book-stage.ts';
import { buildDeskPage, openDeskPage, signIn } from './desk-stage.ts';
import { station } from './fake-place.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-book-around-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const open = (hash: string): Promise<BookStage> => openBook(browser, { screens, hash });

describe('the list', () => {
  it('says all that the timeline shows, in the order of time, and stays in the address', async () => {
    const { page } = await open('#day');
    await button(page, 'Liste').click();
    expect(new URL(page.url()).hash).toBe('#day?as=list');
    await page.reload();
    const rows = page.getByRole('table').getByRole('row');
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBe(15);
    const times = (await page.getByRole('rowheader').allInnerTexts()).map((text) => text.replace(/\D+/, ':'));
    expect(times).toEqual(times.toSorted((one, other) => parseInt(one) - parseInt(other)));
    const words = await rows.nth(8).innerText();
    expect(words).toMatch(/14\sh\s00\s– 15\sh\s00\s+Poste 3\s+Réservation\s+Attendu\s+Modifier\s+Annuler/);
  });

  it('cancels, and takes it back', async () => {
    const { page, desk } = await open('#day?as=list');
    await button(page, 'Annuler : Réservation, 14 h 30 – 15 h 30, Poste 2 : réservé').press('Enter');
    await page.getByText('Annulé : Réservation, mardi 24 novembre, 14 h 30 – 15 h 30, Poste 2.').waitFor();
    await button(page, 'Revenir en arrière').press('Enter');
    await page.getByText('C’est comme avant').waitFor();
    await button(page, 'Modifier : Réservation, 14 h 30 – 15 h 30, Poste 2 : réservé').waitFor();
    expect(desk.askedOf('booking.restore')).toEqual([{ entry: expected.id, version: 2 }]);
  });

  it('is of one room when that is asked for', async () => {
    const { page } = await open('#day?as=list');
    await page.getByLabel('Salle').selectOption('Salle Atelier');
    expect(await page.getByRole('rowheader').count()).toBe(2);
    expect(new URL(page.url()).hash).toBe('#day?as=list&room=Atelier');
  });
});

describe('the week', () => {
  it('says how full each half-day is, and opens a day from the keyboard', async () => {
    const { page, desk } = await open('#week');
    const cell = button(
      page,
      'Poste 2, mardi 24 novembre. Matin : 33 % pris, 1 occupation. Après-midi : 25 % pris, 1 occupation.',
    );
    await cell.waitFor();
    expect(desk.askedOf('timeline.read')).toEqual([{ from: '2026-11-23', to: '2026-11-29' }]);
    await button(page, /^Poste 1, lundi 23/).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await cell.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /mardi 24 novembre/i }).waitFor();
    expect(new URL(page.url()).hash).toBe('#day?day=2026-11-24');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Du 23 au 29 novembre' }).waitFor();
  });
});

describe('what is looked for', () => {
  it('is a slot for two neighbours, booked at one press', async () => {
    const { page, desk } = await open('#day');
    desk.answers['slots.find'] = () => ({
      slots: [{ startsAt: fromTwo(2880), workstations: [station(4).id, station(5).id, station(1).id] }],
    });
    desk.answers['booking.make'] = () => ({
      made: true,
      entry: { ...made, workstations: [station(4).id, station(5).id] },
      codes: ['K7M-4QX', 'B4T-92K'],
    });
    await button(page, 'Créneau libre').click();
    await page.getByLabel('Postes côte à côte').fill('2');
    await page.getByLabel('Du', { exact: true }).fill('2026-11-26');
    await page.getByLabel('Au', { exact: true }).fill('2026-11-26');
    await page.keyboard.press('Enter');
    await button(page, 'Réserver, jeudi 26 novembre, 14 h 00 sur Poste 4 et Poste 5').click();
    await page.getByText('B4T-92K').first().waitFor();
    expect(desk.askedOf('slots.find')).toMatchObject([
      { minutes: 60, together: 2, from: '2026-11-26', to: '2026-11-26' },
    ]);
    expect(desk.askedOf('booking.make')).toMatchObject([
      { wish: { together: 2, workstation: null, startsAt: fromTwo(2880) } },
    ]);
  });

  it('may be nowhere, and says what to try', async () => {
    const { page, desk } = await open('#day');
    desk.answers['slots.find'] = () => ({ slots: [] });
    await button(page, 'Créneau libre').click();
    await button(page, 'Chercher').click();
    await page.getByText('Aucun créneau ces jours-là. Essayez plus court').waitFor();
  });

  it('is a booking by its code, which opens with its day', async () => {
    const { page, desk } = await open('#day');
    await button(page, 'Par code').click();
    await page.getByLabel('Code de réservation').fill('K7M-4QX');
    await page.keyboard.press('Enter');
    await page.getByText('Aucune réservation n’a ce code').waitFor();
    const elsewhere = { ...expected, startsAt: fromTwo(2880), endsAt: fromTwo(2940) };
    desk.answers['booking.find'] = () => ({ entry: elsewhere });
    await page.keyboard.press('Enter');
    await page.getByText('jeudi 26 novembre, 14 h 00 – 15 h 00').waitFor();
    await button(page, 'Voir ce jour').click();
    await page.getByRole('heading', { level: 1, name: /jeudi 26 novembre/i }).waitFor();
  });
});

it('a closure lists who is in the way, and opens them', async () => {
  const { page, desk } = await open('#day');
  desk.answers['closure.make'] = () => ({ made: false, broken: ['taken'], inTheWay: [expected] });
  await button(page, 'Fermeture').click();
  await button(page, 'Fermer ces postes').click();
  await page.getByText('Un titre, 120 signes au plus.').waitFor();
  await page.keyboard.type('Réunion');
  await page.keyboard.press('Enter');
  await page.getByText('Rien n’est fermé.').waitFor();
  await button(dialog(page), /Réservation, mardi 24 novembre/).click();
  await button(dialog(page), 'Annuler la réservation').waitFor();
});

it('a real desk keeps what is booked, moved and cancelled here', async () => {
  const { page, lines, complaints } = await openDeskPage(browser, { screens });
  for (const line of lines) line.holdSlices();
  await signIn(page);
  await button(page, 'Jour').click();
  await button(page, 'Jour suivant').click();
  await page.getByRole('grid').waitFor();
  await button(page, 'Réserver').click();
  await page.getByLabel('Début').fill('10:00');
  await button(dialog(page), '30 min').click();
  await button(dialog(page), 'Réserver').click();
  const code = await dialog(page).locator('b').first().innerText();
  expect(code).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/);
  await button(page, 'Terminé').click();
  await button(page, 'Liste').click();
  await button(page, /^Modifier : Réservation, 10 h 00 – 10 h 30, Poste/).click();
  await page.getByLabel('Début').fill('11:00');
  await button(dialog(page), 'Enregistrer le changement').click();
  await button(page, /^Annuler : Réservation, 11 h 00 – 11 h 30, Poste/).click();
  await button(page, 'Revenir en arrière').click();
  await page.getByText('C’est comme avant').waitFor();
  await button(page, 'Par code').click();
  await page.getByLabel('Code de réservation').fill(code.toLowerCase().replace('-', ' '));
  await page.keyboard.press('Enter');
  await dialog(page).getByText('11 h 00 – 11 h 30').waitFor();
  expect(complaints).toEqual([]);
});
