import { AxeBuilder } from '@axe-core/playwright';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../browser.ts';
import { account, daySheet, freePort, makePlace, outcomes, Town } from '../../central/town.ts';

/** The built page in a real browser, served by a real central under its own content policy. */

const root = fileURLToPath(new URL('../../../renderer', import.meta.url));

let town: Town;
let browser: Browser;
let address: string;

beforeAll(async () => {
  const heard = makePlace('Médiathèque Pierre-Bayle');
  town = new Town(await freePort(), heard, makePlace('Mairie de Pirey'));
  const screens = join(town.folder, 'built');
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    plugins: [svelte()],
    build: {
      outDir: screens,
      emptyOutDir: true,
      target: 'chrome140',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: { reports: join(root, 'reports/index.html') } },
    },
  });
  const central = await town.open({ screens });
  await central.accounts.keep(account.name, account.password);
  await outcomes(central, heard, [
    daySheet(heard, { day: '2026-11-10', total: { sessions: 8, occupiedMinutes: 300 } }),
    daySheet(heard, { day: '2026-11-12', total: { sessions: 4, occupiedMinutes: 150 } }),
  ]);
  expect(await central.listen()).toMatchObject({ ok: true });
  address = `http://127.0.0.1:${town.settings.port}/`;
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await town.close();
});

/** The page before anyone signed in, on the afternoon of 12 November; what it complains of is collected. */
async function openPage(): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A browser reports each refused request; that one has to sign in first is no fault.
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.setFixedTime('2026-11-12T15:00:00.000Z');
  await page.goto(address);
  return { page, complaints };
}

async function signIn(page: Page, password = account.password): Promise<void> {
  await page.getByLabel('Nom du compte').fill(account.name);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

const plain = async (page: Page, level: number): Promise<string> =>
  (await page.getByRole('heading', { level }).first().innerText()).replaceAll(/[\u00a0\u202f]/g, ' ');

describe('the page of the reports', () => {
  it('says the finding, the coverage and every day, in the language chosen', async () => {
    const { page, complaints } = await openPage();
    await signIn(page);
    await page.getByRole('heading', { name: 'Par lieu et par jour' }).waitFor();
    expect(await plain(page, 1)).toBe('Depuis le 1er novembre, 1 lieu a accueilli 12 séances, soit 7 h 30.');
    expect(await plain(page, 2)).toBe('Le jour le plus fréquenté : 10 novembre, 8 séances');
    const coverage = page.getByText('1 lieu sur 2 a donné de ses nouvelles.');
    expect(await coverage.innerText()).toContain('Mairie de Pirey (rien reçu à ce jour)');
    const rows = page.getByRole('table', { name: 'Par lieu et par jour' }).locator('tbody tr');
    expect((await rows.allInnerTexts()).map((row) => row.split(/\s+/).slice(0, 4).join(' '))).toEqual([
      'jeudi 12 novembre 2026',
      'mardi 10 novembre 2026',
    ]);
    await page.getByRole('button', { name: 'English' }).click();
    expect(await plain(page, 1)).toBe('Since November 1, 1 place welcomed 12 sessions, 7 h 30 min in all.');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(complaints).toEqual([]);
  });

  it('says beside the form why a sign-in was refused, and goes back to it after signing out', async () => {
    const { page } = await openPage();
    await signIn(page, 'devinée');
    await page.getByRole('alert').getByText('ne vont pas ensemble').waitFor();
    await signIn(page);
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.getByLabel('Nom du compte').waitFor();
    await page.reload();
    await page.getByLabel('Nom du compte').waitFor();
  });

  it('keeps the period in its address, and says so where there is nothing', async () => {
    const { page } = await openPage();
    await signIn(page);
    await page.getByRole('button', { name: 'Le mois dernier' }).click();
    await page.getByText('Pas encore de chiffres pour cette période').waitFor();
    expect(new URL(page.url()).search).toBe('?from=2026-10-01&to=2026-10-31');
    await page.reload();
    await page.getByText('En octobre 2026, aucune séance').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no violation of axe in the %s theme', async (colorScheme) => {
    const { page } = await openPage();
    await page.emulateMedia({ colorScheme });
    const violations = async (): Promise<string[]> =>
      (await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html}`),
      );
    await page.getByLabel('Nom du compte').waitFor();
    expect(await violations()).toEqual([]);
    await signIn(page);
    await page.getByText('Ce que comptent ces chiffres').click();
    await page.getByText('Lire le graphique en tableau').click();
    expect(await violations()).toEqual([]);
  });

  it.each([
    ['a phone', 360, 16],
    ['a screen with twice the text size', 1280, 32],
  ])('never scrolls sideways on %s', async (_what, width, textPx) => {
    const { page } = await openPage();
    await page.setViewportSize({ width, height: 800 });
    await signIn(page);
    await page.getByRole('heading', { name: 'Par lieu et par jour' }).waitFor();
    const overflows = await page.evaluate((size) => {
      document.documentElement.style.fontSize = `${size}px`;
      return [document.documentElement, ...document.querySelectorAll('section')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ innerText }) => innerText.slice(0, 40));
    }, textPx);
    expect(overflows).toEqual([]);
  });
});
