import { AxeBuilder } from '@axe-core/playwright';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grain } from '../../../contract/central-routes.ts';
import { openBrowser } from '../../browser.ts';
import { ToldNetwork } from './told-network.ts';

/** The built page in a real browser, with a made-up network whose answers are worked out the slow way. */

const root = fileURLToPath(new URL('../../../renderer', import.meta.url));
const origin = 'http://central.escale';
const october = '?from=2026-10-01&to=2026-10-31';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'";

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

const months = {
  supports: 120,
  'supports/age/60-69': 50,
  'supports/age/25-39': 20,
  'supports/age/unknown': 40,
  'supports-hidden/age/0-11': 2,
  'supports/topic/email': 80,
};

let screens: string;
let browser: Browser;
const network = new ToldNetwork({ communes: 12, places: 15 }, { from: '2025-10-01', to: '2026-11-26' });

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-reports-'));
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
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

function told(path: string, asked: Record<string, string>): unknown {
  const { scope = 'network', from = '', to = '', grain, by } = asked;
  const period = { scope, from, to };
  if (path.endsWith('/series')) return network.series({ ...period, grain: grain as Grain });
  if (path.endsWith('/parts')) return network.parts({ ...period, by: by === 'place' ? by : 'commune' });
  const report = network.report(period);
  return to < '2026-11-01' && Object.keys(report.counts).length > 0
    ? { ...report, counts: { ...report.counts, ...months } }
    : report;
}

/** The page of somebody who is signed in; what it complains of is collected. */
async function openPage(search: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.setFixedTime('2026-11-26T15:00:00.000Z');
  await page.route(`${origin}/**`, async (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    if (pathname.startsWith('/v1/')) return route.fulfill({ json: told(pathname, Object.fromEntries(searchParams)) });
    const file = join(screens, pathname === '/reports/' ? 'reports/index.html' : pathname);
    const contentType = types[extname(file)];
    if (contentType === undefined) return route.fulfill({ status: 204 });
    return route.fulfill({ body: await readFile(file), contentType, headers: { 'content-security-policy': policy } });
  });
  await page.goto(`${origin}/reports/${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, complaints };
}

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const headline = async (page: Page): Promise<string> =>
  plain(await page.getByRole('heading', { level: 1 }).innerText());

describe('the page of the reports', () => {
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
    const ages = page.getByRole('table', { name: 'Âge' });
    expect(plain(await ages.getByRole('row', { name: 'Moins de 12 ans' }).innerText())).toContain('≥ 0');
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

const french = (number: number): string => plain(new Intl.NumberFormat('fr').format(number));

function periodOf(search: string): { scope: string; from: string; to: string } {
  const words = new URLSearchParams(search);
  return { scope: 'network', from: words.get('from') ?? '', to: words.get('to') ?? '' };
}
