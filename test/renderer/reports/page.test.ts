import { AxeBuilder } from '@axe-core/playwright';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Central } from '../../../central/central.ts';
import { send } from '../../../deploy/year/send.ts';
import { daysUntil, demoKey, publicPem, sheetsOf, signedBy } from '../../../deploy/year/signed-sheets.ts';
import { openBrowser } from '../../browser.ts';
import { freePort } from '../../central/free-port.ts';
import { account, ask, signedIn, Town } from '../../central/town.ts';
import { seed, ToldNetwork } from './told-network.ts';

/**
 * The built page in a real browser, served by a real central under its own content policy. A made-up network sent it fourteen months; what it should say is
 * worked out the slow way.
 */

const root = fileURLToPath(new URL('../../../renderer', import.meta.url));
const october = '?from=2026-10-01&to=2026-10-31';
const lastDay = '2026-11-26';

let town: Town;
let central: Central;
let browser: Browser;
let address: string;
const days = daysUntil(lastDay, 422);
const network = new ToldNetwork({ communes: 12, places: 15 }, { from: days[0] ?? lastDay, to: lastDay });

beforeAll(async () => {
  const keys = network.places.map((place) => ({ place, key: demoKey(seed, place.id) }));
  const places = keys.map(({ place, key }) => ({ ...place, key, publicKey: publicPem(key) }));
  town = new Town(await freePort(), ...places);
  town.time = new Date(`${lastDay}T20:00:00.000Z`);
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
  central = await town.open({ screens });
  await central.accounts.keep(account.name, account.password);
  expect(await central.listen()).toMatchObject({ ok: true });
  address = `http://127.0.0.1:${town.settings.port}`;
  for (const { place, key } of keys) {
    const sheets = [...sheetsOf(seed, place, days)].map((sheet) => signedBy(key, sheet));
    for (let from = 0; from < sheets.length; from += 100) {
      expect(await send(address, place.id, sheets.slice(from, from + 100))).toMatchObject({ ok: true });
    }
  }
  browser = await openBrowser();
}, 240_000);

afterAll(async () => {
  await browser.close();
  await town.close();
});

/** The page before anyone signed in, on the evening of the last day; what it complains of is collected. */
async function openDoor(search = ''): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A browser reports each refused request; that one has to sign in first is no fault.
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.setFixedTime(town.time);
  await page.goto(`${address}/reports/${search}`);
  return { page, complaints };
}

async function signsIn(page: Page, password = account.password): Promise<void> {
  await page.getByLabel('Nom du compte').fill(account.name);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

async function openPage(search: string): Promise<{ page: Page; complaints: string[] }> {
  const opened = await openDoor(search);
  await signsIn(opened.page);
  await opened.page.getByRole('group', { name: 'Période' }).waitFor();
  return opened;
}

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const headline = async (page: Page): Promise<string> =>
  plain(await page.getByRole('heading', { level: 1 }).innerText());

describe('central', () => {
  const [place] = network.places;
  const scopes = ['network', `commune:${place?.communeCode ?? ''}`, `place:${place?.id ?? ''}`];
  const periods = [
    ['2026-10-01', '2026-10-31'],
    ['2026-01-01', lastDay],
    ['2026-09-17', '2026-11-05'],
    ['2025-11-01', '2025-11-30'],
  ] as const;

  it.each(scopes.flatMap((scope) => periods.map(([from, to]) => ({ scope, from, to }))))(
    'answers as somebody does who counts every day again: $scope from $from to $to',
    async (asked) => {
      const cookies = await signedIn(central);
      const read = async (path: string, more: object = {}): Promise<unknown> =>
        (await ask(central, cookies, [`figures/${path}`, { ...asked, ...more }])).json();
      const expected = network.report(asked);
      const report = (await read('report')) as typeof expected;
      expect(report.counts).toEqual(expected.counts);
      expect(report.before).toEqual(expected.before);
      expect(report.coverage.daysHeard).toBe(expected.coverage.daysHeard);
      for (const grain of ['day', 'month', 'year'] as const) {
        expect(await read('series', { grain })).toEqual(network.series({ ...asked, grain }));
      }
      if (asked.scope.startsWith('place:')) return;
      const parts = (rows: { scope: string; figures: object }[]): Map<string, object> =>
        new Map(rows.map(({ scope, figures }) => [scope, figures]));
      for (const by of ['commune', 'place'] as const) {
        const { rows } = (await read('parts', { by })) as { rows: { scope: string; figures: object }[] };
        expect(parts(rows)).toEqual(parts(network.parts({ ...asked, by }).rows));
      }
    },
  );
});

describe('the page of the reports', () => {
  it('says beside the form why a sign-in was refused, and goes back to it after signing out', async () => {
    const { page } = await openDoor();
    await signsIn(page, 'devinée');
    await page.getByRole('alert').getByText('ne vont pas ensemble').waitFor();
    await signsIn(page);
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.getByLabel('Nom du compte').waitFor();
    await page.reload();
    await page.getByLabel('Nom du compte').waitFor();
  });

  it('says in one sentence what was counted, and how full it was', async () => {
    const { page, complaints } = await openPage(october);
    const { sessions = 0, occupied = 0, offered = 1 } = network.report(periodOf(october)).counts;
    expect(await headline(page)).toBe(
      `En octobre 2026, 12 communes ont accueilli ${french(sessions)} séances ; un poste sur deux était occupé.`,
    );
    expect(occupied / offered).toBeGreaterThan(0.42);
    expect(occupied / offered).toBeLessThan(0.58);
    await page.getByRole('button', { name: 'English' }).click();
    expect(await headline(page)).toMatch(
      /^In October 2026, 12 communes welcomed .* every other workstation was in use.$/,
    );
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(complaints).toEqual([]);
  });

  it('leads from the network to a commune and a place and back, by links that can be shared', async () => {
    const { page } = await openPage(october);
    await page.getByRole('table', { name: 'Par commune' }).getByRole('link', { name: 'Port-Clair' }).click();
    await expect.poll(() => headline(page)).toMatch(/^En octobre 2026, Port-Clair a accueilli/);
    expect(new URL(page.url()).searchParams.get('scope')).toBe('commune:25900');
    await page.getByRole('table', { name: 'Par lieu' }).getByRole('link').first().click();
    await expect.poll(async () => page.getByRole('table', { name: 'Par lieu' }).count()).toBe(0);
    await page.goBack();
    await expect.poll(() => headline(page)).toMatch(/Port-Clair a accueilli/);
    await page.reload();
    await expect.poll(() => headline(page)).toMatch(/Port-Clair a accueilli/);
    await page.getByRole('link', { name: 'Toutes les communes' }).click();
    await expect.poll(() => headline(page)).toMatch(/12 communes/);
  });

  it('has the numbers of each chart in a table, and the way they are counted one click away', async () => {
    const { page } = await openPage(october);
    await page.getByText('Lire le graphique en tableau').click();
    const { rows } = network.series({ ...periodOf(october), grain: 'day' });
    const told = page.locator('details[open] tbody tr');
    expect(await told.count()).toBe(31);
    const busiest = Math.max(...rows.map(({ figures }) => figures.sessions));
    expect(plain((await told.allInnerTexts()).join(' '))).toContain(french(busiest));
    await page.getByText('Comment c’est compté').first().click();
    expect(await page.getByText('nombre de séances commencées dans la période').first().isVisible()).toBe(true);
  });

  it('says at least where places keep small numbers back', async () => {
    const { page } = await openPage(october);
    const { counts } = network.report(periodOf(october));
    const [hidden] = Object.keys(counts).filter((key) => key.startsWith('supports-hidden/status/'));
    expect(hidden).toBeDefined();
    const status = hidden?.split('/').at(-1) ?? '';
    const row = page.getByRole('table', { name: 'Situation' }).getByRole('row', { name: words[status] ?? '' });
    expect(plain(await row.innerText())).toContain(`≥ ${french(counts[`supports/status/${status}`] ?? 0)}`);
    expect(await page.getByText('le vrai nombre est plus grand').count()).toBe(1);
  });

  it('keeps the period in its address, and says so where there is nothing', async () => {
    const { page } = await openPage(october);
    await page.getByRole('button', { name: 'Ce trimestre' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?from=2026-10-01&to=2026-11-26');
    await page.getByLabel('Du').fill('2019-10-01');
    await page.getByLabel('au', { exact: true }).fill('2019-10-31');
    await page.getByText('Pas encore de chiffres pour cette période').waitFor();
    expect(await headline(page)).toBe('En octobre 2019, aucune séance n’a été comptée.');
    expect(await page.getByText('rien n’a été reçu').count()).toBe(1);
  });

  it.each(['light', 'dark'] as const)('has no violation of axe in the %s theme', async (colorScheme) => {
    const { page } = await openPage(october);
    await page.emulateMedia({ colorScheme });
    for (const summary of await page.locator('summary').all()) await summary.click();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
  });

  it.each([
    ['a phone', 360, 16],
    ['a screen with twice the text size', 1280, 32],
  ])('never scrolls sideways on %s', async (_what, width, textPx) => {
    const { page } = await openPage(october);
    await page.setViewportSize({ width, height: 800 });
    const overflows = await page.evaluate((size) => {
      document.documentElement.style.fontSize = `${size}px`;
      return [document.documentElement, ...document.querySelectorAll('section')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ innerText }) => innerText.slice(0, 40));
    }, textPx);
    expect(overflows).toEqual([]);
  });
});

const words: Readonly<Record<string, string>> = {
  ...{ scolarise: 'En études', sans_emploi: 'Sans emploi', en_emploi: 'En emploi', retraite: 'À la retraite' },
};

const french = (number: number): string => plain(new Intl.NumberFormat('fr').format(number));

function periodOf(search: string): { scope: string; from: string; to: string } {
  const words = new URLSearchParams(search);
  return { scope: 'network', from: words.get('from') ?? '', to: words.get('to') ?? '' };
}
