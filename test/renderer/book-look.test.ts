import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPlaceBooking } from '../../contract/book/booking-rules.ts';
import { openBrowser } from '../browser.ts';
import { bookOf, everyStanding, expected, fromTwo } from './book-day.ts';
import { button, enlarge, looks, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';
import { station } from './fake-place.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-book-look-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const alternatives = [60, 75, 1440].map((minutes) => ({
  startsAt: fromTwo(minutes),
  workstations: [station(4).id, station(5).id],
}));

function play(desk: FakeDesk): void {
  desk.answers['timeline.read'] = (days) => bookOf(everyStanding(), days);
  desk.answers['booking-rules.read'] = () => firstPlaceBooking;
  desk.answers['slots.find'] = () => ({ slots: alternatives });
  desk.answers['booking.make'] = () => ({ made: false, broken: ['too-long', 'day-minutes'], alternatives });
  desk.answers['booking.cancel'] = () => ({ entry: { ...expected, standing: 'cancelled', version: 2 } });
  desk.answers['closure.make'] = () => ({ made: false, broken: ['taken'], inTheWay: [expected] });
}

/** Each place of the timeline’s pages, and the way there. */
const scenes: readonly {
  readonly name: string;
  readonly hash: string;
  readonly reach: (page: Page) => Promise<void>;
}[] = [
  { name: 'the day', hash: '#day', reach: async (page) => page.getByRole('grid').press('ArrowDown') },
  { name: 'a closed day', hash: '#day?day=2026-12-25', reach: (page) => page.getByText('Fermé : Noël.').waitFor() },
  {
    name: 'the list, with something to undo',
    hash: '#day?as=list',
    reach: async (page) => {
      await button(page, /^Annuler : Réservation, 14 h 30/).click();
      await button(page, 'Revenir en arrière').waitFor();
    },
  },
  { name: 'the week', hash: '#week', reach: (page) => button(page, /^Poste 9, dimanche 29/).waitFor() },
  {
    name: 'a refused booking',
    hash: '#day',
    reach: async (page) => {
      await button(page, 'Réserver').click();
      await page.getByText('Autres souhaits').click();
      await button(page.getByRole('dialog'), 'Réserver').click();
      await page.getByText('Passer outre').waitFor();
    },
  },
  {
    name: 'an entry',
    hash: '#day?as=list',
    reach: (page) => button(page, /^Ouvrir : Réservation, 14 h 30/).click(),
  },
  {
    name: 'found slots',
    hash: '#week',
    reach: async (page) => {
      await button(page, 'Créneau libre').click();
      await button(page, 'Chercher').click();
      await page.getByText('3 créneaux').waitFor();
    },
  },
  {
    name: 'an unknown code',
    hash: '#day',
    reach: async (page) => {
      await button(page, 'Par code').click();
      await button(page, 'Retrouver').click();
      await page.getByText('Aucune réservation n’a ce code').waitFor();
    },
  },
  {
    name: 'a refused closure',
    hash: '#day',
    reach: async (page) => {
      await button(page, 'Fermeture').click();
      await page.getByLabel('Seulement certains').check();
      await button(page, 'Fermer ces postes').click();
      await page.getByLabel('Titre affiché').fill('Réunion');
      await page.getByRole('checkbox', { name: 'Poste 4' }).check();
      await button(page, 'Fermer ces postes').click();
      await page.getByText('Rien n’est fermé').waitFor();
    },
  },
];

describe.each(looks)('$name', ({ look, text }) => {
  it.each(scenes)('has no violation of axe and no sideways scroll: $name', async ({ hash, reach }) => {
    const { page, complaints } = await openPage(browser, { screens, path: `/${hash}`, play, look });
    await page.getByRole('main').getByRole('row').first().waitFor();
    await enlarge(page, text);
    await reach(page);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('the timeline', () => {
  it.each([
    [1280, 100],
    [820, 100],
    [1280, 200],
  ])('keeps each word within its block, %i wide with the text at %i %%', async (width, text) => {
    const { page } = await openPage(browser, {
      screens,
      path: '/#day',
      play,
      look: { viewport: { width, height: 1180 } },
    });
    await page.locator('[data-entry]').first().waitFor();
    await enlarge(page, text);
    const outside = await page.locator('[data-entry] :is(b, small)').evaluateAll((words) =>
      words
        .filter((word) => word.checkVisibility())
        .filter((word) => {
          const [own, block] = [word.getBoundingClientRect(), word.closest('[data-entry]')?.getBoundingClientRect()];
          return block !== undefined && (own.right > block.right + 1 || own.bottom > block.bottom + 1);
        })
        .map((word) => word.textContent),
    );
    expect(outside).toEqual([]);
    expect(
      await page
        .locator('[data-entry] b')
        .evaluateAll((words) => words.filter((word) => word.checkVisibility()).length),
    ).toBeGreaterThan(0);
  });
});
