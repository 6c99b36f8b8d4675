import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkshopView } from '../../contract/book/workshops.ts';
import { openBrowser } from '../browser.ts';
import { type BookStage, button, enlarge, looks, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';
import { entry, inMinutes, registration, station, workshop, workshopSession } from './fake-place.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-workshops-page-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const past = workshopSession({ standing: 'over', startsAt: inMinutes(-10_080), endsAt: inMinutes(-9960) });
const running = workshopSession({ standing: 'running', startsAt: inMinutes(-5), endsAt: inMinutes(115) });
const next = workshopSession({ startsAt: inMinutes(10_075), endsAt: inMinutes(10_195) });

/** Two seats that are taken, one person who waits, three dates; and a workshop without any date. */
function play(desk: FakeDesk): void {
  let series: WorkshopView = workshop({
    seats: 2,
    sessions: [past, running, next],
    registrations: [registration(1), registration(2), registration(3, { standing: 'waiting' })],
  });
  const bare = workshop({ id: station(1).id, title: 'Retouche photo', audience: '', seats: 6 });
  desk.answers['workshops.read'] = () => ({ workshops: [bare, series] });
  desk.answers['workshop.register'] = () => {
    const made = registration(4, { standing: 'waiting' });
    series = { ...series, registrations: [...series.registrations, made] };
    return made;
  };
  desk.answers['workshop.attend'] = ({ registration: id, entry: session, present }) => {
    const attendance = present === null ? {} : { [session]: present };
    const registrations = series.registrations.map((one) => (one.id === id ? { ...one, attendance } : one));
    series = { ...series, registrations };
    return {};
  };
  desk.answers['workshop.start'] = () => ({ started: [station(7).id, station(8).id], notStarted: [station(9).id] });
  desk.answers['workshop.unregister'] = () => ({});
  desk.answers['workshop.remove'] = () => ({});
  desk.answers['booking.cancel'] = () => ({ entry: next });
  desk.answers['workshop.add-session'] = () => ({ made: false, broken: ['taken'], inTheWay: [entry()] });
  desk.answers['workshop.write'] = () => ({ refused: 'stale' });
}

async function openList(look = {}): Promise<BookStage> {
  const stage = await openPage(browser, { screens, play, look });
  await button(stage.page, 'Ateliers').click();
  await stage.page.getByText('Retouche photo').waitFor();
  return stage;
}

async function openSeries(): Promise<BookStage> {
  const stage = await openList();
  await button(stage.page, 'Premiers mails').press('Enter');
  await stage.page.getByRole('heading', { level: 1, name: 'Premiers mails' }).waitFor();
  return stage;
}

describe('the workshops’ page', () => {
  it('lists each series with its next date and its seats, the next one first', async () => {
    const { page, complaints } = await openList();
    const card = (at: number) => page.getByRole('list', { name: 'Ateliers du lieu' }).getByRole('listitem').nth(at);
    await card(0).getByText('En cours, 14 h 00 – 16 h 00').waitFor();
    await card(0).getByText('Complet · 2 sur 2 places').waitFor();
    await card(0).getByText('1 en attente').waitFor();
    await card(1).getByText('Aucune date à venir').waitFor();
    await card(1).getByText('0 sur 6 places').waitFor();
    expect(complaints).toEqual([]);
  });

  it('creates a workshop, and says at its field what is wrong with it', async () => {
    const { page, desk } = await openList();
    await button(page, 'Nouvel atelier').click();
    await button(page, 'Enregistrer l’atelier').click();
    await page.getByText('Un titre, 120 signes au plus').waitFor();
    // The field at fault takes the keyboard.
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('Mots de passe');
    desk.answers['workshop.write'] = () => workshopWritten;
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(desk.askedOf('workshop.write')).toMatchObject([{ workshop: null, title: 'Mots de passe', seats: 6 }]);
    await page.getByRole('heading', { level: 1, name: 'Premiers mails' }).waitFor();
  });

  it('does not overwrite what changed meanwhile', async () => {
    const { page } = await openSeries();
    await button(page, 'Modifier').click();
    await page.getByLabel('Titre').fill('Mails');
    await button(page, 'Enregistrer l’atelier').click();
    await page.getByText('Cela a changé entre-temps').waitFor();
    await button(page, 'Reprendre la version actuelle').click();
    expect(await page.getByLabel('Titre').inputValue()).toBe('Premiers mails');
    await button(page, 'Enregistrer l’atelier').waitFor();
  });

  it('books another date on all workstations or some, and lists what stands in the way', async () => {
    const { page, desk } = await openSeries();
    await button(page, 'Ajouter une date').click();
    expect(await page.getByLabel('Jour').inputValue()).toBe('2026-12-08');
    await page.getByLabel('Poste 9').uncheck();
    await button(page, 'Réserver les postes').click();
    await page.getByText('Des postes sont déjà pris').waitFor();
    await page.getByText('Réservation, mardi 24 novembre, 14 h 30 – 15 h 30 · Poste 2').waitFor();
    await page.getByLabel('Tous les postes du lieu').check();
    desk.answers['workshop.add-session'] = () => ({ made: true, entry: next });
    await button(page, 'Réserver les postes').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(desk.askedOf('workshop.add-session')).toMatchObject([
      { workstations: [station(7).id, station(8).id], startsAt: '2026-12-08T13:00:00.000Z' },
      { workstations: desk.room.workstations.map(({ id }) => id) },
    ]);
  });

  it('registers by number, says the place on the waiting list, and asks before a seat is given back', async () => {
    const { page, desk } = await openSeries();
    await button(page, 'Inscrire en liste d’attente').click();
    await page.getByText('Inscription n° 4 : plus de place, 2e sur la liste d’attente').waitFor();
    await button(page, 'Désinscrire, Inscription n° 1').click();
    await page.getByText('La place revient à la première personne').waitFor();
    await button(page.getByRole('dialog'), 'Désinscrire').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(desk.askedOf('workshop.unregister')).toHaveLength(1);
  });

  it('notes by keyboard alone who came, and takes a mark back', async () => {
    const { page, complaints } = await openSeries();
    await page.getByText('2 à noter').waitFor();
    await button(page, 'Présent, Inscription n° 1').press('p');
    await page.keyboard.press('a');
    await page.getByText('1 présent · 1 absent · 0 à noter').waitFor();
    expect(await button(page, 'Absent, Inscription n° 2').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Backspace');
    await page.getByText('1 présent · 0 absent · 1 à noter').waitFor();
    await button(page, 'Les autres sont présents').press('Enter');
    await page.getByText('2 présents · 0 absent · 0 à noter').waitFor();
    expect(complaints).toEqual([]);
  });

  it('notes another date’s attendance apart', async () => {
    const { page, desk } = await openSeries();
    await page.getByText('1 date passée').click();
    await button(page, 'Présences, mardi 17 novembre').click();
    await button(page, 'Présent, Inscription n° 2').click();
    await page.getByText('1 présent · 0 absent · 1 à noter').waitFor();
    expect(desk.askedOf('workshop.attend')).toMatchObject([{ entry: past.id, present: true }]);
  });

  it('starts the workshop on its workstations, and says which did not start', async () => {
    const { page } = await openSeries();
    await button(page, 'Lancer l’atelier sur les postes').click();
    await page.getByText('Lancé sur : Poste 7, Poste 8.').waitFor();
    await page.getByText('Pas lancé sur : Poste 9.').waitFor();
  });

  it('asks before a date is cancelled or the whole workshop removed', async () => {
    const { page, desk } = await openSeries();
    await button(page, 'Annuler la date, mardi 1er décembre').click();
    await button(page.getByRole('dialog'), 'Annuler la date').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(desk.askedOf('booking.cancel')).toEqual([{ entry: next.id, version: 1 }]);
    await button(page, 'Supprimer').click();
    await page.getByText('3 personnes sont inscrites : prévenez-les.').waitFor();
    await button(page, 'Supprimer l’atelier').click();
    await page.getByRole('heading', { level: 1, name: 'Ateliers' }).waitFor();
    expect(desk.askedOf('workshop.remove')).toHaveLength(1);
  });

  it('says what to do when there is none', async () => {
    const { page } = await openPage(browser, {
      screens,
      play: (desk) => (desk.answers['workshops.read'] = () => ({ workshops: [] })),
    });
    await button(page, 'Ateliers').click();
    await page.getByText('Créez le premier').waitFor();
  });
});

const { id, title, description, audience, seats, version } = workshop();
const workshopWritten = { id, title, description, audience, seats, version };

describe.each(looks)('with $name', ({ look, text }) => {
  it('workshops are read by everybody', async () => {
    const { page } = await openList(look);
    await enlarge(page, text);
    expect(await violations(page)).toEqual([]);
    await button(page, 'Premiers mails').click();
    await button(page, 'Présent, Inscription n° 1').click();
    await button(page, 'Absent, Inscription n° 2').click();
    await button(page, 'Lancer l’atelier sur les postes').click();
    await button(page, 'Inscrire en liste d’attente').click();
    await page.getByText('Pas lancé sur').waitFor();
    await page.getByText('1 date passée').click();
    expect(await violations(page)).toEqual([]);
    for (const [opener, answer] of [
      ['Modifier', 'Enregistrer l’atelier'],
      ['Ajouter une date', 'Réserver les postes'],
      ['Supprimer', 'Garder'],
    ] as const) {
      await button(page, opener).click();
      await button(page, answer).click();
      if (answer === 'Garder') await button(page, opener).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
});
