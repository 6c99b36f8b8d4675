import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Display } from '../../contract/book/queue.ts';
import { languages } from '../../contract/language.ts';
import { openBrowser } from '../browser.ts';
import { type BookStage, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import { inMinutes, quietDisplay } from './fake-place.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-display-page-'));
  await buildDeskPage(screens, ['display']);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const television = { width: 1920, height: 1080 };

const call = (number: number, workstation = `Poste ${number - 38}`) => ({ number, workstation });

const workshops = [
  { title: 'Premiers mails', startsAt: inMinutes(115), seatsLeft: 1 },
  { title: 'Mes démarches en ligne avec FranceConnect', startsAt: inMinutes(20_000), seatsLeft: 0 },
];

/** From an empty room to one that is fuller than any. */
const scenes: Readonly<Record<string, Partial<Display>>> = {
  'nobody waits': {},
  'one is called': { free: 0, called: [call(41)], waiting: [42, 43], waitNow: null, workshops },
  'six are called': {
    free: 0,
    called: [41, 42, 43, 44, 45, 146].map((number) => call(number)),
    waiting: Array.from({ length: 30 }, (_, index) => 147 + index),
    waitNow: { atLeastMinutes: 50, atMostMinutes: 95 },
    workshops,
  },
  'long names': {
    placeName: 'Espace public numérique intercommunal de la vallée de la Loue et du Lison',
    called: [call(141, 'Poste accessible côté fenêtre'), call(142, 'Bibliothèque, deuxième étage, poste 12')],
    waiting: [143],
    waitNow: { atLeastMinutes: 65, atMostMinutes: 130 },
    workshops,
  },
  closed: { closesAt: null, opensAt: inMinutes(1200), workshops },
};

async function openDisplay(scene: Partial<Display>, query = '', viewport = television): Promise<BookStage> {
  const stage = await openPage(browser, {
    screens,
    path: `/display${query}`,
    look: { viewport },
    play: (desk) => (desk.display = { ...quietDisplay(), ...scene }),
  });
  await stage.page.locator('main section').first().waitFor();
  await stage.page.evaluate(() => document.fonts.ready);
  return stage;
}

/** What is cut off or stands outside the screen; a name on one line may end in an ellipsis. */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const told = (element: Element): string => element.textContent.trim().slice(0, 60);
    const drawn = [...document.querySelectorAll('header, main, main *')].filter(
      (element) => element.closest('.unseen, svg') === null,
    );
    return drawn
      .filter((element) => {
        const { right, bottom, left, top } = element.getBoundingClientRect();
        const outside = left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
        const tight = element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 2;
        return outside || (tight && getComputedStyle(element).overflow === 'hidden');
      })
      .map(told);
  });

/** The smallest letters of the page, in CSS pixels. */
const smallest = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let least = Infinity;
    while (texts.nextNode() !== null) {
      const holder = texts.currentNode.parentElement;
      if (holder === null || texts.currentNode.textContent?.trim() === '' || holder.closest('.unseen, script'))
        continue;
      least = Math.min(least, parseFloat(getComputedStyle(holder).fontSize));
    }
    return least;
  });

describe('the public display', () => {
  it('shows whose turn it is and where, very large, and reads it out', async () => {
    const { page, complaints } = await openDisplay(scenes['one is called'] ?? {});
    await page.getByText('C’est votre tour').waitFor();
    await page.getByText('Le 41 va ici : Poste 3').waitFor();
    const size = await page
      .locator('main b', { hasText: '41' })
      .first()
      .evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    expect(size).toBeGreaterThan(200);
    await page.getByText('on ne sait pas').waitFor();
    await page.getByText('Aujourd’hui à 16 h 00 · 1 place').waitFor();
    expect(await page.getByRole('time').or(page.locator('time')).first().innerText()).toMatch(/^14\sh\s0\d$/);
    expect(complaints).toEqual([]);
  });

  it('follows the desk every few seconds', async () => {
    const { page, desk } = await openDisplay({});
    await page.getByText('Bienvenue').waitFor();
    desk.display = { ...quietDisplay(), called: [call(41)] };
    await page.getByText('Le 41 va ici').waitFor({ timeout: 15_000 });
  });

  it('says when its news is old, and keeps it in sight', async () => {
    const { page, desk } = await openDisplay({ called: [call(41)] });
    await page.clock.install();
    desk.display = null;
    await page.reload();
    await page.getByText('L’écran attend l’accueil').waitFor();
    desk.display = { ...quietDisplay(), called: [call(41)] };
    await page.clock.runFor(6000);
    await page.getByText('Le 41 va ici').waitFor();
    desk.display = null;
    await page.clock.runFor(30_000);
    await page.getByRole('alert').getByText('Cet écran date de 14 h 05. Demandez à l’accueil.').waitFor();
    expect(await page.getByText('Le 41 va ici').count()).toBe(1);
    expect(await cut(page)).toEqual([]);
  });

  it('reads from right to left in Arabic, with its clock and its arrow turned round', async () => {
    const { page } = await openDisplay(scenes['one is called'] ?? {}, '?language=ar&theme=dark');
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await page.getByText('حان دوركم').waitFor();
    const left = (selector: string) =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().left);
    expect(await left('aside')).toBeLessThan(await left('main > section:first-child'));
    expect(await left('time')).toBeLessThan(await left('h1'));
    expect(await page.locator('.way').evaluate((element) => getComputedStyle(element).transform)).toMatch(
      /^matrix\(-1/,
    );
  });

  it('says when the place opens', async () => {
    const { page } = await openDisplay(scenes['closed'] ?? {});
    await page.getByText('C’est fermé').waitFor();
    await page.getByText('Ouverture mercredi 25 novembre à 10 h 05').waitFor();
    expect(await page.getByText('Postes libres').count()).toBe(0);
  });
});

describe.each(languages)('in %s', (language) => {
  it.each(Object.entries(scenes))('all of it is seen when %s', async (_, scene) => {
    const { page } = await openDisplay(scene, `?language=${language}`);
    for (const size of [television, { width: 1366, height: 768 }, { width: 1080, height: 1920 }]) {
      await page.setViewportSize(size);
      expect([size, await cut(page)]).toEqual([size, []]);
    }
    await page.setViewportSize(television);
    expect(await smallest(page)).toBeGreaterThanOrEqual(36);
  });

  it.each(['light', 'dark', 'contrast'])('is accessible, %s', async (theme) => {
    for (const scene of [scenes['one is called'] ?? {}, scenes['closed'] ?? {}]) {
      const { page } = await openDisplay(scene, `?language=${language}&theme=${theme}`);
      expect(await violations(page)).toEqual([]);
    }
  });
});
